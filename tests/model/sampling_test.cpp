// Weighted developers: on paper, the same choices as without weights, and the same expectations with less luck.

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "mechanism/adoption/counts.hpp"
#include "model/axes.hpp"
#include "model/foresight.hpp"
#include "model/little_scenario.hpp"
#include "model/population.hpp"
#include "model/sampling.hpp"
#include "state/series.hpp"

using namespace moat;

namespace {

const std::string by_usage = "run.sampling=usage";

std::vector<double> values_of(const World& w, const Series& series, const Axes& axes) {
  std::vector<double> values(cell_count(series, axes), 0.0);
  series.read(w, values);
  return values;
}

/// Developers of the world, counted over: real ones, and their usage in ktok, all regions.
struct Sums {
  double people = 0, companies = 0, ktok = 0;
};

Sums sums(const World& w) {
  Sums all;
  const Developers& d = w.developers;
  for (Index i = 0; i < d.size(); ++i) {
    const double real = double(d.counts(i)) / d.counts_of_average();
    all.people += real;
    all.companies += d.segment[i] == 1 ? real : 0;
    all.ktok += real * double(d.usage[i]);
  }
  return all;
}

struct Moments {
  double sum = 0, squares = 0;
  int count = 0;
  void add(double x) {
    sum += x;
    squares += x * x;
    ++count;
  }
  double mean() const { return sum / count; }
  double variance() const { return (squares - sum * mean()) / (count - 1); }
  double error() const { return std::sqrt(variance() / count); }
};

}  // namespace

TEST_CASE("Segments get developers by the mean root of their usage, at least one") {
  // North has a hobbyist (median 1, sd 1) to three companies (median 20, sd 1.5). Mean roots, by share:
  // exp(1/8) = 1.1331 and 3 sqrt(20) exp(9/32) = 17.7732, so that hobby gets 0.05993 of all but the first two.
  const Scenario s = little_scenario();
  CHECK(developers_by_segment(s, s.regions[0], 2) == std::vector<Index>{1, 1});
  CHECK(developers_by_segment(s, s.regions[0], 1002) == std::vector<Index>{61, 941});
  CHECK_THROWS_AS(developers_by_segment(s, s.regions[0], 1), ContractError);
  const Scenario none = little_scenario({"regions.north.segments={hobby: 0, company: 1}"});
  CHECK(developers_by_segment(none, none.regions[0], 5) == std::vector<Index>{0, 5});
}

TEST_CASE("Usage and weight of a sampled developer, on paper") {
  const Scenario s = little_scenario();
  const SegmentEntry& company = s.segments[1];  // median 20 Mtok, sd 1.5
  // The middle one of three, in the middle of its part: z = 0.
  const SampledUsage one = sample_usage(company, 6, 1, 3, 0.5);
  CHECK(one.ktok == Approx(20000 * std::exp(1.125)).epsilon(1e-14));
  CHECK(one.counts == Approx(2 * std::exp(-0.28125)).epsilon(1e-14));
  // The product of weight and root of usage is the same for all.
  const SampledUsage low = sample_usage(company, 6, 0, 3, 0), high = sample_usage(company, 6, 2, 3, 1);
  CHECK(low.ktok < one.ktok);
  CHECK(one.ktok < high.ktok);
  for (const SampledUsage& other : {low, high})
    CHECK(other.counts * std::sqrt(other.ktok) == Approx(one.counts * std::sqrt(one.ktok)).epsilon(1e-13));
}

TEST_CASE("Weighted developers are on average as many, as large and as often companies as they should be") {
  // Expectations by hand: lognormal means, and the mix of segments (three quarters of north, half of south).
  Moments people, companies, ktok, equal_ktok, equal_companies;
  const double n = 600, north = 400, south = 200;
  for (int seed = 1; seed <= 200; ++seed) {
    const std::vector<std::string> sets{"run.developers=600", "run.seed=" + std::to_string(seed)};
    const Scenario equal = little_scenario(sets), usage = little_scenario({sets[0], sets[1], by_usage});
    const Sums plain = sums(initial_world(equal, random_of(equal), 1)),
               weighted = sums(initial_world(usage, random_of(usage), 1));
    people.add(weighted.people);
    companies.add(weighted.companies);
    ktok.add(weighted.ktok);
    equal_ktok.add(plain.ktok);
    equal_companies.add(plain.companies);
  }
  const double of_companies = 0.75 * north + 0.5 * south;
  const double tokens = 1000 * std::exp(0.5) * (n - of_companies) + 20000 * std::exp(1.125) * of_companies;
  CHECK(std::abs(people.mean() - n) < 4 * people.error());
  CHECK(std::abs(companies.mean() - of_companies) < 4 * companies.error());
  CHECK(std::abs(ktok.mean() - tokens) < 4 * ktok.error());
  CHECK(std::abs(equal_ktok.mean() - tokens) < 4 * equal_ktok.error());
  // Less luck of usage by far more than the root alone gives, since usage comes from each part of its distribution.
  CHECK(ktok.variance() < equal_ktok.variance() / 20);
  CHECK(companies.variance() < equal_companies.variance());
}

TEST_CASE("Developers who all count alike choose as those without weights, and come to the same outputs") {
  const Scenario s = little_scenario({"record.flows=true", "leaderboard.launch_per_user=3"});
  World plain = initial_world(s, random_of(s), 1), weighted = plain;
  Society& society = weighted.society;
  weighted.developers.weight.setConstant(plain.developers.size(), std::uint32_t(counts_of_one));
  society.simulated *= double(counts_of_one);
  society.members *= counts_of_one;
  count_users(weighted.market, weighted.developers, society);
  run_months(plain, s, 15);
  run_months(weighted, s, 15);
  CHECK(same(plain.developers.slot, weighted.developers.slot));
  CHECK(same(plain.market.demand, weighted.market.demand));  // 4096 is a power of two
  CHECK(plain.market.trials > 0);
  CHECK(weighted.market.trials == counts_of_one * plain.market.trials);
  const Axes axes = axes_of(s);
  for (const Series& series : all_series()) {
    const std::vector<double> a = values_of(plain, series, axes), b = values_of(weighted, series, axes);
    CAPTURE(series.name);
    for (std::size_t i = 0; i < a.size(); ++i) {
      CAPTURE(i, a[i], b[i]);
      CHECK(((std::isnan(a[i]) && std::isnan(b[i])) || a[i] == b[i] || std::abs(a[i] - b[i]) <= 1e-9 * std::abs(a[i])));
    }
  }
}

TEST_CASE("Of weighted developers a firm imagines a sample that stands for as many") {
  const Scenario s = little_scenario({"run.developers=4000", "release.sample=500", by_usage});
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, 2);
  const World imagined = imagined_world(w, s);
  const Developers& d = imagined.developers;
  REQUIRE(d.weight.size() == 500);
  CHECK(d.weight[3] == w.developers.weight[24]);
  CHECK(imagined.society.members.sum() == d.weight.cast<std::int64_t>().sum());
  for (Index r = 0; r < 2; ++r)
    CHECK(imagined.society.simulated[r] * imagined.society.weight[r] ==
          Approx(w.society.simulated[r] * w.society.weight[r]).epsilon(1e-12));
}

TEST_CASE("Running counts of weighted developers equal a count from scratch, for any number of threads") {
  const Scenario s = little_scenario({"run.developers=20000", by_usage});
  World one = initial_world(s, random_of(s), 1), three = initial_world(s, random_of(s), 3);
  CHECK(same(one.developers.weight, three.developers.weight));
  run_months(one, s, 20);
  run_months(three, s, 20);
  CHECK(same(one.market.usage.flat(), three.market.usage.flat()));
  CHECK(same(one.market.surplus, three.market.surplus));
  CHECK(same(one.market.demand, three.market.demand));
  Market again = one.market;
  count_users(again, one.developers, one.society);
  CHECK(same(again.assignments.flat(), one.market.assignments.flat()));
  CHECK(same(again.usage.flat(), one.market.usage.flat()));
  CHECK(same(again.developers.flat(), one.market.developers.flat()));
  CHECK(same(again.by_sector, one.market.by_sector));
  CHECK(same(again.firms_in_use, one.market.firms_in_use));
}
