// What is recorded: every series is described, on known axes, under a name of its own, and can be read.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

std::vector<std::string> split(std::string_view dims) {
  std::vector<std::string> words;
  for (std::string word; const char c : std::string(dims) + ",") {
    if (c != ',')
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, ""));
  }
  return words;
}

/// Sizes of the axes in the little scenario: 5 lines, 3 firms, 2 of all else.
const std::map<std::string, std::size_t> axes{
    {"line", 5},         {"firm", 3},      {"region", 2},  {"origin", 2},     {"segment", 2},         {"sector", 2},
    {"task", 2},         {"domain", 2},    {"chip", 2},    {"stack", 2},      {"openness", 2},        {"use", 4},
    {"firm_count", 3},   {"from_line", 6}, {"to_line", 6}, {"firm_item", 15}, {"government_item", 8}, {"host_item", 4},
    {"outside_item", 13}};

std::vector<double> read(const World& w, const Series& series) {
  std::size_t cells = 1;
  for (const std::string& dim : split(series.dims)) cells *= axes.at(dim);
  std::vector<double> out(cells, 0.0);
  series.read(w, out);
  return out;
}

std::vector<double> read(const World& w, std::string_view name) {
  for (const Series& s : all_series())
    if (s.name == name) return read(w, s);
  FAIL("no series " << name);
  return {};
}

World little_after(int months) {
  const Scenario s = little_scenario({"record.flows=true"});
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, months - 1);
  run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {});  // records see the clock of their month
  return w;
}

double sum(const std::vector<double>& x) {
  double all = 0;
  for (const double value : x) all += value;
  return all;
}

}  // namespace

TEST_CASE("Every series has a name of its own, a unit, a sentence and known axes") {
  std::set<std::string_view> names;
  for (const Series& s : all_series()) {
    CAPTURE(s.name);
    CHECK(names.insert(s.name).second);
    CHECK_FALSE(s.unit.empty());
    CHECK(s.doc.size() > 3);
    CHECK(s.doc.back() == '.');
    CHECK(std::isupper(static_cast<unsigned char>(s.doc[0])));
    CHECK(std::all_of(s.name.begin(), s.name.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }));
    for (const std::string& dim : split(s.dims)) CHECK(axes.count(dim) == 1);
  }
}

TEST_CASE("No series has the name of a group, an axis or a table of the output file") {
  std::set<std::string> taken{"provenance", "timing",      "releases",   "policy",   "incidents",
                              "firms",      "point",       "replicate",  "time",     "line_firm",
                              "line_open",  "firm_region", "run_status", "run_seed", "run_message"};
  for (const auto& [axis, size] : axes) taken.insert(axis);
  for (const Series& s : all_series()) CHECK(taken.count(std::string(s.name)) == 0);
}

TEST_CASE("Names that scenarios may use are those of mechanisms and series") {
  const KnownNames names = known_names();
  CHECK(names.mechanisms.size() == mechanisms().size());
  CHECK(names.series.size() == all_series().size());
  CHECK(std::count(names.mechanisms.begin(), names.mechanisms.end(), "adoption") == 1);
  CHECK(std::count(names.series.begin(), names.series.end(), "tokens") == 1);
}

TEST_CASE("Every series can be read at the start and at the end, and is finite or missing") {
  for (const int months : {1, 24}) {
    const World w = little_after(months);
    for (const Series& s : all_series()) {
      CAPTURE(s.name, months);
      for (const double x : read(w, s)) CHECK_FALSE(std::isinf(x));
    }
  }
}

TEST_CASE("Accounts agree: the same quantity by line, task, kind") {
  const World w = little_after(20);
  const double tokens = sum(read(w, "tokens"));
  CHECK(tokens == Approx(w.market.tokens.flat().sum()).epsilon(1e-12));
  CHECK(sum(read(w, "tokens_by_task")) == Approx(tokens).epsilon(1e-12));
  CHECK(sum(read(w, "tokens_by_kind")) == Approx(tokens).epsilon(1e-12));
  CHECK(sum(read(w, "spend_by_kind")) == Approx(sum(read(w, "spend"))).epsilon(1e-12));
  CHECK(sum(read(w, "downloads_by_origin")) == Approx(sum(read(w, "downloads"))).epsilon(1e-12));
  CHECK(sum(read(w, "compute_stock")) == Approx(sum(read(w, "compute_stock_region"))).epsilon(1e-12));
  CHECK(sum(read(w, "stack_share")) == Approx(1).epsilon(1e-12));

  const std::vector<double> firms = read(w, "firms_in_use");  // [segment, 0 1 2]
  for (const std::size_t s : {0u, 3u}) CHECK(firms[s] + firms[s + 1] + firms[s + 2] == Approx(1).epsilon(1e-12));
  for (const double share : read(w, "open_token_share")) CHECK((share >= 0 && share <= 1));
  const std::vector<double> population = read(w, "population");  // [region, segment]
  CHECK(population[2] + population[3] == Approx(5e5).epsilon(1e-12));
}

TEST_CASE("Shares and indices of the market by hand") {
  World w = little_after(2);
  Market& m = w.market;
  m.tokens.flat().setZero();
  m.spend.setZero();
  m.tokens(0, 0, 0, 0) = 60;  // Keep, closed, north
  m.tokens(1, 0, 0, 0) = 30;  // Give, open, south
  m.tokens(2, 1, 1, 1) = 10;  // Give, closed
  m.spend(0, 0) = 300;
  m.spend(2, 1) = 100;
  CHECK(read(w, "hhi_tokens")[0] == Approx(0.6 * 0.6 + 0.4 * 0.4).epsilon(1e-12));
  CHECK(read(w, "hhi_spend")[0] == Approx(0.75 * 0.75 + 0.25 * 0.25).epsilon(1e-12));
  CHECK(read(w, "tokens_by_kind") == std::vector<double>{60, 10, 0, 30});  // closed north, south; open north, south
  CHECK(read(w, "open_token_share")[0] == Approx(30.0 / 90).epsilon(1e-12));
  CHECK(read(w, "open_task_share") == std::vector<double>{30.0 / 90, 0});
  CHECK(read(w, "soft_power") == std::vector<double>{0, 30.0 / 90});
  m.tokens(1, 0, 0, 1) = 30;  // Give, open, for the task of which only Give's closed line had some
  CHECK(read(w, "open_task_share") == std::vector<double>{30.0 / 90, 30.0 / 40});
  m.tokens(1, 0, 0, 1) = 0;
  m.price(0, 0, 0) = 5;
  m.price(2, 1, 1) = 12;
  CHECK(read(w, "paid_price")[0] == Approx((60 * 5 + 10 * 12) / 70.0).epsilon(1e-12));

  // Access: 90 Mtok for a million developers, 10 for half a million: 1 and 2/9. Gini over the two regions, weighted:
  // sum |x - y| p q / (mean) with both orders: 2 (1 - 2/9) (2/3)(1/3) / (2 (2/3 + 2/27)).
  w.society.weight = Column<double>::Ones(2) * 1e6 / w.society.simulated;
  w.society.weight[1] /= 2;
  CHECK(read(w, "access_index")[1] == Approx(2.0 / 9).epsilon(1e-12));
  CHECK(read(w, "access_gini")[0] == Approx((7.0 / 9) * (2.0 / 9) / (2.0 / 3 + 2.0 / 27)).epsilon(1e-12));
}

TEST_CASE("Without a leaderboard there are no lags to report") {
  const Scenario s = little_scenario({"run.skip=[leaderboard]"});
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, 5);
  for (const char* name : {"frontier", "rated_frontier", "open_lag", "open_lag_rated", "region_lag"}) {
    CAPTURE(name);
    for (const double x : read(w, name)) CHECK(std::isnan(x));
  }
}
