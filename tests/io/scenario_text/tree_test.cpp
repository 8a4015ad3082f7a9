#include "io/scenario_text/tree.hpp"

#include <string>

#include "catch.hpp"
#include "io/scenario_text/reading.hpp"

using namespace moat;
using namespace moat::example;

TEST_CASE("Files that are no scenario are refused with a reason") {
  const std::string begin = " (begin with schema_version: 2)";
  CHECK(problems_of("") == "a.yaml:1:1: file is empty" + begin);
  CHECK(problems_of("# nothing\n") == "a.yaml:1:1: file is empty" + begin);
  CHECK(problems_of("- a\n") == "a.yaml:1:1: file is no mapping of keys to values" + begin);
  CHECK(problems_of("text") == "a.yaml:1:1: file is no mapping of keys to values" + begin);
  CHECK(problems_of(head + "---\n" + head).ends_with("a second document begins here (a scenario is one document)"));
  CHECK(problems_of(head + "adoption:\n\tdraws: 1\n") ==
        "a.yaml:4:1: a tab is used for indentation (YAML allows spaces only)");
  CHECK(problems_of("title: \xff\n") == "a.yaml:1:8: text is not UTF-8");
  CHECK(problems_of("title: \xed\xa0\x80\n") == "a.yaml:1:8: text is not UTF-8");
  CHECK(problems_of(std::string("a: b\n\0", 6)) == "a.yaml:2:1: file contains a NUL byte");
  CHECK(problems_of("title: \"a\\0b\"\n") == "a.yaml:1:8: text contains a NUL character");
  CHECK(problems_of("\xEF\xBB\xBF" + head) == "");
  for (const char* line : {"title: 'a", "title: \"a\r\n", "title: 'a\n\n"})
    CHECK(problems_of(line).find("is not valid YAML (a text in quotes is not closed)") != std::string::npos);
  CHECK(problems_of(head + "adoption: {draws: 1\n").find("is not valid YAML (end of map flow not found") !=
        std::string::npos);
  CHECK(problems_of(head + "adoption:\n  <<: {draws: 1}\n") ==
        "a.yaml:4:3: merge keys are not supported (use extends)");
  CHECK(problems_of(head + "[a, b]: 1\n") == "a.yaml:3:1: a key is not text (keys are names or dates)");
  CHECK(problems_of(head + "~: 1\n") == "a.yaml:3:1: a key is not text (keys are names or dates)");
  CHECK(problems_of(head + "adoption: {draws: !!int 3}\n") == "a.yaml:3:19: tag !!int is not supported (leave it out)");
  CHECK(problems_of(head + "adoption: &a {weights: *a}\n") == "a.yaml:3:24: an alias stands inside its own anchor");
  CHECK(problems_of(head + "adoption: *b\n").find("is not valid YAML (the referenced anchor is not defined") !=
        std::string::npos);
}

TEST_CASE("Bombs are defused quickly") {
  const std::string deep = "nesting is deeper than 32 levels";
  for (const char* unit : {"[", "{a: ", "- ", "? ", "{? ", "[? "}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += unit;
    CHECK(problems_of(text).find(deep) != std::string::npos);
  }
  std::string indented;
  for (std::size_t i = 0; i < 2000; ++i) indented += std::string(i, ' ') + "a:\n";
  CHECK(problems_of(indented).find(deep) != std::string::npos);

  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int j = 1; j < 10; ++j) laughs += ", " + last;
    laughs += "]\n";
  }
  CHECK(problems_of(laughs).find("has more than 200000 values") != std::string::npos);

  std::string many = "schema_version: 2\nregions:\n";
  for (int i = 0; i < 250'000; ++i) many += "  r" + std::to_string(i) + ": {}\n";
  CHECK(problems_of(many).find("has more than 200000 values") != std::string::npos);
  CHECK(problems_of(head + "# " + std::string(17u << 20, 'x')) == "a.yaml:1:1: file is larger than 16 MiB");
  CHECK(problems_of(head + std::string(5'000'000, 'x') + ": 1").size() < 400);
}

TEST_CASE("A large scenario is read in time that grows with its size") {
  std::string text = us + "firms:\n";
  for (int i = 0; i < 20'000; ++i) text += "  f" + std::to_string(i) + ": {region: us, partners: [f0, f1]}\n";
  CHECK(read(text).scenario.firms.size() == 20'000);
}
