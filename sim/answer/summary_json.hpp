#pragma once
/// Summaries over runs as programs read them, in all JSON of this folder.

#include <nlohmann/json_fwd.hpp>

#include "answer/comparison.hpp"

namespace moat {

/// Members runs, mean, standard_error, ci95 (half width), q05, q50, q95, and basins where there are some. NaN and
/// infinity, which have no place in JSON, are written as null.
nlohmann::ordered_json summary_json(const RunSummary& summary);

}  // namespace moat
