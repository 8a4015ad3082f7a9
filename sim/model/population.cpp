#include "model/population.hpp"

#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"
#include "base/normal.hpp"
#include "base/parallel.hpp"
#include "base/samplers.hpp"
#include "mechanism/adoption/peers.hpp"
#include "mechanism/purpose.hpp"
#include "model/sampling.hpp"
#include "scenario/edge_list.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

constexpr StateColumn population_columns[] = {
    column<&Society::members>("society.members", "region,segment", by_start, Held::here),
    column<&Society::simulated>("society.simulated", "region", by_start, Held::here),
    column<&Society::weight>("society.weight", "region", by_start, Held::here),
    column<&Developers::region>("developers.region", "developer", by_start, Held::here),
    column<&Developers::segment>("developers.segment", "developer", by_start, Held::here),
    column<&Developers::sector>("developers.sector", "developer", by_start, Held::here),
    column<&Developers::tasks>("developers.tasks", "developer", by_start, Held::here),
    column<&Developers::usage>("developers.usage", "developer", by_start, Held::here),
    column<&Developers::weight>("developers.weight", "developer or none", by_start, Held::here),
    column<&Developers::price_weight>("developers.price_weight", "developer", by_start, Held::here),
    column<&Developers::openness_weight>("developers.openness_weight", "developer", by_start, Held::here),
    column<&Developers::trust_weight>("developers.trust_weight", "developer", by_start, Held::here),
    column<&Developers::slot>("developers.slot", "task,developer", by_start, Held::here),
    column<&Developers::needs>("developers.needs", "domain,developer or none", by_start, Held::here),
    column<&Developers::network>("developers.network", "developer or none", by_start, Held::here),
    column<&Developers::groups>("developers.groups", "developer or none", by_start, Held::here),
};

/// The entry that a uniform number falls on, entries weighted as given; entries left out have weight 0.
template <class Entry>
Index pick_entry(const std::vector<Entry>& entries, const Numbers& weights, double u) {
  double all = 0;
  for (const auto& [name, weight] : weights) all += weight;
  double left = u * all;
  Index last = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const double weight = number_for(weights, entries[i].name);
    if (weight <= 0) continue;
    last = Index(i);
    left -= weight;
    if (left < 0) break;
  }
  return last;
}

/// The tasks of a developer: each with the sector's probability, at least the likeliest one.
std::uint8_t draw_tasks(const Scenario& s, const SectorEntry& sector, Draws draws) {
  boost::random::uniform_01<double> uniform;
  unsigned tasks = 0, likeliest = 0;
  double most = -1;
  for (std::size_t t = 0; t < s.tasks.size(); ++t) {
    const double chance = number_for(sector.tasks, s.tasks[t].name);
    if (uniform(draws) < chance) tasks |= 1u << t;
    if (chance > most) most = chance, likeliest = 1u << t;
  }
  return std::uint8_t(tasks ? tasks : likeliest);
}

/// A standard normal number, or the standardised uniform number of the same rank.
double draw_taste(TasteLaw law, Draws& draws) {
  const double rank = draw_probability(draws);
  return law == TasteLaw::uniform ? std::sqrt(3.0) * (2 * rank - 1) : normal_quantile(rank);
}

/// A mix of domains from a symmetric Dirichlet distribution, or all alike. No need is zero: whatever a task asks for,
/// some of it is wanted.
void draw_needs(Grid<std::uint16_t>& needs, Index i, double concentration, Draws draws) {
  Column<double> mix = Column<double>::Ones(needs.rows());
  if (concentration > 0)
    for (double& part : mix) part = draw_gamma(concentration, draws) + 1e-300;
  for (Index k = 0; k < needs.rows(); ++k)
    needs(k, i) = std::uint16_t(std::max(1L, std::lround(65535 * mix[k] / mix.sum())));
}

/// Kilotokens a month of a developer who counts once.
double draw_usage(const SegmentEntry& segment, Draws draws) {
  return 1000 * segment.tokens_median * maths::exp(segment.tokens_log_sd * draw_normal(draws));
}

void draw_traits(Developers& d, Index i, double ktok, const Scenario& s, const RegionEntry& region,
                 const Random& random) {
  boost::random::uniform_01<double> uniform;
  Draws for_sector = random(Purpose::sector, i), for_tastes = random(Purpose::tastes, i);
  const Index x = pick_entry(s.sectors, region.sectors, uniform(for_sector));
  const SectorEntry& sector = s.sectors[std::size_t(x)];
  const SegmentEntry& segment = s.segments[d.segment[i]];
  d.sector[i] = std::uint8_t(x);
  d.tasks[i] = draw_tasks(s, sector, random(Purpose::tasks, i));
  if (region.abstainers > 0) {
    Draws draws = random(Purpose::abstainers, i);
    if (uniform(draws) < region.abstainers) d.tasks[i] = 0;
  }
  d.usage[i] = std::uint32_t(std::clamp(std::floor(ktok + 0.5), 1.0, 4294967295.0));
  const double heavy = maths::pow(ktok / (1000 * segment.tokens_median), s.adoption.usage_elasticity);
  d.price_weight[i] = float(segment.price_weight * maths::exp(segment.price_log_sd * draw_normal(for_tastes)) * heavy);
  d.openness_weight.set(i, segment.openness_weight +
                               segment.openness_sd * draw_taste(segment.openness_law, for_tastes) +
                               (sector.premises + sector.edge));
  d.trust_weight.set(i,
                     std::max(0.0, segment.trust_weight + segment.trust_sd * draw_normal(for_tastes)) * sector.origin);
  if (d.needs.size() > 0) draw_needs(d.needs, i, segment.needs, random(Purpose::needs, i));
}

/// Region and segment of each developer: all numbers of one region together and, where all choose at once, in it those
/// of one segment. Where they choose one by one, segments come as they are drawn: who arrives when is part of the
/// model.
void place_developers(Developers& d, const Scenario& s, const Column<double>& by_region, const Random& random,
                      int threads) {
  for (Index r = 0, begin = 0; r < by_region.size(); ++r) {
    const Index count = Index(by_region[r]);
    d.region.segment(begin, count).setConstant(std::uint8_t(r));
    begin += count;
  }
  for_chunks(d.size(), threads, [&](const Chunk& chunk, int) {
    for (Index i = chunk.begin; i < chunk.end; ++i) {
      Draws draws = random(Purpose::segment, i);
      d.segment[i] = std::uint8_t(
          pick_entry(s.segments, s.regions[d.region[i]].segments, boost::random::uniform_01<double>{}(draws)));
    }
  });
  for (Index r = 0, begin = 0; r < by_region.size() && s.adoption.timing == Timing::together; ++r) {
    std::vector<Index> members(s.segments.size(), 0);
    const Index end = begin + Index(by_region[r]);
    for (Index i = begin; i < end; ++i) ++members[d.segment[i]];
    for (std::size_t g = 0; g < members.size(); begin += members[g++])
      d.segment.segment(begin, members[g]).setConstant(std::uint8_t(g));
  }
  d.find_groups();
}

/// Region and segment where developers are weighted: a set number of each segment in each region.
void place_by_segment(Developers& d, const Scenario& s, const Column<double>& by_region) {
  Index begin = 0;
  for (Index r = 0; r < by_region.size(); ++r) {
    const std::vector<Index> members = developers_by_segment(s, s.regions[std::size_t(r)], Index(by_region[r]));
    for (std::size_t g = 0; g < members.size(); begin += members[g++]) {
      d.region.segment(begin, members[g]).setConstant(std::uint8_t(r));
      d.segment.segment(begin, members[g]).setConstant(std::uint8_t(g));
    }
  }
  d.find_groups();
}

/// Share of a segment among the developers of a region.
double share_of(const SegmentEntry& segment, const RegionEntry& region) {
  double all = 0;
  for (const auto& [name, weight] : region.segments) all += weight;
  return number_for(region.segments, segment.name) / all;
}

/// Traits of the developers of a chunk, and their weights.
void draw_chunk(Developers& d, const Chunk& chunk, const Scenario& s, const Column<double>& by_region,
                const Random& random) {
  auto group = std::upper_bound(d.groups.begin(), d.groups.end(), chunk.begin);
  for (Index i = chunk.begin; i < chunk.end; ++i) {
    const RegionEntry& region = s.regions[d.region[i]];
    const SegmentEntry& segment = s.segments[d.segment[i]];
    if (i == *group) ++group;
    double ktok = 0;
    if (d.weight.size() == 0) {
      ktok = draw_usage(segment, random(Purpose::usage, i));
    } else {
      const Index first = *(group - 1);
      Draws draws = random(Purpose::usage, i);
      const SampledUsage one = sample_usage(segment, by_region[d.region[i]] * share_of(segment, region), i - first,
                                            *group - first, boost::random::uniform_01<double>{}(draws));
      ktok = one.ktok;
      d.weight[i] = std::uint32_t(std::clamp(std::round(counts_of_one * one.counts), 1.0, 4294967295.0));
    }
    draw_traits(d, i, ktok, s, region, random);
  }
}

/// Units in which the weights of all segments fit, with tails of six standard deviations.
void choose_units(Developers& d, const Scenario& s) {
  double openness = 0, trust = 0, by_sector = 0, origin = 0;
  for (const SectorEntry& sector : s.sectors) {
    by_sector = std::max(by_sector, std::abs(sector.premises + sector.edge));
    origin = std::max(origin, sector.origin);
  }
  for (const SegmentEntry& segment : s.segments) {
    openness = std::max(openness, std::abs(segment.openness_weight) + 6 * segment.openness_sd + by_sector);
    trust = std::max(trust, (segment.trust_weight + 6 * segment.trust_sd) * origin);
  }
  d.openness_weight.unit = Packed::unit_for(openness);
  d.trust_weight.unit = Packed::unit_for(trust);
}

/// Who sees whom, where peers are a network.
Network make_network(const Scenario& s, const Developers& d, const Random& random) {
  if (s.adoption.peers != Peers::network) return {};
  const std::string& file = s.adoption.network.edges;
  if (file.empty()) return small_world(d, Index(s.regions.size()), Index(s.sectors.size()), random);
  const auto edges = known_edges(file, s.run.developers);
  if (!edges) throw InputError({{{file, 0, 0}, "has not been read for as many developers as this run has"}});
  return network_of(d.size(), *edges);
}

}  // namespace

Column<double> share_out(const Scenario& s) {
  const auto regions = Index(s.regions.size());
  Column<double> exact(regions);
  for (Index r = 0; r < regions; ++r) exact[r] = s.regions[std::size_t(r)].developers.at(s.run.start);
  exact *= double(s.run.developers) / exact.sum();
  Column<double> whole = exact.floor();
  for (auto left = Index(std::llround(double(s.run.developers) - whole.sum())); left > 0; --left) {
    Index most = 0;
    (exact - whole).maxCoeff(&most);
    whole[most] += 1;
  }
  return whole;
}

Index developer_bytes(const Scenario& s) {
  const auto tasks = Index(s.tasks.size());
  const Index needs = needs_differ(s.segments) ? 2 * Index(s.domains.size()) : 0;
  const Index network = s.adoption.peers == Peers::network ? 4 + tasks + 1 : 0;
  const Index weight = s.run.sampling == Sampling::usage ? 4 : 0;
  return 16 + tasks + needs + network + weight;
}

Developers make_developers(const Scenario& s, const Column<double>& by_region, const Random& random, int threads) {
  Developers d;
  const Index n = Index(s.run.developers);
  d.region.resize(n);
  d.segment.resize(n);
  d.sector.resize(n);
  d.tasks.resize(n);
  d.usage.resize(n);
  d.price_weight.resize(n);
  d.openness_weight.steps.resize(n);
  d.trust_weight.steps.resize(n);
  choose_units(d, s);
  if (needs_differ(s.segments)) d.needs.resize(Index(s.domains.size()), n);
  d.slot.setZero(Index(s.tasks.size()), n);
  if (s.run.sampling == Sampling::usage) {
    d.weight.resize(n);
    place_by_segment(d, s, by_region);
  } else {
    place_developers(d, s, by_region, random, threads);
  }
  for_chunks(n, threads, [&](const Chunk& chunk, int) { draw_chunk(d, chunk, s, by_region, random); });
  d.network = make_network(s, d, random);
  return d;
}

void populate(World& w, const Scenario& s, const Random& random) {
  Society& society = w.society;
  society.weight.setZero(society.region_count());
  society.members.setZero(society.region_count(), society.segment_count());
  w.developers = make_developers(s, share_out(s), random.at(0), w.threads);
  const Developers& d = w.developers;
  for (Index i = 0; i < d.size(); ++i) society.members(d.region[i], d.segment[i]) += d.counts(i);
  society.simulated = society.members.rowwise().sum().cast<double>();
}

std::span<const StateColumn> population_state() {
  return population_columns;
}

}  // namespace moat
