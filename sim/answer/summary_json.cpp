#include "answer/summary_json.hpp"

#include <cmath>

namespace moat {

nlohmann::ordered_json json_number(double x) {
  return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json();
}

nlohmann::ordered_json summary_json(const RunSummary& s) {
  nlohmann::ordered_json json{{"runs", s.runs},
                              {"mean", json_number(s.mean)},
                              {"standard_error", json_number(s.error)},
                              {"ci95", json_number(s.interval)},
                              {"q05", json_number(s.low)},
                              {"q50", json_number(s.middle)},
                              {"q95", json_number(s.high)}};
  if (s.basins)
    json["basins"] = {{"dip_p", s.basins->probability},
                      {"split", s.basins->split},
                      {"low_share", s.basins->low_share},
                      {"low_mean", s.basins->low_mean},
                      {"high_mean", s.basins->high_mean}};
  return json;
}

}  // namespace moat
