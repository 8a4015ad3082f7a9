// From which month on two scenarios may differ: dated values from their dates, all else from the start.

#include "catch.hpp"
#include "model/first_difference.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

/// The key and month of the difference that assignments make, "" where there is none.
std::string difference(const std::vector<std::string>& sets, const std::vector<std::string>& of = {}) {
  const auto found = first_difference(little_scenario(of), little_scenario(sets));
  return found ? found->path + " " + to_string(found->month) : "";
}

}  // namespace

TEST_CASE("What no month reads makes no difference") {
  CHECK(difference({}).empty());
  CHECK(difference({"title=Another", "run.end=2025-06", "run.replicates=3", "description=A text"}).empty());
}

TEST_CASE("A key without a date differs from the start, so does a seed") {
  CHECK(difference({"adoption.peer_weight=0.123"}) == "adoption.peer_weight 2024-01");
  CHECK(difference({"run.seed=8"}) == "run.seed 2024-01");
  CHECK(difference({"regions.north.hosting=0.8"}) == "regions.north.hosting 2024-01");
}

TEST_CASE("Measures differ from when they are announced, or begin, or from their end where that alone moves") {
  CHECK(difference({"policy.measures.control.enforcement=0.4"}) == "policy.measures.control.enforcement 2024-04");
  CHECK(difference({"policy.measures.block.coverage=0.4"}) == "policy.measures.block.coverage 2024-10");
  CHECK(difference({"policy.measures.block.from=2024-08"}) == "policy.measures.block.from 2024-08");
  CHECK(difference({"policy.measures.ban.until=2025-11"}) == "policy.measures.ban.until 2025-09");
  CHECK(difference({"policy.measures.ban=null"}).ends_with("2025-03"));
}

TEST_CASE("Paths differ from a month before they bend, and earlier where adaptive firms look ahead") {
  const std::vector<std::string> flat = {"firms.Keep.capex={2024-01: 2e8, 2025-01: 2e8, 2025-06: 2e8}"},
                                 bent = {"firms.Keep.capex={2024-01: 2e8, 2025-01: 2e8, 2025-06: 9e8}"};
  CHECK(difference(bent, flat) == "firms.Keep.capex 2025-01");
  const auto with = [](std::vector<std::string> sets) {
    sets.emplace_back("release.horizon=6");
    sets.emplace_back("firms.Give.strategy=adaptive");
    return sets;
  };
  CHECK(difference(with(bent), with(flat)) == "firms.Keep.capex 2024-07");
}

TEST_CASE("Strategies differ from the first date that is one's own, and the first holds before its date") {
  CHECK(difference({"firms.Keep.strategy={2024-01: closed, 2025-03: closed}"}) == "firms.Keep.strategy 2025-02");
  CHECK(difference({"firms.Keep.strategy={2024-01: closed}"}).empty());
  CHECK(difference({"firms.Give.strategy=open"}) == "firms.Give.strategy 2024-01");
}

TEST_CASE("The earliest difference counts") {
  CHECK(difference({"policy.measures.block.coverage=0.4", "policy.measures.control.enforcement=0.4"}) ==
        "policy.measures.control.enforcement 2024-04");
}
