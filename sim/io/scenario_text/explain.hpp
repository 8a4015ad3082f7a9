#pragma once
/// Finds parameters by what a user remembers of their names, and describes them.

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"

namespace moat {

struct Match {
  std::string path;  ///< list entries as `*`: `firms.*.region`
  const Field* field;
  bool exact;  ///< the text names it, in full or by its last parts; otherwise it is only similar
};

/// The fields a text may mean: the one at that path; else those whose path ends so; else similar ones, nearest first.
/// `scratch`: an object with the defaults that nothing else uses, see visit_described.
std::vector<Match> search_fields(Item scratch, std::string_view text);

/// Description of the parameters that `key` means: sentence, kind, unit, range, default, evidence, references, and where
/// it acts.
/// An InputError with similar names if there is none.
std::string explain(Item scratch, std::string_view key);

/// `[0, 1]`, `at least 0`, `at most 5`; empty if every number is allowed.
std::string range_text(Range range);

/// `measured: Publication 2024`; empty for a part.
std::string evidence_text(const Evidence& evidence);

}  // namespace moat
