// Numbers set by path, as the points of a sweep do.

#include "io/scenario_text/values.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "io/scenario_text/example.hpp"

using namespace moat;

TEST_CASE("A number is set where its key, its kind and its range take it, and is left as it was otherwise") {
  example::Scenario s;
  s.regions = {{"us", 1}};
  s.firms.resize(1);
  s.firms[0].name = "a";
  const Item root = item(s);
  CHECK((set_number(root, "adoption.taste_scale", 2) && s.adoption.taste_scale == 2));
  CHECK((set_number(root, "adoption.draws", 7) && s.adoption.draws == 7));
  CHECK((set_number(root, "regions.us.users", 3) && s.regions[0].users == 3));
  CHECK((set_number(root, "firms.a.budget", 9) && s.firms[0].budget.at(Month::of(2030, 1)) == 9));

  CHECK_FALSE(set_number(root, "adoption.taste_scale", 101));
  CHECK_FALSE(set_number(root, "adoption.draws", 7.5));
  CHECK_FALSE(set_number(root, "adoption.no_such_key", 1));
  CHECK_FALSE(set_number(root, "firms.a.release", 1));
  CHECK_FALSE(set_number(root, "title", 1));
  // The range of switching_cost has no upper end: infinity lies within it, and is no number.
  CHECK_FALSE(set_number(root, "adoption.switching_cost", std::numeric_limits<double>::infinity()));
  CHECK_FALSE(set_number(root, "adoption.switching_cost", NAN));
  CHECK((s.adoption.taste_scale == 2 && s.adoption.draws == 7 && s.adoption.switching_cost == 0.3));
}
