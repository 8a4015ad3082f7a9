// Small helpers of the nouns. The nouns themselves hold no rules.

#include <cmath>

#include "catch.hpp"
#include "state/series.hpp"
#include "state/world.hpp"

using namespace moat;

TEST_CASE("The clock counts months from the start") {
  Clock clock{Month::of(2023, 1)};
  CHECK(clock.first());
  CHECK(clock.now() == Month::of(2023, 1));
  clock.step = 18;
  CHECK_FALSE(clock.first());
  CHECK(clock.now() == Month::of(2024, 7));
  CHECK(clock.years() == 1.5);
}

TEST_CASE("Entries are found by name") {
  std::vector<DomainEntry> domains(2);
  domains[0].name = "language";
  domains[1].name = "coding";
  CHECK(find_entry(domains, "coding") == 1);
  CHECK(find_entry(domains, "robotics") == -1);
}

TEST_CASE("Numbers are found by name, or are what the caller says") {
  const Numbers numbers{{"a", 2}, {"b", 0}};
  CHECK(number_for(numbers, "a") == 2);
  CHECK(number_for(numbers, "b", 7) == 0);
  CHECK(number_for(numbers, "c") == 0);
  CHECK(number_for(numbers, "c", 7) == 7);
}

TEST_CASE("Usage of a task is a whole number of kilotokens, rounded to the nearest") {
  CHECK(task_usage(1000, 1) == 1000);
  CHECK(task_usage(1000, 1.5) == 1500);
  CHECK(task_usage(3, 0.5) == 2);  // 1.5
  CHECK(task_usage(1, 0.4) == 0);
  CHECK(task_usage(4294967295u, 1000) == 4294967295000);
}

TEST_CASE("Every enumerator has its name") {
  CHECK(Choices<Strategy>::names[std::size_t(Strategy::reactive)] == "reactive");
  CHECK(Choices<Strategy>::names[std::size_t(Strategy::closed)] == "closed");
  CHECK(Choices<Openness>::names[std::size_t(Openness::open)] == "open");
  CHECK(Choices<Grade>::names[std::size_t(Grade::entry)] == "entry");
}

TEST_CASE("Slots fit into a byte") {
  CHECK(max_tasks == 8);    // the bits of Developers::tasks
  CHECK(max_lines == 255);  // slot 0 is no model
  CHECK(std::isinf(Range{}.high));
}
