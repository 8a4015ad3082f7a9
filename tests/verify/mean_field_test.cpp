// The mean-field twin on cases one can check on paper, and the quadrature under it.

#include "catch.hpp"
#include "little_world.hpp"
#include "model/little_scenario.hpp"
#include "verify/mean_field.hpp"
#include "verify/mean_field_choice.hpp"

#include <boost/math/distributions/normal.hpp>

#include <cmath>

using namespace moat;

namespace {

double integral(const Rule& rule, const std::function<double(double)>& f) {
  double sum = 0;
  for (std::size_t i = 0; i < rule.node.size(); ++i) sum += rule.weight[i] * f(rule.node[i]);
  return sum;
}

/// One region, segment and task, one closed and one open line of two firms; everybody reviews every month.
const std::string two_lines = R"(
schema_version: 2
title: Two lines
run: {start: 2024-01, end: 2024-12, developers: 1000, skip: [policy, compute, research, leaderboard, pricing]}
domains: {all: {}}
tasks: {chat: {domains: {all: 1}, difficulty: 120, scale: 10, tokens: 2}}
sectors: {any: {tasks: {chat: 1}}}
segments: {hobby: {review: REVIEW, quality_weight: 2, price_weight: 0, switching_cost: COST, budget: 20, tokens_median: 1,
           tokens_log_sd: 0, openness_weight: 0.5}}
regions: {world: {developers: 1000000, sectors: {any: 1}, segments: {hobby: 1}}}
firms:
  Keep: {region: world, capex: 1, final_run: 0.1, strategy: closed,
         lines: {keep: {openness: closed, first: 2030-01, capability: 120}}}
  Give: {region: world, capex: 1, final_run: 0.1, strategy: open,
         lines: {give: {openness: open, first: 2030-01, capability: 130}}}
adoption: {price_response: linear, peers: none, outside_value: 1, ecosystem_weight: 0}
)";

Scenario two_line_scenario(const std::string& review, const std::string& cost) {
  std::string text = two_lines;
  text.replace(text.find("REVIEW"), 6, review);
  text.replace(text.find("COST"), 4, cost);
  const auto file = std::filesystem::temp_directory_path() / ("moat_two_" + std::to_string(getpid()) + ".yaml");
  std::ofstream(file) << text;
  LoadedScenario loaded = load_scenario(file, {}, known_names());
  std::filesystem::remove(file);
  return std::move(loaded.scenario);
}

}  // namespace

TEST_CASE("Gauss rules integrate normal, log-normal and cut normal tastes") {
  const Rule normal = gauss_rule([](double z) { return 1 + 2 * z; }, 8);
  CHECK(integral(normal, [](double) { return 1; }) == Approx(1).epsilon(1e-12));
  CHECK(integral(normal, [](double x) { return x; }) == Approx(1).epsilon(1e-10));
  CHECK(integral(normal, [](double x) { return std::pow(x - 1, 6); }) == Approx(15 * 64).epsilon(1e-9));
  CHECK(integral(normal, [](double x) { return std::exp(x / 2); }) == Approx(std::exp(0.5 + 0.5)).epsilon(1e-6));
  const boost::math::normal z;
  const Rule cut = gauss_rule([](double x) { return std::max(0.0, 0.5 + x); }, 6);
  CHECK(integral(cut, [](double x) { return x; }) == Approx(0.5 * cdf(z, 0.5) + pdf(z, 0.5)).epsilon(1e-5));
  const Rule constant = gauss_rule([](double) { return 3; }, 8);
  REQUIRE(constant.node.size() == 1);
  CHECK(constant.node[0] == Approx(3));
}

TEST_CASE("With bills one direction of taste stands for price weight and usage") {
  SegmentEntry s;
  s.price_weight = 2;
  s.price_log_sd = 0.5;
  s.tokens_median = 3;
  s.tokens_log_sd = 0.8;
  double weight = 0, usage = 0, product = 0;
  for (const Taste& t : tastes_of(s, PriceResponse::bill, {16, 4, 4})) {
    weight += t.weight;
    usage += t.weight * t.usage;
    product += t.weight * t.price_weight;
  }
  CHECK(weight == Approx(1));
  CHECK(usage == Approx(3000 * std::exp(0.32)).epsilon(1e-6));
  CHECK(product == Approx(6000 * std::exp((0.25 + 0.64) / 2)).epsilon(1e-6));
}

TEST_CASE("Without habits the twin is the logit of the statement after one month of reviews by all") {
  const Scenario s = two_line_scenario("1", "0");
  World w = initial_world(s, random_of(s), 1);
  MeanField twin(s, w, {});
  month_with(w, s, random_of(s), [&](const Mechanism&) { twin.follow(w); });
  const double none = std::exp(1.0), keep = std::exp(2 * 0.5), give = std::exp(2 / (1 + std::exp(-1.0)) + 0.5);
  CHECK(twin.tasks()(0, 0, 0, 0) == Approx(none / (none + keep + give)).epsilon(1e-9));
  CHECK(twin.tasks()(2, 0, 0, 0) == Approx(give / (none + keep + give)).epsilon(1e-9));
  CHECK(twin.developers()(1, 0, 0) == Approx(keep / (none + keep + give)).epsilon(1e-9));
}

TEST_CASE("The twin's second month knows who uses what: switching costs and partial reviews") {
  const Scenario s = two_line_scenario("0.25", "1.5");
  World w = initial_world(s, random_of(s), 1);
  MeanField twin(s, w, {});
  const auto follow = [&](const Mechanism&) { twin.follow(w); };
  month_with(w, s, random_of(s), follow);
  month_with(w, s, random_of(s).at(1), follow);
  const double e[] = {std::exp(1.0), std::exp(1.0), std::exp(2 / (1 + std::exp(-1.0)) + 0.5)}, habit = std::exp(1.5);
  const double all = e[0] + e[1] + e[2], with_keep = all + (habit - 1) * e[1], with_give = all + (habit - 1) * e[2];
  const double first_keep = 0.25 * e[1] / all, first_give = 0.25 * e[2] / all, first_none = 1 - first_keep - first_give;
  const double second = 0.75 * first_keep + 0.25 * (first_none * e[1] / all + first_keep * habit * e[1] / with_keep +
                                                    first_give * e[1] / with_give);
  CHECK(twin.tasks()(1, 0, 0, 0) == Approx(second).epsilon(1e-9));
}

TEST_CASE("In place of adoption the twin hands the market a consistent world") {
  const Scenario s = little_scenario();
  World w = mean_field_world(s, random_of(s));
  MeanField twin(s, w, {});
  for (; w.clock.step < 16; ++w.clock.step)
    month_with(w, s, random_of(s).at(w.clock.step), [&](const Mechanism&) { twin.act(w); });
  const Market& m = w.market;
  CHECK(m.assignments.flat().minCoeff() >= 0);
  CHECK(double(m.assignments.flat().sum()) == Approx(double(m.by_sector.sum())).epsilon(1e-7));
  double all = 0;  // each developer has one to two tasks
  for (Index r = 0; r < 2; ++r) {
    double here = 0;
    for (Index k = 0; k < twin.tasks().size(0); ++k)
      for (Index g = 0; g < 2; ++g)
        for (Index t = 0; t < 2; ++t) here += twin.tasks()(k, r, g, t);
    CHECK((here >= 1 && here <= 2));
    all += here;
  }
  CHECK(all > 2);
  CHECK(m.tokens.flat().minCoeff() >= 0);
  CHECK(m.spend.sum() > 0);
  CHECK(m.demand.maxCoeff() > 0);
  CHECK((m.demand_slope <= m.demand_weight).all());
  for (Index l = 0; l < m.line_count(); ++l)  // the ban of March 2025 takes south's lines from north's companies
    for (Index t = 0; t < 2; ++t)
      if (w.society.regions[std::size_t(m.origin[l])].name == "south") CHECK(m.assignments(l + 1, 0, 1, t) == 0);
}

TEST_CASE("Free lines and uniform tastes follow the statement too") {
  SegmentEntry s;
  s.openness_law = TasteLaw::uniform;
  s.openness_sd = 2;
  double fourth = 0;
  for (const Taste& t : tastes_of(s, PriceResponse::log, {1, 6, 1}))
    fourth += t.weight * std::pow(t.openness_weight, 4);
  CHECK(fourth == Approx(9.0 / 5 * 16).epsilon(1e-4));  // of a uniform law: 9/5 sd^4
  AdoptionParams p;
  p.free_allowance = 7;
  CHECK(quantity_at(0, p) == 7);
  CHECK(quantity_at(4, p) == Approx(0.5));
}

TEST_CASE("What the twin leaves out it refuses") {
  for (const std::string option : {"adoption.timing=one_by_one", "adoption.word_of_mouth=0.1", "adoption.peers=network",
                                   "leaderboard.launch_per_eci=1", "firms.Keep.early_users=5"}) {
    INFO(option);
    const Scenario s = little_scenario({option});
    CHECK_THROWS_AS(MeanField(s, initial_world(s, random_of(s), 1), {}), ContractError);
  }
}
