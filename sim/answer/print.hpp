#pragma once
/// A comparison for readers and for programs: all three hold the same numbers.

#include <string>

#include "answer/comparison.hpp"

namespace moat {

/// At most 120 columns: a table for each number, basins where there are some, the tests and the verdict.
std::string as_text(const Answer& answer);

/// `more` is what else is known, as members: name and JSON.
std::string as_json(const Answer& answer, const std::vector<std::pair<std::string, std::string>>& more = {});

/// A line for each point and number, then one for each test; a header for either.
std::string as_csv(const Answer& answer);

/// A number with as many decimals as make sense beside others of this size.
std::string number_text(double value, double size, bool with_sign = false);

}  // namespace moat
