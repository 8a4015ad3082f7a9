// Published weights stay on the market. One firm, Both: line "flag" closed, line "mini" open, and what it keeps of
// mini.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/release.hpp"
#include "state/lines.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::kept_test {

namespace {

constexpr Index flag = 0, mini = 1, before = 3, before_that = 4;

World keeping(Strategy strategy = Strategy::open) {
  World w = empty_world();
  w.firms.firms = {firm_entry("Both", "north",
                              {line_entry("flag", Openness::closed, 0, 3), line_entry("mini", Openness::open, 0, 3)}),
                   firm_entry("Rival", "south", {line_entry("theirs", Openness::closed, 0, 120)})};
  w.firms.firms[0].strategy = strategy;
  size_up(w);
  // As entries are listed: kept lines follow all others.
  for (AddedLine& kept : added_lines(w.firms.firms, 2)) w.firms.firms[1].lines.push_back(kept.entry);
  size_up(w);
  for (const Index line : {before, before_that}) {
    w.firms.firms[0].lines.push_back(w.firms.firms[1].lines[std::size_t(line - 2)]);
    w.market.firm[line] = 0;
    w.market.origin[line] = int(north);
  }
  w.firms.firms[1].lines.resize(1);
  w.market.older[mini] = before;
  w.market.older[before] = before_that;
  w.market.newer[before] = mini;
  w.market.newer[before_that] = before;
  w.firms.log10_run_flop[0] = 25;
  return w;
}

/// Releases of a month in which the firm could train a model of so much.
void decide(World& w, int month, double capability) {
  w.clock.step = month;
  w.firms.capability[0] = capability;
  CapabilityScale scale{100, 25, 10};
  scale.parameters_exponent = 0.5;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, ReleaseParams{}, scale);
}

double capability(const World& w, Index line) {
  return w.market.vintage[std::size_t(line)].capability;
}

}  // namespace

TEST_CASE("A superseded vintage goes to the line that keeps it, with what the public knows of it") {
  World w = keeping();
  decide(w, 0, 130);
  CHECK((w.market.on_sale[mini] && !w.market.on_sale[before] && !w.market.on_sale[before_that]));
  w.market.rating.row(mini).setConstant(131);
  w.market.rated_since[mini] = 2;
  w.market.awareness[mini] = 0.4;
  w.market.list_price[mini] = 0.7;
  decide(w, 3, 135);
  CHECK((capability(w, mini) == 135 && capability(w, before) == 130));
  CHECK(w.market.vintage[before].released == w.clock.start);
  CHECK((w.market.capability.row(before) == 130).all());
  CHECK((w.market.rating.row(before) == 131).all());
  CHECK((w.market.rated_since[before] == 2 && w.market.rated_since[mini] == -1));
  CHECK((w.market.awareness[before] == 0.4 && w.market.list_price[before] == 0.7));
  CHECK((w.market.on_sale[mini] && w.market.on_sale[before] && !w.market.on_sale[before_that]));
  decide(w, 6, 140);
  CHECK((capability(w, mini) == 140 && capability(w, before) == 135 && capability(w, before_that) == 130));
  decide(w, 9, 145);
  CHECK((capability(w, mini) == 145 && capability(w, before) == 140 && capability(w, before_that) == 135));
  CHECK(w.events.releases.size() == 4);  // what is kept is no release
}

TEST_CASE("A line that closes leaves its published weights usable, the last ones and those kept") {
  World w = keeping();
  decide(w, 0, 130);
  decide(w, 3, 135);
  w.firms.firms[0].strategy = Strategy::closed;
  for (int month = 4; month < 40; ++month) decide(w, month, 136 + month);
  CHECK((capability(w, mini) == 135 && capability(w, before) == 130));
  CHECK((w.market.on_sale[flag] && w.market.on_sale[mini] && w.market.on_sale[before]));
  w.firms.active[0] = 0;
  decide(w, 40, 0);
  CHECK((w.market.on_sale[mini] && w.market.on_sale[before]));
}

TEST_CASE("A kept vintage is offered as long as it is cheaper to serve than the newest, or has users") {
  World w = keeping();
  add_developers(w, 1, north);
  decide(w, 0, 130);
  decide(w, 3, 135);
  w.market.vintage[before].active_parameters = w.market.vintage[mini].active_parameters;
  offer_kept(w.market);
  CHECK(!w.market.on_sale[before]);
  w.developers.slot(chat, 0) = before + 1;
  count_users(w.market, w.developers, w.society);
  offer_kept(w.market);
  CHECK(w.market.on_sale[before]);
  w.developers.slot(chat, 0) = 0;
  count_users(w.market, w.developers, w.society);
  w.market.vintage[before].active_parameters /= 2;
  offer_kept(w.market);
  CHECK(w.market.on_sale[before]);
}

TEST_CASE("Lines keep names of their own, and take part in no schedule") {
  CHECK((kept_name("Llama", 1) == "Llama-previous" && kept_name("Llama", 2) == "Llama-previous-2"));
  const World w = keeping();
  for (const AddedLine& kept : added_lines(w.firms.firms, 1)) CHECK(kept.entry.first == never);
  CHECK(added_lines(empty_world().firms.firms, 2).size() == 2);  // closed lines keep none
  CHECK(added_lines(empty_world().firms.firms, 0).empty());
}

}  // namespace moat::kept_test
