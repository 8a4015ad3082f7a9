#include "model/foresight.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

#include "mechanism/adoption/counts.hpp"
#include "mechanism/purpose.hpp"
#include "model/model.hpp"
#include "model/state.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// Every n-th developer of the world, and the weights that make them stand for all.
void take_sample(World& sample, const World& w, Index wanted) {
  const Index every = std::max<Index>(1, w.developers.size() / wanted);
  const auto rows = Eigen::seq(0, w.developers.size() - 1, every);
  Developers& d = sample.developers;
  d.region = w.developers.region(rows);
  d.segment = w.developers.segment(rows);
  d.sector = w.developers.sector(rows);
  d.tasks = w.developers.tasks(rows);
  d.usage = w.developers.usage(rows);
  if (w.developers.weight.size() > 0) d.weight = w.developers.weight(rows);
  d.price_weight = w.developers.price_weight(rows);
  d.openness_weight = {w.developers.openness_weight.steps(rows), w.developers.openness_weight.unit};
  d.trust_weight = {w.developers.trust_weight.steps(rows), w.developers.trust_weight.unit};
  if (w.developers.needs.size() > 0) d.needs = w.developers.needs(Eigen::all, rows);
  d.slot = w.developers.slot(Eigen::all, rows);
  Society& s = sample.society;
  s.members.setZero();
  s.simulated.setZero();
  for (Index i = 0; i < d.size(); ++i) {
    s.members(d.region[i], d.segment[i]) += d.counts(i);
    s.simulated[d.region[i]] += double(d.counts(i));
  }
  s.weight *= (s.simulated > 0).select(w.society.simulated / s.simulated.max(1.0), 0.0);
  count_users(sample.market, d, s);
}

/// Nobody but the firm in thought changes its ways, and nothing is launched that has not been.
void freeze_plans(Firms& firms, Month now) {
  for (Index f = 0; f < firms.size(); ++f) {
    FirmEntry& firm = firms.firms[std::size_t(f)];
    const Strategy in_force = firms.strategy_of(f);  // before the first month, what the scenario says
    firm.strategy = int(in_force) < plain_strategies ? in_force : Strategy::closed;
    for (LineEntry& line : firm.lines)
      if (line.first > now) line.first = never;
  }
}

/// The parameters of the months that a firm imagines.
Scenario imagined_scenario(Scenario s) {
  for (const Mechanism& mechanism : mechanisms()) mechanism.foresight.imagined(s);
  return s;
}

class Thought {
 public:
  Thought(const World& world, const Scenario& scenario, const Random& random, std::string_view thinking)
      : scenario_(imagined_scenario(scenario)),
        random_(random),
        thinking_(thinking),
        start_(imagined_world(world, scenario)) {}

  double margin(Index firm, Strategy option) const {
    World w = start_;
    w.firms.firms[std::size_t(firm)].strategy = option;
    Random luck = random_;
    luck.seed = random_(Purpose::foresight, firm)();
    double sum = 0, weights = 0, weight = 1;
    for (std::int64_t month = 0; month < scenario_.release.horizon; ++month, ++w.clock.step) {
      play_month(w, luck, month == 0);
      sum += weight * w.firms.margin[firm];
      weights += weight;
      weight *= 1 - scenario_.release.discount;
    }
    return sum / weights;
  }

 private:
  /// The first month is under way: what comes before the mechanism in which firms think has acted.
  void play_month(World& w, const Random& luck, bool under_way) const {
    bool done = under_way;
    for (const Mechanism& mechanism : mechanisms()) {
      done = done && mechanism.name != thinking_;
      if (mechanism.foresight.played && !skipped(scenario_, mechanism.name) && !done)
        mechanism.month(w, scenario_, luck.at(w.clock.step));
    }
  }

  Scenario scenario_;
  Random random_;
  std::string_view thinking_;
  World start_;
};

}  // namespace

World imagined_world(const World& w, const Scenario& s) {
  World imagined;
  for (const OwnedColumn& one : state_columns())
    if (!one.column->lies_along("developer")) one.column->acts->take(imagined, w);
  imagined.threads = 1;
  imagined.record_flows = false;
  take_sample(imagined, w, Index(s.release.sample));
  // Months may lie beyond the end of the run.
  for (const OwnedColumn& one : state_columns())
    if (one.column->lies_along("step"))
      one.column->acts->lengthen(imagined, Index(s.release.horizon), one.column->first.value);
  freeze_plans(imagined.firms, w.clock.now());
  return imagined;
}

Foresee foresee(const World& world, const Scenario& scenario, const Random& random, std::string_view thinking) {
  return [&world, &scenario, random, thinking, thought = std::shared_ptr<const Thought>()](Index firm,
                                                                                           Strategy option) mutable {
    if (!thought) thought = std::make_shared<const Thought>(world, scenario, random, thinking);
    return thought->margin(firm, option);
  };
}

}  // namespace moat
