// Which vector instructions are used: the best there are, or those asked for.

#include "base/instructions.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;

TEST_CASE("The plain loop and the base set are always there, and the best is chosen unless another is asked for") {
  const auto all = available_instructions();
  REQUIRE(all.size() >= 2);
  CHECK(all[0] == Instructions::plain);
  CHECK(all[1] == Instructions::base);
  CHECK(std::is_sorted(all.begin(), all.end()));
  const Instructions usual = chosen_instructions();
  use_instructions(Instructions::base);
  CHECK(chosen_instructions() == Instructions::base);
  use_instructions(usual);
}
