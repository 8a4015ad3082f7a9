#pragma once
/// Which parameters act. Some do only where others have certain values: what follows a choice that was not made, the
/// scale of what has weight 0, a mechanism that is skipped. The row of such a parameter, or of a part, says so:
///
///   number("hurdle", ...).acts_if("finance.capex_rule is responsive")
///
///   condition = any { " and " any }
///   any       = term { " or " term }
///   term      = path ( " is " name-or-number | " is not " number | " has " name | " lacks " name | " is given" |
///               " is left out" )
///
/// A path leads from the root of the scenario, or, with a point before it, from the object that the parameter belongs
/// to; `*` stands for the entries of a list. `has` and `lacks` ask for an element of a list of texts. A term holds if it
/// does for any of the values that the path leads to: any entry, any point in time.

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"

namespace moat {

/// A parameter that changes nothing in a scenario as it is.
struct Inert {
  std::string path;       ///< `firms.Atlas.open_delay`
  std::string condition;  ///< the one that does not hold, such as `firms.Atlas.strategy is delayed`
  bool required = false;  ///< it must be given all the same
};

/// All of them, parts left out, in the order of the description. A condition that cannot be read, or whose path leads
/// nowhere, is a mistake in the rows.
std::vector<Inert> inert_parameters(Item root);

/// The conditions of the parameter or part at a path (as in find_field) and of all parts that it lies in, joined by
/// " and ", with full paths; empty if it always acts.
std::string acts_if(Item scratch, std::string_view path);

}  // namespace moat
