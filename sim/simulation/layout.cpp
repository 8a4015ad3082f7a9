#include "simulation/layout.hpp"

#include <algorithm>
#include <set>

#include "base/missing.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

bool wanted(const Scenario& s, std::string_view name) {
  const Texts& list = s.record.series;
  if (name == "switching_flow") return s.record.flows;
  return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
}

void add_missing(Labels& labels, const Labels& more) {
  for (const std::string& label : more)
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
}

std::size_t place_of(const Draw& draw, const std::vector<Draw>& all) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Draw& one) { return one.name == draw.name; });
  return std::size_t(found - all.begin());
}

/// Where the values of each series begin when they stand one after the other.
std::vector<std::size_t> offsets(const std::vector<const Series*>& series, const Axes& axes, std::size_t months) {
  std::vector<std::size_t> offset{0};
  for (const Series* one : series) offset.push_back(offset.back() + cell_count(*one, axes) * months);
  return offset;
}

/// Places of some labels on the common axis.
template <class Label>
std::vector<std::size_t> places(const std::vector<Label>& mine, const std::vector<Label>& common) {
  std::vector<std::size_t> at;
  for (const Label& label : mine)
    at.push_back(std::size_t(std::find(common.begin(), common.end(), label) - common.begin()));
  return at;
}

/// Puts values along `axes`, which say where each index of the run stands, into an array of these sizes.
void place(std::span<const double> values, const std::vector<std::vector<std::size_t>>& axes,
           const std::vector<std::size_t>& sizes, std::span<double> out) {
  std::vector<std::size_t> index(axes.size(), 0);
  for (const double value : values) {
    std::size_t at = 0;
    for (std::size_t a = 0; a < axes.size(); ++a) at = at * sizes[a] + axes[a][index[a]];
    out[at] = value;
    for (std::size_t a = axes.size(); a-- > 0;) {
      if (++index[a] < axes[a].size()) break;
      index[a] = 0;
    }
  }
}

}  // namespace

Shape shape_of(const Scenario& s) {
  Shape shape;
  shape.axes = axes_of(s);
  for (const Series& series : all_series())
    if (wanted(s, series.name)) shape.series.push_back(&series);
  for (int step = 0; step < s.run.steps(); ++step)
    if ((step + 1) % s.record.every == 0 || step + 1 == s.run.steps()) shape.months.push_back(s.run.start + step);
  shape.outcomes = outcomes_of(s, shape.axes);
  shape.draws = draws_of(s);
  for (std::int64_t r = 0; r < s.run.replicates; ++r) shape.replicates.push_back(s.run.first_replicate + r);
  shape.offset = offsets(shape.series, shape.axes, shape.months.size());
  return shape;
}

Layout make_layout(std::span<const Shape* const> shapes) {
  Layout layout;
  std::set<Month> months;
  std::set<std::int64_t> replicates;
  std::set<const Series*> recorded;
  for (const Shape* shape : shapes) {
    for (const auto& [axis, labels] : shape->axes) add_missing(layout.axes[axis], labels);
    months.insert(shape->months.begin(), shape->months.end());
    replicates.insert(shape->replicates.begin(), shape->replicates.end());
    recorded.insert(shape->series.begin(), shape->series.end());
    for (const Outcome& outcome : shape->outcomes) add_missing(layout.outcomes, {outcome.name});
    for (const Draw& draw : shape->draws)
      if (place_of(draw, layout.draws) == layout.draws.size()) layout.draws.push_back(draw);
  }
  layout.months.assign(months.begin(), months.end());
  layout.replicates.assign(replicates.begin(), replicates.end());
  for (const Series& series : all_series())
    if (recorded.contains(&series)) layout.series.push_back(&series);
  layout.offset = offsets(layout.series, layout.axes, layout.months.size());
  return layout;
}

std::vector<std::size_t> extent_of(const Series& series, const Layout& layout) {
  std::vector<std::size_t> sizes{layout.months.size()};
  for (const std::string& dim : dims_of(series)) sizes.push_back(layout.axes.find(dim)->second.size());
  return sizes;
}

std::vector<double> scatter_into_layout(std::span<const double> values, const Shape& shape, const Layout& layout) {
  expects(values.size() == shape.values(), "the values are those of the shape");
  std::vector<double> out(layout.values(), missing_value);
  for (std::size_t i = 0; i < shape.series.size(); ++i) {
    const Series& series = *shape.series[i];
    const auto common =
        std::size_t(std::find(layout.series.begin(), layout.series.end(), &series) - layout.series.begin());
    std::vector<std::vector<std::size_t>> axes{places(shape.months, layout.months)};
    for (const std::string& dim : dims_of(series))
      axes.push_back(places(shape.axes.find(dim)->second, layout.axes.find(dim)->second));
    place(values.subspan(shape.offset[i], shape.offset[i + 1] - shape.offset[i]), axes, extent_of(series, layout),
          std::span(out).subspan(layout.offset[common], layout.offset[common + 1] - layout.offset[common]));
  }
  return out;
}

std::vector<double> scatter_outcomes(std::span<const double> values, const Shape& shape, const Layout& layout) {
  std::vector<double> out(layout.outcomes.size(), missing_value);
  for (std::size_t i = 0; i < shape.outcomes.size(); ++i) {
    const auto at = std::find(layout.outcomes.begin(), layout.outcomes.end(), shape.outcomes[i].name);
    out[std::size_t(at - layout.outcomes.begin())] = values[i];
  }
  return out;
}

std::vector<double> scatter_draws(std::span<const double> values, const Shape& shape, const Layout& layout) {
  std::vector<double> out(layout.draws.size(), missing_value);
  for (std::size_t i = 0; i < shape.draws.size(); ++i) out[place_of(shape.draws[i], layout.draws)] = values[i];
  return out;
}

}  // namespace moat
