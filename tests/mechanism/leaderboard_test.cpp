// What the public knows: ratings, awareness, lags.

#include "mechanism/leaderboard.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <vector>

#include "base/samplers.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

LeaderboardParams exact(std::int64_t delay = 0) {
  LeaderboardParams p;
  p.delay = delay;
  p.noise = p.open_optimism = 0;
  return p;
}

void rate(World& w, const LeaderboardParams& p, const Random& random = {}) {
  publish_ratings(w.market, w.firms, w.society, w.clock, p, random.at(w.clock.step));
}

/// A new vintage, not rated yet.
void release(World& w, Index line, double capability) {
  put_on_sale(w, line, capability);
  w.market.rating.row(line).setConstant(std::nan(""));
  w.market.rated_since[line] = -1;
}

std::map<std::string_view, std::vector<double>> series(const World& w) {
  std::map<std::string_view, std::vector<double>> values;
  for (const Series& s : leaderboard_series()) {
    const std::size_t cells = s.dims.empty() ? 1 : s.dims == "openness,origin" || s.dims == "line,domain" ? 4 : 2;
    values[s.name].assign(cells, 0);
    s.read(w, values[s.name]);
  }
  return values;
}

}  // namespace

TEST_CASE("A rating comes after the delay, until then the maker's claim or the old rating stands") {
  World w = empty_world();
  release(w, pro, 100);
  w.firms.firms[keep].optimism = 3;
  const LeaderboardParams p = exact(2);
  for (w.clock.step = 0; w.clock.step < 5; ++w.clock.step) {
    rate(w, p);
    CHECK(w.market.rating(pro, language) == 103);
    CHECK(w.market.rated_since[pro] == (w.clock.step < 2 ? -1 : w.clock.step - 2));
  }
  w.market.capability.row(pro).setConstant(110);  // a second vintage
  w.market.vintage[pro].released = w.clock.now();
  w.market.rated_since[pro] = -1;
  rate(w, p);
  CHECK(w.market.rating(pro, language) == 103);
  w.clock.step += 2;
  rate(w, p);
  CHECK(w.market.rating(pro, language) == 113);
}

TEST_CASE("Ratings flatter by the maker's optimism and by openness, in every domain alike") {
  World w = empty_world();
  release(w, pro, 100);
  release(w, open_line, 100);
  w.market.capability(open_line, coding) = 120;
  w.firms.firms[give].optimism = 2;
  LeaderboardParams p = exact();
  p.open_optimism = 1.5;
  rate(w, p);
  CHECK(w.market.rating(pro, language) == 100);
  CHECK(w.market.rating(open_line, language) == 103.5);
  CHECK(w.market.rating(open_line, coding) == 123.5);
}

TEST_CASE("Noise is one normal of the line in the month of its rating") {
  const Random random{3, 1, 0};
  World w = empty_world();
  LeaderboardParams p = exact(1);
  p.noise = 2;
  release(w, open_line, 100);
  for (w.clock.step = 0; w.clock.step < 4; ++w.clock.step) rate(w, p, random);
  Draws draws = random.at(1)(Purpose::rating_noise, open_line);
  const double z = draw_normal(draws);
  CHECK(w.market.rating(open_line, language) == Approx(100 + 2 * z).epsilon(1e-12));
  CHECK(w.market.rating(open_line, coding) == w.market.rating(open_line, language));
}

TEST_CASE("Awareness of a line: 1 - (1 - a0)(1 - g)^n after n months") {
  World w = empty_world();
  release(w, pro, 100);
  w.market.awareness.setZero();
  LeaderboardParams p = exact();
  p.awareness_start = 0.05;
  p.awareness_growth = 0.12;
  for (int n = 0; n < 40; ++n) {
    rate(w, p);
    CHECK(w.market.awareness[pro] == Approx(1 - 0.95 * std::pow(0.88, n)).epsilon(1e-12));
  }
  CHECK(w.market.awareness[open_line] == 0);  // not on sale
}

TEST_CASE("The lag is the time since the leader first had what the follower has today") {
  const std::vector<double> leader{100, 100, 105, 110, 110, 112};
  CHECK(lag_months(leader, 5, 105) == 3);                           // reached at step 2
  CHECK(lag_months(leader, 5, 101) == Approx(3.8).epsilon(1e-12));  // a fifth of the way through the month of step 2
  CHECK(lag_months(leader, 5, 110) == 2);                           // of several the first
  CHECK(lag_months(leader, 5, 112) == 0);                           // equal to the leader's newest
  CHECK(lag_months(leader, 5, 113) == 0);                           // not reached: the follower is ahead
  CHECK(lag_months(leader, 5, 90) == 5);                            // reached before the first month
  CHECK(lag_months(leader, 2, 105) == 0);                           // seen from step 2
  CHECK(lag_months(leader, 5, 112 + 1e-10) == 0);
  CHECK(lag_months(leader, 5, 110 + 1e-10) == 2);  // rounding does not cost a month
  constexpr double none = -std::numeric_limits<double>::infinity();
  CHECK(lag_months(std::vector<double>{none, none, 105}, 2, 101) == 0);  // no way to tell when in the month
}

TEST_CASE("Behind a leader of steady pace the lag is the gap over the pace, in fractions of months") {
  std::vector<double> leader;
  for (int t = 0; t <= 20; ++t) leader.push_back(100 + 2.5 * t);
  for (double level = 100; level <= 150; level += 0.37)
    CHECK(lag_months(leader, 20, level) == Approx((150 - level) / 2.5).margin(1e-9));
}

TEST_CASE("A better follower lags less, by less than a month otherwise than in whole months") {
  const std::vector<double> leader{100, 100, 103, 103, 103, 111, 112, 112, 120, 120};
  double last = 9;
  for (double level = 100; level <= 120; level += 0.01) {
    const double lag = lag_months(leader, 9, level);
    int first = 0;
    while (leader[std::size_t(first)] < level - 1e-9) ++first;
    CHECK((lag <= last && lag >= 9 - first && lag < 9 - first + 1));
    last = lag;
  }
}

TEST_CASE("Frontiers are the best so far by openness and origin, and lags follow from them") {
  World w = empty_world();
  release(w, pro, 100);
  rate(w, exact());
  CHECK(std::isnan(series(w).at("open_lag")[0]));  // no open model yet
  CHECK(std::isnan(series(w).at("region_lag")[1]));
  w.clock.step = 1;
  release(w, pro, 110);
  release(w, open_line, 96);
  rate(w, exact());
  w.clock.step = 2;
  release(w, open_line, 104);
  rate(w, exact());

  const auto now = series(w);
  CHECK(now.at("frontier")[0] == 110);       // closed, north
  CHECK(std::isnan(now.at("frontier")[1]));  // closed, south
  CHECK(std::isnan(now.at("frontier")[2]));  // open, north
  CHECK(now.at("frontier")[3] == 104);       // open, south
  // Closed models passed 104 in the month of step 1, after four tenths of it.
  CHECK(now.at("open_lag")[0] == Approx(1.6).epsilon(1e-12));
  CHECK(now.at("region_lag")[0] == 0);  // nobody else has reached 110
  CHECK(now.at("region_lag")[1] == Approx(1.6).epsilon(1e-12));
  CHECK((now.at("rank")[0] == 1 && now.at("rank")[1] == 2));
  CHECK(now.at("rating")[1] == 104);

  w.clock.step = 3;
  put_on_sale(w, open_line, 50);  // a worse vintage does not push the frontier back
  rate(w, exact());
  CHECK(series(w).at("frontier")[3] == 104);
}

TEST_CASE("A flattered follower seems closer on ratings than it is") {
  World w = empty_world();
  LeaderboardParams p = exact();
  p.open_optimism = 10;
  for (w.clock.step = 0; w.clock.step < 4; ++w.clock.step) {
    release(w, pro, 100 + 5 * w.clock.step);
    release(w, open_line, 85 + 5 * w.clock.step);
    rate(w, p);
  }
  w.clock.step = 3;
  CHECK(series(w).at("open_lag")[0] == 3);        // 100: the first month
  CHECK(series(w).at("open_lag_rated")[0] == 1);  // 110: step 2
}

TEST_CASE(
    "A launch is talked about for what it adds to the frontier of its kind and for its maker's users, then less") {
  World w = empty_world();
  put_on_sale(w, pro, 100);
  put_on_sale(w, open_line, 90);
  add_developers(w, 3, north);
  add_developers(w, 1, south);
  w.society.weight << 2, 4;
  w.developers.slot(chat, 0) = w.developers.slot(chat, 3) = pro + 1;  // 6 of 10 real developer-tasks
  count_users(w.market, w.developers, w.society);
  LeaderboardParams p = exact();
  p.awareness_growth = 0;
  p.launch_per_eci = 0.5;
  p.launch_per_user = 2;
  p.launch_decay = 0.75;
  w.market.awareness.setConstant(0.2);
  rate(w, p);  // what was there before the run is no launch
  CHECK(w.market.buzz[pro] == 0);
  ++w.clock.step;
  release(w, pro, 104);
  release(w, open_line, 89);  // below the best open model
  rate(w, p);
  const double buzz = 0.5 * 4 + 2 * 0.6;
  CHECK(w.market.buzz[pro] == Approx(buzz).epsilon(1e-12));
  CHECK(w.market.buzz[open_line] == 0);
  CHECK(w.market.awareness[pro] == Approx(1 - 0.8 * std::exp(-buzz)).epsilon(1e-12));
  CHECK(w.market.awareness[open_line] == 0.2);
  ++w.clock.step;
  rate(w, p);
  CHECK(w.market.buzz[pro] == Approx(buzz / 4).epsilon(1e-12));
  CHECK(w.market.awareness[pro] == Approx(1 - 0.8 * std::exp(-1.25 * buzz)).epsilon(1e-12));
  for (int m = 0; m < 6; ++m) {
    ++w.clock.step;
    rate(w, p);
  }
  CHECK(w.market.buzz[pro] == 0);  // at last nobody talks
}
