// The axes of outputs: names in the scenario's order.

#include "model/axes.hpp"

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

const Series& series(std::string_view name) {
  for (const Series& one : all_series())
    if (one.name == name) return one;
  throw std::out_of_range("no series " + std::string(name));
}

}  // namespace

TEST_CASE("Each list of a scenario is an axis") {
  const Axes axes = axes_of(little_scenario());
  const std::pair<const char*, Labels> expected[] = {
      {"region", {"north", "south"}},     {"origin", {"north", "south"}},
      {"segment", {"hobby", "company"}},  {"sector", {"software", "other"}},
      {"task", {"chat", "code"}},         {"domain", {"language", "coding"}},
      {"chip", {"alpha", "beta"}},        {"stack", {"wide", "young"}},
      {"firm", {"Keep", "Give", "Late"}}, {"line", {"keep", "give", "give-max", "late", "late-open"}},
      {"openness", {"closed", "open"}},   {"use", {"serving", "research", "final_run", "idle"}},
      {"firm_count", {"0", "1", "2"}}};
  for (const auto& [name, labels] : expected) {
    INFO(name);
    CHECK(axes.at(name) == labels);
  }
  CHECK(axes.size() == std::size(expected) + 2 + 4);  // moves below, and items of accounts
}

TEST_CASE("Accounts have their items") {
  const Axes axes = axes_of(little_scenario());
  CHECK(axes.at("host_item") == Labels{"sales", "compute", "royalties", "revenue_levies"});
  CHECK(axes.at("government_item").front() == "price_support");
  CHECK((axes.at("firm_item").size() == 15 && axes.at("outside_item").size() == 13));
}

TEST_CASE("Moves go between lines, or from and to none") {
  const Axes axes = axes_of(little_scenario());
  CHECK(axes.at("from_line") == Labels{"none", "keep", "give", "give-max", "late", "late-open"});
  CHECK(axes.at("to_line") == axes.at("from_line"));
}

TEST_CASE("Nobody uses more firms than there are firms") {
  CHECK(axes_of(little_scenario({"firms.Late=null", "firms.Give=null"})).at("firm_count") == Labels{"0", "1"});
  CHECK(axes_of(little_scenario({"firms=null"})).at("line").empty());
}

TEST_CASE("A series has a cell for each combination of names") {
  const Axes axes = axes_of(little_scenario());
  CHECK(dims_of(series("hhi_tokens")).empty());
  CHECK(cell_count(series("hhi_tokens"), axes) == 1);
  CHECK(dims_of(series("switching_flow")) == std::vector<std::string>{"from_line", "to_line"});
  CHECK(cell_count(series("switching_flow"), axes) == 36);
  CHECK(cell_count(series("tokens"), axes) == 5 * 2 * 2);
  CHECK(cell_count(series("tokens"), axes_of(little_scenario({"firms=null"}))) == 0);
}
