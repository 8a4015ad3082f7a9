#include "base/error.hpp"

#include <string>

#include "catch.hpp"

using namespace moat;

TEST_CASE("A problem is written with its position, as compilers do") {
  CHECK(to_string(Problem{{"a.yaml", 3, 7}, "x is wrong"}) == "a.yaml:3:7: x is wrong");
  CHECK(to_string(Problem{{"a.yaml", 0, 0}, "x is wrong"}) == "a.yaml: x is wrong");
  CHECK(to_string(Problem{{}, "x is wrong"}) == "x is wrong");
}

TEST_CASE("An input error holds all problems, one to a line") {
  const InputError error({{{"a.yaml", 1, 2}, "first"}, {{"b.yaml", 3, 4}, "second"}});
  CHECK(std::string(error.what()) == "a.yaml:1:2: first\nb.yaml:3:4: second");
  CHECK(error.problems().size() == 2);
}

TEST_CASE("An input-output error says which file, what was tried and why it failed") {
  const IoError error("out.h5", "write", "No space left on device");
  CHECK(std::string(error.what()) == "out.h5: cannot write (No space left on device)");
  CHECK(error.code() == Exit::io);
  CHECK(IoError("a", "read", "b", Exit::input_missing).code() == Exit::input_missing);
}

TEST_CASE("A broken contract names the expectation and the line that stated it") {
  CHECK_NOTHROW(expects(true, "all is well"));
  CHECK_NOTHROW(ensures(true, "all is well"));
  const int line = __LINE__ + 1;
  const auto broken = [] { expects(false, "shares sum to one"); };
  CHECK_THROWS_WITH(broken(), ContainsSubstring("expects failed at ") &&
                                  ContainsSubstring("error_test.cpp:" + std::to_string(line) + ": shares sum to one"));
  CHECK_THROWS_AS(ensures(false, "x"), ContractError);
  CHECK_THROWS_WITH(ensures(false, "x"), ContainsSubstring("ensures failed at "));
}

TEST_CASE("Exit codes are those that the manual lists") {
  CHECK(int(Exit::ok) == 0);
  CHECK(int(Exit::some_runs_failed) == 1);
  CHECK(int(Exit::usage) == 2);
  CHECK(int(Exit::scenario_invalid) == 65);
  CHECK(int(Exit::input_missing) == 66);
  CHECK(int(Exit::internal) == 70);
  CHECK(int(Exit::cannot_create) == 73);
  CHECK(int(Exit::io) == 74);
  CHECK(int(Exit::stopped) == 75);
}
