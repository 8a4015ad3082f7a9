// Running counts, tokens, spending, downloads, the demand sample; and the same bits for any number of threads.

#include <cmath>
#include <cstring>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/adoption.hpp"
#include "mechanism/adoption/offers.hpp"

using namespace moat;

namespace {

/// Both regions, both segments, both tasks, unequal usage and tastes: 5 chunks of developers.
World mixed(Index quarter = 9000) {
  World w = little_world();
  for (SegmentEntry& s : w.society.segments) {
    s.review = 0.4;
    s.quality_weight = 2;
    s.switching_cost = 0.5;
  }
  for (const Index region : {north, south})
    for (const Index segment : {hobby, company})
      add_developers(w, quarter, region, segment, segment == hobby ? 1u : 3u);
  for (Index i = 0; i < w.developers.size(); ++i) {
    w.developers.usage[i] = std::uint32_t(100 + i % 977);
    w.developers.openness_weight.set(i, double(i % 13) / 6 - 1);
    w.developers.trust_weight.set(i, double(i % 7) / 7);
  }
  count_users(w.market, w.developers, w.society);
  return w;
}

void counted_month(World& w, const AdoptionParams& p, int threads = 2, bool flows = false) {
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                Random{11, 2, 0}.at(w.clock.step), threads, flows);
  ++w.clock.step;
}

bool same_bits(const World& a, const World& b) {
  const Market &m = a.market, &n = b.market;
  const auto same = [](const auto& x, const auto& y) {
    return x.size() == y.size() && std::memcmp(x.data(), y.data(), sizeof(*x.data()) * std::size_t(x.size())) == 0;
  };
  return same(a.developers.slot, b.developers.slot) && same(m.assignments.flat(), n.assignments.flat()) &&
         same(m.usage.flat(), n.usage.flat()) && same(m.developers.flat(), n.developers.flat()) &&
         same(m.by_sector, n.by_sector) && same(m.firms_in_use, n.firms_in_use) && same(m.taken, n.taken) &&
         same(m.surplus, n.surplus) && same(m.demand, n.demand) && same(m.demand_slope, n.demand_slope) &&
         same(m.demand_weight, n.demand_weight) && same(m.tokens.flat(), n.tokens.flat()) && same(m.spend, n.spend) &&
         same(m.downloads, n.downloads) && m.reviews == n.reviews;
}

}  // namespace

TEST_CASE("Running counts equal a count from scratch after many months with bans") {
  World w = mixed(2000);
  for (int m = 0; m < 30; ++m) {
    w.market.available(pro, south, company) = m % 5 == 2 ? 0 : 1;
    w.market.available(open_line, north, hobby) = m % 7 == 3 ? 0 : 0.5;
    counted_month(w, {});
    const Market running = w.market;
    count_users(w.market, w.developers, w.society);
    REQUIRE((running.assignments.flat() == w.market.assignments.flat()).all());
    REQUIRE((running.usage.flat() == w.market.usage.flat()).all());
    REQUIRE((running.developers.flat() == w.market.developers.flat()).all());
    REQUIRE((running.by_sector == w.market.by_sector).all());
    REQUIRE((running.firms_in_use == w.market.firms_in_use).all());
  }
  CHECK(w.market.firms_in_use.sum() == w.developers.size());
  CHECK(w.market.firms_in_use(company, 2) > 0);  // some use two firms at once
  CHECK(w.market.firms_in_use(hobby, 2) == 0);   // one task, one firm
}

TEST_CASE("Results are the same bits for 1, 2 and 7 threads") {
  World one = mixed(), two = mixed(), seven = mixed();
  AdoptionParams p;
  p.survey = 5000;
  for (int m = 0; m < 6; ++m) {
    counted_month(one, p, 1);
    counted_month(two, p, 2);
    counted_month(seven, p, 7);
    REQUIRE(same_bits(one, two));
    REQUIRE(same_bits(one, seven));
  }
}

TEST_CASE("Recording flows changes nothing else, and flows add up to the moves") {
  World with = mixed(2000), without = mixed(2000);
  for (int m = 0; m < 4; ++m) {
    counted_month(with, {}, 2, true);
    counted_month(without, {}, 2, false);
    REQUIRE(same_bits(with, without));
    for (Index slot = 0; slot < 3; ++slot) CHECK(with.market.flow.col(slot).sum() == with.market.taken.row(slot).sum());
    CHECK(with.market.flow.matrix().diagonal().sum() == 0);
    CHECK(without.market.flow.sum() == 0);
  }
}

TEST_CASE("A developer is counted once a line, whatever tasks it serves") {
  World w = little_world();
  w.developers.slot(chat, 1) = w.developers.slot(code, 1) = pro + 1;  // north's company
  w.developers.slot(chat, 3) = pro + 1;                               // south's company: two firms
  w.developers.slot(code, 3) = open_line + 1;
  count_users(w.market, w.developers, w.society);
  CHECK(w.market.developers(pro + 1, north, company) == 1);
  CHECK(w.market.assignments(pro + 1, north, company, chat) == 1);
  CHECK(w.market.assignments(pro + 1, north, company, code) == 1);
  CHECK((w.market.developers(pro + 1, south, company) == 1 && w.market.developers(open_line + 1, south, company) == 1));
  CHECK((w.market.developers(0, north, hobby) == 1 && w.market.developers(0, south, company) == 0));
  CHECK((w.market.firms_in_use(company, 1) == 1 && w.market.firms_in_use(company, 2) == 1 &&
         w.market.firms_in_use(hobby, 0) == 2));
  CHECK(w.market.by_sector(pro + 1, 0) == 3);
  CHECK(w.market.usage(pro + 1, south, company, chat) == 1000);
}

TEST_CASE("Tokens, spending and downloads by hand") {
  World w = little_world();
  for (SegmentEntry& s : w.society.segments) s.review = 0;
  w.developers.slot(chat, 0) = w.developers.slot(chat, 1) = open_line + 1;  // both of the north
  w.developers.usage[1] = 5000;
  count_users(w.market, w.developers, w.society);
  w.society.weight[north] = 100;  // each stands for 100 developers
  w.society.tasks[chat].tokens = always(3);
  w.market.price(open_line, north, company) = 4;
  AdoptionParams p;
  p.token_elasticity = 0.5;
  p.downloads_per_user = 0.5;
  counted_month(w, p);
  // Hobby: 1 Mtok x path 3 x weight 100 at price 1; company: 5 Mtok x 3 x 100 x 4^-0.5 at price 4.
  CHECK(w.market.tokens(open_line, north, hobby, chat) == Approx(300).epsilon(1e-12));
  CHECK(w.market.tokens(open_line, north, company, chat) == Approx(750).epsilon(1e-12));
  CHECK(w.market.spend(open_line, north) == Approx(300 + 750 * 4).epsilon(1e-12));
  CHECK(w.market.downloads[open_line] == Approx(100 * 0.5 * 2).epsilon(1e-12));
  CHECK(w.market.tokens.flat().sum() == Approx(1050).epsilon(1e-12));
  CHECK(w.market.downloads[pro] == 0);  // closed: nothing to download

  // Moves to an open line are downloads too.
  for (SegmentEntry& s : w.society.segments) s.review = 1;
  w.market.available(pro, north, company) = 0;
  p.outside_value = -1000;
  p.downloads_per_user = 0;
  p.downloads_per_move = 2;
  counted_month(w, p);
  CHECK(w.market.downloads[open_line] ==
        Approx(2 * (100 * double(w.market.taken(open_line + 1, north)) + double(w.market.taken(open_line + 1, south))))
            .epsilon(1e-12));
  CHECK(w.market.taken(open_line + 1, north) >= 1);  // the company's coding
}

TEST_CASE("The demand sample holds expected tokens, their slope and their weight") {
  World w = little_world();
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 0;
  w.developers.tasks << 1, 0, 0, 0;  // one hobbyist, weight 100, 1 Mtok
  count_users(w.market, w.developers, w.society);
  w.society.weight[north] = 100;
  w.developers.price_weight[0] = 2;
  w.market.list_price[pro] = 0.5;
  w.market.price(pro, north, hobby) = 0.6;  // with a tariff of 20 %
  w.market.on_sale[open_line] = 0;
  AdoptionParams p;
  p.peers = Peers::none;
  p.token_elasticity = 0;
  const double expected_share = 1 / (1 + std::exp(2 * 0.6));
  SECTION("linear") {
    p.price_response = PriceResponse::linear;
    counted_month(w, p);
    CHECK(w.market.demand_weight[pro] == Approx(100 * expected_share * 2 * 1.2).epsilon(1e-5));
  }
  SECTION("bill") {
    p.price_response = PriceResponse::bill;  // of a budget of 10 x 5 USD: weight 2 x 1/50
    w.society.regions[north].income = 5;
    w.developers.price_weight[0] = 100;
    counted_month(w, p);
    CHECK(w.market.demand_weight[pro] == Approx(100 * expected_share * 2 * 1.2).epsilon(1e-5));
  }
  CHECK(w.market.demand[pro] == Approx(100 * expected_share).epsilon(1e-5));
  CHECK(w.market.demand_slope[pro] == Approx(w.market.demand_weight[pro] * (1 - expected_share)).epsilon(1e-5));
}

TEST_CASE("Only the sample tells of its demand: every third developer where a third is to be asked") {
  // Demand if this developer used a thousand times as much.
  const auto demand_with = [](Index developer) {
    World w = little_world();
    w.developers = {};
    add_developers(w, 30, north);
    w.developers.usage[developer] *= 1000;
    count_users(w.market, w.developers, w.society);
    AdoptionParams p;
    p.price_response = PriceResponse::linear;
    p.survey = 10;
    counted_month(w, p);
    return w.market.demand[pro];
  };
  CHECK(demand_with(1) == demand_with(29));
  CHECK(demand_with(3) > 2 * demand_with(1));
}

TEST_CASE("The survey of quality: relative gain of expected tokens per ECI, the firm's lines together") {
  World w = little_world();
  w.firms.firms[keep].lines.push_back(line_entry("mini", Openness::closed));
  size_up(w);
  for (const Index line : {0, 1, 2}) put_on_sale(w, line, line == 1 ? 110 : 120);
  w.developers = {};
  add_developers(w, 1, north);
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 3;
  AdoptionParams p;
  p.price_response = PriceResponse::linear;
  p.token_elasticity = p.ecosystem_weight = p.peer_weight = 0;
  p.peers = Peers::none;
  counted_month(w, p);
  CHECK(w.market.demand_gain.isZero());  // nobody asked
  w.market.survey_quality = true;
  w.developers.slot.setZero();
  count_users(w.market, w.developers, w.society);
  counted_month(w, p);
  // Difficulty 120, scale 10: values 1/2, 1/(1 + e), 1/2, slopes 3 v (1 - v)/10; lines 0 and 1 are one firm's. Price 1.
  const double v[] = {0.5, 1 / (1 + std::exp(1.0)), 0.5};
  double e[3], slope[3], all = 1;
  for (int k = 0; k < 3; ++k) all += e[k] = std::exp(3 * v[k] - 1), slope[k] = 3 * v[k] * (1 - v[k]) / 10;
  const double pull = (e[0] * slope[0] + e[1] * slope[1]) / all;
  CHECK(w.market.demand_gain[0] == Approx(slope[0] - pull).epsilon(1e-5));
  CHECK(w.market.demand_gain[1] == Approx(slope[1] - pull).epsilon(1e-5));
  CHECK(w.market.demand_gain[2] == Approx(slope[2] * (1 - e[2] / all)).epsilon(1e-5));
}
