#include "model/foresight.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <string_view>

#include "mechanism/purpose.hpp"
#include "model/model.hpp"

namespace moat {
namespace {

constexpr std::string_view played[] = {"research", "release",   "leaderboard", "pricing",
                                       "adoption", "community", "finance"};

bool is_played(const Scenario& s, std::string_view mechanism) {
  return std::find(std::begin(played), std::end(played), mechanism) != std::end(played) && !skipped(s, mechanism);
}

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
  d.price_weight = w.developers.price_weight(rows);
  d.openness_weight = {w.developers.openness_weight.steps(rows), w.developers.openness_weight.unit};
  d.trust_weight = {w.developers.trust_weight.steps(rows), w.developers.trust_weight.unit};
  if (w.developers.needs.size() > 0) d.needs = w.developers.needs(Eigen::all, rows);
  d.slot = w.developers.slot(Eigen::all, rows);
  Society& s = sample.society;
  s.members.setZero();
  s.simulated.setZero();
  for (Index i = 0; i < d.size(); ++i) {
    s.members(d.region[i], d.segment[i]) += 1;
    s.simulated[d.region[i]] += 1;
  }
  s.weight *= (s.simulated > 0).select(w.society.simulated / s.simulated.max(1.0), 0.0);
  count_users(sample.market, d, s);
}

/// Room for months that may lie beyond the end of the run.
void lengthen(Cube<double, 3>& by_step, int months) {
  Cube<double, 3> longer(by_step.size(0) + months, by_step.size(1), by_step.size(2));
  longer.flat().setConstant(-std::numeric_limits<double>::infinity());
  longer.flat().head(by_step.flat().size()) = by_step.flat();
  by_step = std::move(longer);
}

/// Nobody but the firm in thought changes its ways, and nothing is launched that has not been.
void freeze_plans(Firms& firms, Month now) {
  for (Index f = 0; f < firms.size(); ++f) {
    FirmEntry& firm = firms.firms[std::size_t(f)];
    const Strategy in_force = firms.strategy_of(f);  // before the first month, what the scenario says
    firm.strategy = int(in_force) < plain_strategies ? in_force : Strategy::closed;
    firm.strategy_changes.changes.clear();
    for (LineEntry& line : firm.lines)
      if (line.first > now) line.first = never;
  }
}

Scenario without_luck(Scenario s) {
  s.research.noise = 0;
  s.leaderboard.noise = 0;
  s.community.luck = 0;
  s.finance.exit = false;
  // A sample has no neighbours: what a developer's own peers use is taken for what its region uses.
  if (s.adoption.peers == Peers::network) s.adoption.peers = Peers::regional;
  return s;
}

class Thought {
 public:
  Thought(const World& world, const Scenario& scenario, const Random& random)
      : scenario_(without_luck(scenario)), random_(random), start_(imagined_world(world, scenario)) {}

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
  /// The first month is under way: research is done.
  void play_month(World& w, const Random& luck, bool first) const {
    for (const Mechanism& mechanism : step_order())
      if (is_played(scenario_, mechanism.name) && !(first && mechanism.name == "research"))
        mechanism.run(w, scenario_, luck.at(w.clock.step));
  }

  Scenario scenario_;
  Random random_;
  World start_;
};

}  // namespace

World imagined_world(const World& w, const Scenario& s) {
  World imagined{w.clock, w.society, w.governments, w.chips, w.firms, w.market, {}, w.security, w.events};
  take_sample(imagined, w, Index(s.release.sample));
  lengthen(imagined.market.frontier, int(s.release.horizon));
  lengthen(imagined.market.rated_frontier, int(s.release.horizon));
  freeze_plans(imagined.firms, w.clock.now());
  return imagined;
}

Foresee foresee(const World& world, const Scenario& scenario, const Random& random) {
  return [&world, &scenario, random, thought = std::shared_ptr<const Thought>()](Index firm, Strategy option) mutable {
    if (!thought) thought = std::make_shared<const Thought>(world, scenario, random);
    return thought->margin(firm, option);
  };
}

}  // namespace moat
