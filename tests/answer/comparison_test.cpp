// Spread, paired differences, findings and verdicts on numbers one can work out on paper.

#include "answer/comparison.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace moat;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Two arms, four runs; the second is 2 above the first on average: 1, 2, 2, 3.
Samples two_arms() {
  Samples s;
  s.title = "Little";
  s.points = {"none", "strict"};
  s.replicates = {0, 1, 2, 3};
  s.seeds = {{7, 7, 7, 7}, {7, 7, 7, 7}};
  s.quantities = {{"lag", "", "months", {{10, 20, 30, 40}, {11, 22, 32, 43}}},
                  {"share", "", "%", {{50, 40, 30, 20}, {25, 20, 15, 10}}}};
  return s;
}

TestEntry test(Numbers of, double above, double below = std::numeric_limits<double>::infinity()) {
  TestEntry one;
  one.name = "longer";
  one.outcome = "lag";
  one.of = std::move(of);
  one.above = above;
  one.below = below;
  return one;
}

TestResult result(const char* name, Finding finding) {
  TestResult one;
  one.test.name = name;
  one.finding = finding;
  return one;
}

}  // namespace

TEST_CASE("Spread is that of the runs that came to a number") {
  const RunSummary s = summary_of({1, none, 2, 3, std::numeric_limits<double>::infinity()});
  CHECK(s.runs == 3);
  CHECK(s.mean == 2);
  CHECK(s.error == Approx(1 / std::sqrt(3.0)));
  CHECK(s.interval == Approx(4.302653 / std::sqrt(3.0)));  // Student, two degrees of freedom
  CHECK(s.low == Approx(1.1));
  CHECK(s.middle == 2);
  CHECK(s.high == Approx(2.9));
}

TEST_CASE("One run has no spread, none has nothing") {
  CHECK(summary_of({5}).mean == 5);
  CHECK(std::isinf(summary_of({5}).interval));
  CHECK(summary_of({none}).runs == 0);
  CHECK(std::isnan(summary_of({none}).mean));
}

TEST_CASE("Arms are compared run by run") {
  const Answer answer = compare(two_arms());
  REQUIRE(answer.tables.size() == 2);
  const PointRow& strict = answer.tables[0].rows[1];
  CHECK(!answer.tables[0].rows[0].difference);
  CHECK(strict.paired);
  CHECK(strict.level.mean == 27);
  CHECK(strict.difference->mean == 2);
  CHECK(strict.difference->error == Approx(std::sqrt(2.0 / 3) / 2));
}

TEST_CASE("Runs of other seeds are not paired, and it is said") {
  Samples s = two_arms();
  s.seeds[1] = {8, 8, 8, 8};
  const PointRow strict = compare(s).tables[0].rows[1];
  CHECK(!strict.paired);
  CHECK(strict.difference->mean == 2);
  s.seeds[1] = {7, 8, 8, 7};  // what can be paired is
  const PointRow some = compare(s).tables[0].rows[1];
  CHECK(some.paired);
  CHECK(some.difference->runs == 2);
  CHECK(some.difference->mean == 2);
}

TEST_CASE("A run that is missing in one arm counts in neither") {
  Samples s = two_arms();
  s.quantities[0].values[0][3] = none;
  const PointRow strict = compare(s).tables[0].rows[1];
  CHECK(strict.level.runs == 4);
  CHECK(strict.difference->runs == 3);
  CHECK(strict.difference->mean == Approx(5.0 / 3));
}

TEST_CASE("A test adds up arms, takes off another outcome, or looks at ratios") {
  const Samples s = two_arms();
  CHECK(contrast_values(s, test({{"strict", 1}}, 0)) == std::vector<double>{11, 22, 32, 43});
  CHECK(contrast_values(s, test({{"strict", 1}, {"none", -1}}, 0)) == std::vector<double>{1, 2, 2, 3});
  CHECK(contrast_values(s, test({{"strict", 2}, {"none", -1}}, 0)) == std::vector<double>{12, 24, 34, 46});
  TestEntry one = test({{"none", 1}}, 0);
  one.minus = "share";
  CHECK(contrast_values(s, one) == std::vector<double>{-40, -20, 0, 20});
  one = test({{"strict", 1}, {"none", -1}}, 0);
  one.outcome = "share";
  one.is_relative = true;
  CHECK(contrast_values(s, one) == std::vector<double>{-50, -50, -50, -50});
  // Of the size of what is taken off, -40, -20, 0, 20: a rise from below zero is one.
  one.outcome = "lag";
  one.minus = "share";
  CHECK(contrast_values(s, one) == std::vector<double>{65, 110, std::numeric_limits<double>::infinity(), 65});
  CHECK(contrast_values(s, test({{"nobody", 1}}, 0)).empty());
  one.outcome = "nothing";
  CHECK(contrast_values(s, one).empty());
}

TEST_CASE("A test holds, fails or is open by the interval of its mean") {
  RunSummary found = summary_of({1, 2, 2, 3});  // 2, and 1.30 on either side
  const Numbers difference{{"strict", 1}, {"none", -1}};
  CHECK(classify(test(difference, 0.6), found) == Finding::holds);
  CHECK(classify(test(difference, 0.8), found) == Finding::open);
  CHECK(classify(test(difference, 3.4), found) == Finding::fails);
  CHECK(classify(test(difference, 0.5, 3.5), found) == Finding::holds);
  CHECK(classify(test(difference, 0.5, 3.0), found) == Finding::open);
  CHECK(classify(test(difference, -5, 0.5), found) == Finding::fails);
  CHECK(classify(test(difference, 0), summary_of({2})) == Finding::open);
}

TEST_CASE("Verdicts are what their tests say") {
  const auto word = [](std::vector<TestResult> tests) { return judge(tests).first; };
  const TestResult yes = result("a", Finding::holds), no = result("b", Finding::fails),
                   maybe = result("c", Finding::open);
  CHECK(word({}) == "");
  CHECK(word({yes, yes}) == "supported");
  CHECK(word({no, no}) == "contradicted");
  CHECK(word({no, maybe}) == "contradicted");
  CHECK(word({yes, maybe}) == "not settled");
  CHECK(word({maybe}) == "not settled");
  CHECK(word({yes, no, maybe}) == "depends");
  CHECK(judge({yes, no, maybe}).second == "depends on the part of the claim (holds: a; fails: b; open: c)");
}
