#pragma once
/// What may be wrong with product lines that one value does not show: licences without weights or without a royalty,
/// and more promotions at a time than developers can be grouped by.

#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

/// Adds problems at the position of the value at fault.
void check_lines(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
