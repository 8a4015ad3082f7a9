#include "mechanism/adoption/value.hpp"

#include "base/maths.hpp"
#include "mechanism/adoption/menu.hpp"

namespace moat {
namespace {

double weighted(const Society& society, Index task, const Grid<double>& by_domain, Index line) {
  return (society.task_domains.row(task) * by_domain.row(line)).sum();
}

}  // namespace

double quality_weight(const Society& society, Index s, Index t) {
  return society.segments[std::size_t(s)].quality_weight * society.tasks[std::size_t(t)].quality_weight;
}

Worth value_lines(const std::vector<int>& slot, const Market& market, const Society& society, const Firms& firms,
                  const Clock& clock, QualityResponse response) {
  Worth worth;
  for (Grid<double>* grid : {&worth.rated, &worth.known, &worth.slope, &worth.tokens})
    grid->setZero(society.task_count(), Index(slot.size()));
  for (Index t = 0; t < society.task_count(); ++t) {
    const TaskEntry& task = society.tasks[std::size_t(t)];
    const Value value(task, clock.years(), response);
    for (int k = 1; k < int(slot.size()); ++k) {
      const Index l = slot[std::size_t(k)] - 1;
      const double bonus = market.open[l] * firms.community_gain[market.firm[l]];
      const double rating = weighted(society, t, market.rating, l) + bonus;
      worth.rated(t, k) = value(rating);
      worth.known(t, k) = value(weighted(society, t, market.capability, l) + bonus);
      if (market.survey_quality) worth.slope(t, k) = value.slope(rating);
      worth.tokens(t, k) = task.token_value == 0 ? 1 : maths::exp(task.token_value * (worth.rated(t, k) - 0.5));
    }
  }
  return worth;
}

double value_by_domain(Cube<float, 4>& values, const std::vector<int>& slot, const Market& market, const Firms& firms,
                       const Society& society, const Value& value, Index s, Index t, int k) {
  const Index l = slot[std::size_t(k)] - 1;
  const double bonus = market.open[l] * firms.community_gain[market.firm[l]];
  const double weight = quality_weight(society, s, t), first = value(market.rating(l, 0) + bonus);
  for (Index d = 1; d < society.domain_count(); ++d)
    values(s, t, d, k) = float(bits_per_nat * weight * (value(market.rating(l, d) + bonus) - first));
  return first;
}

}  // namespace moat
