#include "batch/store/shell_word.hpp"

#include "catch.hpp"

using namespace moat;

TEST_CASE("Words of a shell command are quoted where needed") {
  CHECK(shell_word("a/b-c_d.e=1,2:3+") == "a/b-c_d.e=1,2:3+");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("a b") == "'a b'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("{a: 1}") == "'{a: 1}'");
}
