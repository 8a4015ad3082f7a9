#include "verify/mean_field.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/maths.hpp"
#include "scenario/scenario.hpp"
#include "verify/mean_field_choice.hpp"

namespace moat {
namespace {

/// The named weights of a list of entries, made to sum to one.
template <class Entry>
Eigen::Array<double, 1, Eigen::Dynamic> mix(const std::vector<Entry>& entries, const Numbers& weights) {
  Eigen::Array<double, 1, Eigen::Dynamic> shares(Index(entries.size()));
  for (Index i = 0; i < shares.size(); ++i) shares[i] = number_for(weights, entries[std::size_t(i)].name);
  return shares / shares.sum();
}

/// True if tastes differ by sector.
bool sectors_differ(const std::vector<SectorEntry>& sectors) {
  return std::any_of(sectors.begin(), sectors.end(),
                     [](const SectorEntry& x) { return x.premises != 0 || x.edge != 0 || x.origin != 1; });
}

/// Options that are off by default and that the equations of the twin leave out.
void refuse_what_is_left_out(const Scenario& s) {
  const AdoptionParams& p = s.adoption;
  expects(p.timing == Timing::together && p.word_of_mouth == 0, "the twin's reviews are independent within a month");
  expects(p.peers != Peers::network && p.peer_response == PeerResponse::share,
          "the twin's peers are shares of a region");
  for (const FirmEntry& firm : s.firms) expects(firm.early_users == 0, "the twin knows no users from outside");
  expects(s.leaderboard.launch_per_eci == 0 && s.leaderboard.launch_per_user == 0, "the twin's users try no launches");
  expects(p.usage_elasticity == 0, "the twin's heavy users weigh prices as others do");
  for (const TaskEntry& task : s.tasks) expects(task.entry_elasticity == 0, "the twin's work is there at any price");
  expects(s.finance.capex_rule != CapexRule::best_reply, "the twin measures no demand for quality");
}

}  // namespace

MeanField::MeanField(const Scenario& s, const World& start, const Resolution& resolution)
    : scenario_(s),
      strata_(s.adoption.price_response == PriceResponse::bill || sectors_differ(s.sectors) ? Index(s.sectors.size())
                                                                                            : 1),
      slots_(start.market.line_count() + 1) {
  refuse_what_is_left_out(s);
  const auto regions = Index(s.regions.size()), segments = Index(s.segments.size()), sectors = Index(s.sectors.size()),
             tasks = Index(s.tasks.size());
  segment_mix_.resize(regions, segments);
  sector_mix_.resize(regions, sectors);
  for (Index r = 0; r < regions; ++r) {
    segment_mix_.row(r) = mix(s.segments, s.regions[std::size_t(r)].segments);
    sector_mix_.row(r) = mix(s.sectors, s.regions[std::size_t(r)].sectors);
  }
  drawn_.resize(sectors, tasks);
  for (Index x = 0; x < sectors; ++x)
    for (Index t = 0; t < tasks; ++t)
      drawn_(x, t) = number_for(s.sectors[std::size_t(x)].tasks, s.tasks[std::size_t(t)].name);
  none_drawn_ = (1 - drawn_).rowwise().prod();
  has_ = drawn_;
  likeliest_.resize(std::size_t(sectors));
  for (Index x = 0; x < sectors; ++x) {
    drawn_.row(x).maxCoeff(&likeliest_[std::size_t(x)]);
    has_(x, likeliest_[std::size_t(x)]) += none_drawn_[x];
  }
  for (const SegmentEntry& segment : s.segments)
    tastes_.push_back(tastes_of(segment, s.adoption.price_response, resolution));
  for (Index r = 0; r < regions; ++r)
    for (Index g = 0; g < segments; ++g) {
      auto& shares = shares_.emplace_back(std::size_t(strata_ * tasks * slots_) * tastes_[std::size_t(g)].size());
      for (std::size_t at = 0; at < shares.size(); at += std::size_t(slots_)) shares[at] = 1;  // nobody uses a model
    }
  tasks_ = usage_ = Cube<double, 4>(slots_, regions, segments, tasks);
  developers_ = Cube<double, 3>(slots_, regions, segments);
  by_sector_ = Cube<double, 3>(regions, slots_, sectors);
}

double* MeanField::shares(const Cell& c, std::size_t taste) {
  const Index tasks = tasks_.size(3), segments = tasks_.size(2);
  const auto row = std::size_t(c.stratum * tasks + c.task) * tastes_[std::size_t(c.segment)].size() + taste;
  return shares_[std::size_t(c.region * segments + c.segment)].data() + row * std::size_t(slots_);
}

void MeanField::follow(const World& w) {
  for (auto* cube : {&tasks_, &usage_}) cube->flat().setZero();
  developers_.flat().setZero();
  by_sector_.flat().setZero();
  taken_.setZero(slots_, tasks_.size(1));
  demand_.setZero(slots_ - 1, 3);
  for (Index r = 0; r < tasks_.size(1); ++r)
    for (Index g = 0; g < tasks_.size(2); ++g) {
      const std::vector<OfferedLine> lines = offered_lines(w, scenario_.adoption, r, g);
      for (Index x = 0; x < strata_; ++x)
        for (Index t = 0; t < tasks_.size(3); ++t) review(w, lines, {r, g, x, t});
      count_developers(r, g);
    }
}

void MeanField::review(const World& w, const std::vector<OfferedLine>& lines, const Cell& c) {
  const SegmentEntry& segment = w.society.segments[std::size_t(c.segment)];
  const RegionEntry& region = w.society.regions[std::size_t(c.region)];
  const bool bill = scenario_.adoption.price_response == PriceResponse::bill;
  const TaskEntry& task = w.society.tasks[std::size_t(c.task)];
  const double path = task.tokens.at(w.clock.now());
  const double price_scale =
      task.price_weight / maths::pow(region.income, scenario_.adoption.income_elasticity) *
      (bill ? 1e-3 * w.society.intensity(c.stratum, c.task) * path / (segment.budget.at(w.clock.now()) * region.income)
            : 1);
  const double chance = std::min(1.0, segment.review * (1 + w.market.attention));
  double usage_here = 0;  // of all sectors of the stratum, relative to a developer's usage
  for (Index x = 0; x < sector_mix_.cols(); ++x)
    if (in_stratum(x, c.stratum))
      usage_here += sector_mix_(c.region, x) * has_(x, c.task) * w.society.intensity(x, c.task);
  const double mtok_per_ktok = 1e-3 * path * usage_here * segment_mix_(c.region, c.segment) * (1 - region.abstainers) *
                               w.society.simulated[c.region] * w.society.weight[c.region];
  Column<double> users = Column<double>::Zero(slots_), usage = users, moved = users;
  CohortChoice choice(lines, w.society, c.task, w.clock.years(), segment.quality_weight * task.quality_weight,
                      segment.switching_cost * task.habit, scenario_.adoption.outside_value + segment.outside, chance,
                      scenario_.adoption.nesting);
  const auto& tastes = tastes_[std::size_t(c.segment)];
  for (std::size_t n = 0; n < tastes.size(); ++n) {
    Taste taste = tastes[n];
    if (strata_ > 1) {
      const SectorEntry& sector = w.society.sectors[std::size_t(c.stratum)];
      taste.openness_weight += sector.premises + sector.edge;
      taste.trust_weight *= sector.origin;
    }
    const double price_weight = taste.price_weight * price_scale;
    double* const p = shares(c, n);
    choice.weigh(price_weight, taste);
    if (measures_demand_) choice.add_demand(p, taste.weight * taste.usage * mtok_per_ktok, price_weight, demand_);
    choice.review(p, taste.weight, moved);
    const auto after = Column<double>::Map(p, slots_);
    ensures(std::abs(after.sum() - 1) < 1e-9, "shares of a cohort sum to one");
    users += taste.weight * after;
    usage += taste.weight * taste.usage * after;
  }
  add_users(w, c, users, usage, moved);
}

void MeanField::add_users(const World& w, const Cell& c, const Column<double>& users, const Column<double>& usage,
                          const Column<double>& moved) {
  for (Index x = 0; x < sector_mix_.cols(); ++x) {
    if (!in_stratum(x, c.stratum)) continue;
    const double mass = segment_mix_(c.region, c.segment) * sector_mix_(c.region, x) * has_(x, c.task) *
                        (1 - w.society.regions[std::size_t(c.region)].abstainers);
    for (Index k = 0; k < slots_; ++k) {
      tasks_(k, c.region, c.segment, c.task) += mass * users[k];
      usage_(k, c.region, c.segment, c.task) += mass * w.society.intensity(x, c.task) * usage[k];
      by_sector_(c.region, k, x) += mass * users[k];
      taken_(k, c.region) += mass * moved[k];
    }
  }
}

/// A developer's tasks are independent given its tastes, so that it uses a line in none of them with probability
/// prod over t of (1 - drawn[t] p[t]), but for those who draw no task and have the likeliest one.
void MeanField::count_developers(Index region, Index segment) {
  const double users = 1 - scenario_.regions[std::size_t(region)].abstainers;
  const auto& tastes = tastes_[std::size_t(segment)];
  for (Index x = 0; x < sector_mix_.cols(); ++x)
    for (std::size_t n = 0; n < tastes.size(); ++n)
      for (Index k = 0; k < slots_; ++k) {
        double none = 1, of_likeliest = 0;
        for (Index t = 0; t < tasks_.size(3); ++t) {
          const double share = shares({region, segment, strata_ == 1 ? 0 : x, t}, n)[k],
                       used = k == 0 ? 1 - share : share;
          none *= 1 - drawn_(x, t) * used;
          if (t == likeliest_[std::size_t(x)]) of_likeliest = used;
        }
        none -= none_drawn_[x] * of_likeliest;
        developers_(k, region, segment) += segment_mix_(region, segment) * sector_mix_(region, x) * tastes[n].weight *
                                           (k == 0 ? 1 - users + users * none : users * (1 - none));
      }
}

void MeanField::act(World& w) {
  measures_demand_ = true;
  follow(w);
  Market& m = w.market;
  const auto whole = [&](double per_developer, Index r) {
    return std::llround(per_developer * w.society.simulated[r]);
  };
  m.by_sector.setZero();
  for (Index k = 0; k < slots_; ++k)
    for (Index r = 0; r < tasks_.size(1); ++r) {
      m.taken(k, r) = whole(taken_(k, r), r);
      for (Index x = 0; x < m.by_sector.cols(); ++x) m.by_sector(k, x) += whole(by_sector_(r, k, x), r);
      for (Index g = 0; g < tasks_.size(2); ++g) {
        m.developers(k, r, g) = whole(developers_(k, r, g), r);
        for (Index t = 0; t < tasks_.size(3); ++t) {
          m.assignments(k, r, g, t) = whole(tasks_(k, r, g, t), r);
          m.usage(k, r, g, t) = whole(usage_(k, r, g, t), r);
        }
      }
    }
  m.demand = demand_.col(0);
  m.demand_slope = demand_.col(1);
  m.demand_weight = demand_.col(2);
  sell(w);
}

void MeanField::sell(World& w) const {
  for (const TaskEntry& task : w.society.tasks)
    expects(task.token_value == 0, "tokens that the twin sells do not rise with quality");
  Market& m = w.market;
  const AdoptionParams& p = scenario_.adoption;
  for (auto* money : {&m.spend, &m.receipts, &m.self_hosted}) money->setZero();
  m.downloads.setZero();
  for (Index l = 0; l + 1 < slots_; ++l)
    for (Index r = 0; r < tasks_.size(1); ++r) {
      const double real = w.society.simulated[r] * w.society.weight[r];
      double users = 0;
      for (Index g = 0; g < tasks_.size(2); ++g) {
        const double price = m.price(l, r, g), served = m.open[l] ? m.hosted(l, r, g) : 1;
        users += developers_(l + 1, r, g);
        for (Index t = 0; t < tasks_.size(3); ++t) {
          const double path = w.society.tasks[std::size_t(t)].tokens.at(w.clock.now());
          m.tokens(l, r, g, t) = 1e-3 * real * usage_(l + 1, r, g, t) * path * quantity_at(price, p);
          m.spend(l, r) += m.tokens(l, r, g, t) * price;
          m.receipts(l, r) += m.tokens(l, r, g, t) * served * m.received(l, r);
          m.self_hosted(l, r) += m.tokens(l, r, g, t) * (1 - served) * m.self_hosting(l, r);
        }
      }
      if (m.open[l]) m.downloads[l] += real * (p.downloads_per_user * users + p.downloads_per_move * taken_(l + 1, r));
    }
}

World mean_field_world(const Scenario& scenario, const Random& random) {
  constexpr double virtual_developers = 1e6;
  World w = initial_world(scenario, random, 1);
  w.developers = Developers{};
  w.society.simulated *= virtual_developers;
  w.society.members *= std::int64_t(virtual_developers);
  return w;
}

}  // namespace moat
