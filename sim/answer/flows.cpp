#include "answer/flows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answer/summary_json.hpp"
#include "io/hdf5/read.hpp"

namespace moat {
namespace {

constexpr std::size_t shown = 4;
/// Differences of less than this part of all moves are not worth a line [%].
constexpr double least = 0.1;

/// The kind of each place of an axis of lines, and all kinds.
std::vector<std::size_t> kinds_of(const h5::Reader& reader, std::vector<std::string>& kinds) {
  const auto lines = reader.texts("line"), makers = reader.texts("line_firm"), firms = reader.texts("firm"),
             regions = reader.texts("firm_region");
  const auto open = reader.all<std::int8_t>("line_open");
  kinds = {"none"};
  std::vector<std::size_t> of_slot;
  for (const std::string& slot : reader.texts("from_line")) {
    const auto line = std::size_t(std::ranges::find(lines, slot) - lines.begin());
    std::string kind = "none";
    if (line < lines.size()) {
      const auto firm = std::size_t(std::ranges::find(firms, makers[line]) - firms.begin());
      kind = fmt::format("{} {}", open[line] ? "open" : "closed", regions[firm]);
    }
    const auto known = std::ranges::find(kinds, kind);
    of_slot.push_back(std::size_t(known - kinds.begin()));
    if (known == kinds.end()) kinds.push_back(kind);
  }
  return of_slot;
}

double net_of(const std::vector<double>& share, std::size_t kinds, std::size_t from, std::size_t to) {
  return share[from * kinds + to] - share[to * kinds + from];
}

struct Pair {
  std::size_t from, to;
  RunSummary net;
};

/// The largest of some net flows, each pair of kinds once, in the direction in which it is positive.
template <class Net>
std::string largest(const Flows& flows, Net&& net) {
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < flows.kinds.size(); ++a)
    for (std::size_t b = 0; b < flows.kinds.size(); ++b)
      if (const RunSummary found = net(a, b); a != b && found.mean >= least) pairs.push_back({a, b, found});
  std::ranges::stable_sort(pairs, std::greater{}, [](const Pair& pair) { return pair.net.mean; });
  pairs.resize(std::min(pairs.size(), shown));
  std::string text;
  for (const Pair& pair : pairs) {
    text += fmt::format("{}{} from {} {:+.1f}", text.empty() ? "" : "; ", flows.kinds[pair.to], flows.kinds[pair.from],
                        pair.net.mean);
    if (std::isfinite(pair.net.interval)) text += fmt::format(" ± {:.1f}", pair.net.interval);
  }
  return text.empty() ? fmt::format("nothing above {:g}", least) : text;
}

}  // namespace

std::optional<Flows> read_flows(const std::filesystem::path& file) {
  const h5::Reader reader = h5::Reader::open(file);
  if (!reader.has("switching_flow") || !reader.has("line_firm")) return {};
  const auto& info = reader.info("switching_flow");
  if (info.dims.size() != 5 || info.dims[1] != "replicate") return {};
  Flows flows;
  flows.points = reader.texts("point");
  const std::vector<std::size_t> kind = kinds_of(reader, flows.kinds);
  const std::size_t kinds = flows.kinds.size(), slots = kind.size();
  const h5::Extent shape = info.shape;
  std::vector<double> run(std::size_t(shape[2]) * slots * slots);
  for (std::size_t p = 0; p < flows.points.size(); ++p) {
    std::vector<std::vector<double>>& runs = flows.share.emplace_back();
    for (hsize_t r = 0; r < shape[1]; ++r) {
      reader.read("switching_flow", {{p, r, 0, 0, 0}, {1, 1, shape[2], shape[3], shape[4]}}, std::span<double>(run));
      std::vector<double>& share = runs.emplace_back(kinds * kinds, 0);
      double all = 0;
      for (std::size_t i = 0; i < run.size(); ++i) {
        const std::size_t from = i / slots % slots, to = i % slots;
        share[kind[from] * kinds + kind[to]] += run[i];
        all += run[i];
      }
      for (double& x : share) x = all > 0 ? 100 * x / all : std::numeric_limits<double>::quiet_NaN();
    }
  }
  return flows;
}

RunSummary Flows::net(std::size_t point, std::size_t from, std::size_t to) const {
  std::vector<double> runs;
  for (const std::vector<double>& run : share[point]) runs.push_back(net_of(run, kinds.size(), from, to));
  return summary_of(runs);
}

RunSummary Flows::net_against_first(std::size_t point, std::size_t from, std::size_t to) const {
  std::vector<double> runs;
  for (std::size_t r = 0; r < share[point].size(); ++r)
    runs.push_back(net_of(share[point][r], kinds.size(), from, to) - net_of(share[0][r], kinds.size(), from, to));
  return summary_of(runs);
}

std::string as_text(const Flows& flows) {
  std::string text = "\nWho took users from whom (net, in % of all moves of recorded months, ± 95 %)\n";
  const auto base = [&](std::size_t from, std::size_t to) { return flows.net(0, from, to); };
  text += fmt::format("  {}: {}\n", flows.points.front(), largest(flows, base));
  for (std::size_t p = 1; p < flows.points.size(); ++p)
    text += fmt::format("  {} against it: {}\n", flows.points[p], largest(flows, [&](std::size_t from, std::size_t to) {
                          return flows.net_against_first(p, from, to);
                        }));
  return text;
}

std::string as_json(const Flows& flows) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (std::size_t p = 0; p < flows.points.size(); ++p)
    for (std::size_t a = 0; a < flows.kinds.size(); ++a)
      for (std::size_t b = a + 1; b < flows.kinds.size(); ++b) {
        all.push_back({{"point", flows.points[p]},
                       {"from", flows.kinds[a]},
                       {"to", flows.kinds[b]},
                       {"net", summary_json(flows.net(p, a, b))}});
        if (p > 0) all.back()["difference"] = summary_json(flows.net_against_first(p, a, b));
      }
  return all.dump();
}

}  // namespace moat
