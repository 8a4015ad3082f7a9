#pragma once
/// The mean-field twin: adoption as it is with infinitely many developers.
///
/// Written in double precision from the statement in mechanism/adoption/adoption.hpp and from how developers are drawn
/// (model/initial.cpp), without adoption's code: the two can only agree if both are what the statement says. Developers
/// are cohorts: region x segment x sector (sectors together where choices do not differ between them) x points of a
/// quadrature over the tastes. Given these, the tasks of a developer are independent Markov chains over the lines. With
/// p[k] the share of the cohort that uses line k, or none, for a task, e[k] the weight e^utility of k for those who do
/// not use it, and w[j, k] that for a user of j,
///
///   p'[k] = (1 - rho[k]) p[k] + sum over j of rho[j] p[j] w[j, k] / sum over k' of w[j, k']
///   w[j, k] = e[k], times e^switching_cost for the firm of j; for k = j quality is known and awareness is one
///   rho[j] = chance of a review; 1 where j is withdrawn
///
/// Peers are read off the market, as developers see them. What N developers do differs from this by sampling alone:
/// the developer-tasks of a region are binomial with these probabilities, given the market.
///
/// Reads       the scenario; world: clock, society, governments, firms, security, market (as adoption does)
/// Writes      act(): market (assignments, usage, developers, by_sector, taken, demand, tokens, spend, receipts,
///             self_hosted, downloads)
/// Draws       nothing
/// Leaves out  firms in use, flows between lines, surplus, number of reviews: no other mechanism reads them; options
///             that are off by default (networks, launches, word of mouth, choices one by one): it refuses scenarios
///             that switch them on

#include <vector>

#include "model/model.hpp"
#include "verify/tastes.hpp"

namespace moat {

struct OfferedLine;
struct Scenario;

class MeanField {
 public:
  /// `start`: a world of the scenario before the first month. The scenario must outlive this object.
  MeanField(const Scenario& scenario, const World& start, const Resolution& resolution);

  /// Moves the expected users through this month's reviews; to be called when adoption would act, before it does.
  void follow(const World& world);
  /// In place of adoption: follows, and gives the market expected users as large whole numbers of developers.
  void act(World& world);

  /// [slot, region, segment, task] expected developer-tasks per developer of the region.
  const Cube<double, 4>& tasks() const { return tasks_; }
  /// [slot, region, segment] expected users per developer of the region; slot 0: who use no model.
  const Cube<double, 3>& developers() const { return developers_; }

 private:
  struct Cell {
    Index region, segment, stratum, task;
  };

  void review(const World& world, const std::vector<OfferedLine>& lines, const Cell& cell);
  void add_users(const World& world, const Cell& cell, const Column<double>& users, const Column<double>& usage,
                 const Column<double>& moved);
  void count_developers(Index region, Index segment);
  void sell(World& world) const;
  double* shares(const Cell& cell, std::size_t taste);
  bool in_stratum(Index sector, Index stratum) const { return strata_ == 1 || sector == stratum; }

  const Scenario& scenario_;
  Index strata_, slots_;                     ///< strata: sectors, or one where choices are alike in all
  Grid<double> segment_mix_, sector_mix_;    ///< [region, segment], [region, sector] shares of developers
  Grid<double> drawn_, has_;                 ///< [sector, task] chances that a task is drawn, and that it is had
  Column<double> none_drawn_;                ///< [sector] chance that no task is drawn ...
  std::vector<Index> likeliest_;             ///< [sector] ... and the one then taken
  std::vector<std::vector<Taste>> tastes_;   ///< [segment]
  std::vector<std::vector<double>> shares_;  ///< [region x segment]: stratum, task, taste, slot
  Cube<double, 4> tasks_, usage_;            ///< [slot, region, segment, task] per developer of the region
  Cube<double, 3> developers_;               ///< [slot, region, segment] per developer of the region
  Cube<double, 3> by_sector_;                ///< [region, slot, sector] developer-tasks per developer of the region
  Grid<double> taken_;                       ///< [slot, region] per developer of the region
  bool measures_demand_ = false;             ///< only act() needs it
  Grid<double> demand_;                      ///< [line, (Q, R, S)] of all reviews, as adoption's sample of them
};

/// The state at the start with expected numbers of developers: a million virtual ones for each simulated one.
World mean_field_world(const Scenario& scenario, const Random& random);

/// One month in which `adopt(adoption)` is called where adoption would act.
template <class Adopt>
void month_with(World& world, const Scenario& scenario, const Random& random, Adopt&& adopt) {
  weigh_developers(world);
  for (const Mechanism& mechanism : mechanisms()) {
    if (skipped(scenario, mechanism.name)) continue;
    if (mechanism.name == "adoption")
      adopt(mechanism);
    else
      mechanism.month(world, scenario, random);
  }
}

}  // namespace moat
