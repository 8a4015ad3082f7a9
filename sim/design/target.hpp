#pragma once
/// The parameter that a factor sets.

#include <optional>
#include <string>
#include <vector>

#include "base/describe.hpp"

namespace moat {

struct Scenario;

struct Target {
  enum class Kind { number, whole, date, other };
  Kind kind = Kind::other;
  Text text;        ///< unit, range, sentence
  std::string own;  ///< the value that the scenario has, as YAML; empty for none that a file can give

  bool is_number() const { return kind == Kind::number || kind == Kind::whole; }
};

/// The parameter at a dotted path of the scenario, or why no factor can set it.
struct FoundTarget {
  std::optional<Target> target;
  std::string fault;  ///< "run.skip is list of texts (...)"
};
FoundTarget find_target(const Scenario& scenario, const std::string& path);

/// True where one path leads to, or into, what the other leads to.
bool overlap(std::string_view a, std::string_view b);

/// YAML that a scenario reads as this text: as it is for numbers, dates and switches, else in quotes where needed.
std::string yaml_for(const Target& target, const std::string& text);

}  // namespace moat
