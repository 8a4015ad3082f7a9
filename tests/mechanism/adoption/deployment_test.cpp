// Deployment: the maker's service, hosts, machines of one's own.

#include "mechanism/adoption/deployment.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::deployment_test {

TEST_CASE("A closed line has its maker's service, as far as it reaches") {
  World w = little_world();
  CHECK(Deployment(w.market, w.society, w.firms)(pro, south, hobby) == 0);
  w.firms.firms[keep].service_value = 1.2;
  w.society.regions[south].reach = {{"north", 0.25}};
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(pro, north, hobby), WithinAbs(1.2, 1e-12));
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(pro, south, hobby), WithinAbs(1.2 + std::log(0.25), 1e-12));
}

TEST_CASE("An open line has the better of its maker's service and hosts, which ask for no reach") {
  World w = little_world();
  w.market.hosting_shift << -0.6, -0.9;
  w.society.regions[north].reach = {{"south", 0.1}};
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, north, hobby), WithinAbs(-0.6, 1e-12));
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, south, hobby), WithinAbs(0, 1e-12));
  w.firms.firms[give].service_value = 3;  // a leader that opens keeps what it sells beside the weights
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, north, hobby), WithinAbs(3 + std::log(0.1), 1e-12));
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, south, hobby), WithinAbs(3, 1e-12));
  w.firms.firms[give].first_party = 0;  // and one that serves none has nothing beside them
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, south, hobby), WithinAbs(-0.9, 1e-12));
}

TEST_CASE("Who hosts weights for itself has control, and the same to learn as hosts") {
  World w = little_world();
  w.market.hosting_shift << -0.5, 0;
  w.society.segments[company].self_hosting = 0.25;
  w.society.segments[company].control = 2;
  w.firms.firms[give].service_value = 1;
  CHECK_THAT(Deployment(w.market, w.society, w.firms)(open_line, north, company),
             WithinAbs(0.25 * (2 - 0.5) + 0.75 * 1, 1e-12));
  CHECK(Deployment(w.market, w.society, w.firms)(pro, north, company) == 0);  // nobody has its weights
}

}  // namespace moat::deployment_test
