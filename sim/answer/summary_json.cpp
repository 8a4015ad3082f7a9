#include "answer/summary_json.hpp"

#include <nlohmann/json.hpp>

namespace moat {

nlohmann::ordered_json summary_json(const RunSummary& s) {
  nlohmann::ordered_json json{{"runs", s.runs},     {"mean", s.mean}, {"standard_error", s.error},
                              {"ci95", s.interval}, {"q05", s.low},   {"q50", s.middle},
                              {"q95", s.high}};
  if (s.basins)
    json["basins"] = {{"dip_p", s.basins->probability},
                      {"split", s.basins->split},
                      {"low_share", s.basins->low_share},
                      {"low_mean", s.basins->low_mean},
                      {"high_mean", s.basins->high_mean}};
  return json;
}

}  // namespace moat
