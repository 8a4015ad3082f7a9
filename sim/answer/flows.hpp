#pragma once
/// Who took users from whom: moves between lines, added up by openness and origin of the models.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace moat {

struct Flows {
  std::vector<std::string> points;
  std::vector<std::string> kinds;          ///< "none", then such as "open china"
  std::vector<std::vector<double>> share;  ///< [point][from x kinds + to]: % of the point's moves, mean over runs

  double at(std::size_t point, std::size_t from, std::size_t to) const {
    return share[point][from * kinds.size() + to];
  }
  /// What `to` won from `from`, less what it lost to it.
  double net(std::size_t point, std::size_t from, std::size_t to) const {
    return at(point, from, to) - at(point, to, from);
  }
};

/// Of all recorded months of a file; nothing if it has no switching_flow (record.flows).
std::optional<Flows> read_flows(const std::filesystem::path& file);

/// The largest net flows of the first point, and where those of the others differ most from them.
std::string as_text(const Flows& flows);

}  // namespace moat
