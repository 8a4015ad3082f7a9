#pragma once
/// Who took users from whom: moves between lines, added up by openness and origin of the models.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "answer/comparison.hpp"

namespace moat {

struct Flows {
  std::vector<std::string> points;
  std::vector<std::string> kinds;  ///< "none", then such as "open china"
  /// [point][replicate][from x kinds + to]: % of the run's moves; NaN where it is missing or nobody moved.
  std::vector<std::vector<std::vector<double>>> share;

  /// What `to` won from `from`, less what it lost to it, over replicates [% of moves]. `point`, `from` and `to` are
  /// places in `points` and `kinds`, which are not checked.
  RunSummary net(std::size_t point, std::size_t from, std::size_t to) const;
  /// The same less that of the first point, replicate by replicate.
  RunSummary net_against_first(std::size_t point, std::size_t from, std::size_t to) const;
};

/// Moves of all recorded months of an output file; nothing if it has no switching_flow by replicate (`record.flows`).
/// IoError with Exit::input_missing if there is no such file, with Exit::io if it or a value in it cannot be read; a
/// file with flows but without the lines, firms and regions that say what they are is one that cannot be read.
std::optional<Flows> read_flows(const std::filesystem::path& file);

/// The largest net flows of the first point, and where those of the others differ most from them, with 95 % intervals.
std::string as_text(const Flows& flows);

/// By point and pair of kinds the net flow with its summary over runs, and its difference from the first point's.
std::string as_json(const Flows& flows);

}  // namespace moat
