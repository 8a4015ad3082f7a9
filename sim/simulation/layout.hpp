#pragma once
/// What a run records, and the shape of the output that holds many runs. Scenarios of one output share axes: where
/// their regions, firms or lines differ, an axis holds the union of the names, and what a scenario lacks is NaN.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "model/axes.hpp"
#include "model/draws.hpp"
#include "model/outcome.hpp"

namespace moat {

struct Scenario;

/// Version of the layout of output files: readers refuse another major number.
inline constexpr std::string_view format_version = "1";

/// What a run of one scenario records.
struct Shape {
  std::vector<const Series*> series;
  Axes axes;
  std::vector<Month> months;
  std::vector<Outcome> outcomes;
  std::vector<Draw> draws;
  std::vector<std::int64_t> replicates;  ///< numbers of the replicates asked for
  std::vector<std::size_t> offset;       ///< of each series in the values of a run, and their number at the end

  std::size_t values() const { return offset.back(); }
};

/// Everything but the runs: what several shapes record together.
struct Layout {
  std::vector<const Series*> series;
  Axes axes;
  std::vector<Month> months;
  std::vector<std::string> outcomes;
  std::vector<Draw> draws;
  std::vector<std::int64_t> replicates;
  std::vector<std::size_t> offset;

  std::size_t values() const { return offset.back(); }
};

Shape shape_of(const Scenario& scenario);
Layout make_layout(std::span<const Shape* const> shapes);

/// Sizes of a series in the layout: months first, then its own axes.
std::vector<std::size_t> extent_of(const Series& series, const Layout& layout);

/// The values of a run in the places they have in the layout, NaN where its scenario has none.
std::vector<double> scatter_into_layout(std::span<const double> values, const Shape& shape, const Layout& layout);
/// The same for outcomes, and for what is drawn.
std::vector<double> scatter_outcomes(std::span<const double> values, const Shape& shape, const Layout& layout);
std::vector<double> scatter_draws(std::span<const double> values, const Shape& shape, const Layout& layout);

}  // namespace moat
