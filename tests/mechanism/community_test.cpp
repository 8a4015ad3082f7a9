// What users of open weights give back.

#include "mechanism/community.hpp"

#include <cmath>

#include "base/samplers.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/purpose.hpp"
#include "mechanism/research.hpp"

using namespace moat;

namespace {

CommunityParams plain_community() {
  CommunityParams p;
  p.contribution = 0.002;
  p.luck = 0;
  p.decay = 0.1;
  p.gain = 2;
  p.gain_scale = 50;
  p.relief = 100;
  p.returns = 0.5;
  p.commons = 0.0005;
  return p;
}

/// 3 simulated users of the open line in the north, 1 in the south, for 100 and 200 thousand developers each.
World users() {
  World w = little_world();
  w.market.developers(open_line + 1, north, hobby) = 2;
  w.market.developers(open_line + 1, north, company) = 1;
  w.market.developers(open_line + 1, south, hobby) = 1;
  w.market.developers(pro + 1, south, hobby) = 7;
  w.society.weight << 1e5, 2e5;
  return w;
}

void community_month(World& w, const CommunityParams& p, const Random& random = {}) {
  contribute(w.firms, w.market, w.society, p, random);
}

}  // namespace

TEST_CASE("An ecosystem grows with thousands of users and decays towards their balance") {
  World w = users();
  const CommunityParams p = plain_community();
  double expected = 0;
  for (int m = 0; m < 12; ++m) {
    community_month(w, p);
    expected += 0.002 * 500 - 0.1 * expected;  // 3 x 100 + 1 x 200 thousand users: one thousand derivatives a month
    CHECK(w.firms.ecosystem[give] == Approx(expected).epsilon(1e-12));
  }
  CHECK(expected == Approx(10 * (1 - std::pow(0.9, 12))).epsilon(1e-12));  // balance: 1 / 0.1
  CHECK(w.firms.ecosystem[keep] == 0);                                     // closed lines get none of it
}

TEST_CASE("It adds capability and spares its maker research, ever less per derivative but without a ceiling") {
  World w = users();
  w.firms.ecosystem[give] = 50 / 0.9;  // 50 left after decay
  CommunityParams p = plain_community();
  p.contribution = 0;
  community_month(w, p);
  CHECK(w.firms.ecosystem[give] == Approx(50).epsilon(1e-12));
  CHECK(w.firms.community_gain[give] == Approx(2 * std::log(2)).epsilon(1e-12));
  CHECK(w.firms.feedback[give] == Approx(100 * std::sqrt(50)).epsilon(1e-12));
  CHECK((w.firms.community_gain[keep] == 0 && w.firms.feedback[keep] == 0));
  p.returns = 0;  // the same for any ecosystem, but not without one
  community_month(w, p);
  CHECK((w.firms.feedback[keep] == 0 && w.firms.feedback[give] == 100));
  p.returns = 0.5;
  w.firms.ecosystem[give] = 5000 / 0.9;
  community_month(w, p);
  CHECK(w.firms.community_gain[give] == Approx(2 * std::log(101)).epsilon(1e-12));
  CHECK(w.firms.feedback[give] == Approx(1000 * std::sqrt(50)).epsilon(1e-12));
}

TEST_CASE("A region's users count by what they contribute") {
  World w = users();
  w.society.regions[south].contributors = 0.5;
  community_month(w, plain_community());
  CHECK(w.firms.ecosystem[give] == Approx(0.002 * (3 * 100 + 0.5 * 200)).epsilon(1e-12));
}

TEST_CASE("Without the users of a region a maker with little compute loses more than one with much") {
  // Both makers have the same ecosystem; one has a hundred times the compute of the other.
  const auto know_how = [](double contributors) {
    World w = users();
    w.market.open.setOnes();
    w.market.developers(pro + 1, south, hobby) = 1;
    w.market.developers(pro + 1, north, hobby) = 2;
    w.market.developers(pro + 1, north, company) = 1;
    w.society.regions[south].contributors = contributors;
    w.firms.compute << 1e5, 1e3;
    ResearchParams research;
    research.growth = 0.05;
    research.yardstick = 1e5;
    research.imitation_open = research.imitation_closed = research.noise = 0;
    for (; w.clock.step < 24; ++w.clock.step) {
      do_research(w.firms, w.society, w.governments, w.market, w.clock, {}, research, {});
      community_month(w, plain_community());
    }
    return w.firms.know_how;
  };
  const Column<double> lost = know_how(1) - know_how(0);
  CHECK(lost[keep] > 0);
  CHECK(lost[give] > 10 * lost[keep]);
}

TEST_CASE("What is open to all grows with all ecosystems, once there are open weights") {
  World w = users();
  CommunityParams p = plain_community();
  p.contribution = p.decay = 0;
  w.firms.ecosystem << 4, 6;
  community_month(w, p);
  CHECK(w.market.open_know_how == -100);  // nothing published yet
  w.market.open_know_how = 0.3;
  community_month(w, p);
  CHECK(w.market.open_know_how == Approx(0.3 + 0.0005 * std::log(11)).epsilon(1e-12));
}

TEST_CASE("Luck is one log-normal of mean one per firm") {
  CommunityParams p = plain_community();
  p.luck = 0.5;
  p.decay = 0;
  const int n = 20000;
  double sum = 0;
  for (int m = 0; m < n; ++m) {
    World w = users();
    community_month(w, p, Random{1, 0, std::uint64_t(m)});
    if (m == 5) {
      Draws draws = Random{1, 0, 5}(Purpose::derivatives, give);
      const double z = draw_normal(draws);
      CHECK(w.firms.ecosystem[give] == Approx(std::exp(0.5 * z - 0.125)).epsilon(1e-12));
    }
    sum += w.firms.ecosystem[give];
  }
  const double variance = std::exp(0.25) - 1;  // of a log-normal of mean one with spread 0.5
  CHECK_THAT(sum / n, WithinAbs(1, 4 * std::sqrt(variance / n)));
}
