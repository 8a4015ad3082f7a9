#include "io/table/csv_text.hpp"

#include "catch.hpp"

using namespace moat;

namespace {

/// `a|b` for each record, lines separated by `;`.
std::string fields(std::string_view text) {
  std::vector<Problem> problems;
  std::string all;
  for (const CsvRecord& record : parse_csv(text, "f.csv", problems)) {
    if (!all.empty()) all += ';';
    for (std::size_t i = 0; i < record.fields.size(); ++i) all += (i ? "|" : "") + record.fields[i].text;
  }
  for (const Problem& problem : problems) all += "!" + to_string(problem);
  return all;
}

}  // namespace

TEST_CASE("Fields of comma-separated values") {
  CHECK(fields("a,b\n1,2\n") == "a|b;1|2");
  CHECK(fields("a,b\r\n1,2") == "a|b;1|2");
  CHECK(fields("\xEF\xBB\xBF"
               "a,\n\n,2\n") == "a|;|2");
  CHECK(fields("\"a,b\",\"say \"\"so\"\"\"\n") == "a,b|say \"so\"");
  CHECK(fields("\"two\nlines\",x\n") == "two\nlines|x");
  CHECK(fields("").empty());
}

TEST_CASE("Mistakes in comma-separated values have their place") {
  CHECK(fields("a\nb,\"c\n").ends_with("!f.csv:2:3: a text in quotes is not closed"));
  CHECK(fields("\"a\"b,c\n") ==
        "a|c!f.csv:1:4: text follows a closing quote (expected a comma; write a quote inside quotes twice)");
}

TEST_CASE("Records know their lines, fields their columns") {
  std::vector<Problem> problems;
  const auto records = parse_csv("a,b\n\"1\n2\",3\n4,5\n", "f.csv", problems);
  REQUIRE(records.size() == 3);
  CHECK((records[1].line == 2 && records[2].line == 4));
  CHECK((records[0].fields[1].column == 3 && records[2].fields[1].column == 3));
}

TEST_CASE("What is written is read again") {
  for (const std::string text : {"plain", "with, comma", "with \"quotes\"", "two\nlines", ""})
    CHECK(fields(csv_field(text) + ",x\n") == text + "|x");
  CHECK(csv_field("2024-01") == "2024-01");
}
