#pragma once
/// What `moat verify` prints: a table for terminals (120 columns), Markdown for papers, JSON for programs.

#include <span>
#include <string>

#include "verify/benchmark.hpp"

namespace moat {

std::string as_table(std::span<const Examined> rows);
std::string as_markdown(std::span<const Examined> rows);

/// An array with one object per number, ready for pandas; benchmarks that cannot be expressed have one without numbers.
std::string as_json(std::span<const Examined> rows);

/// Numbers that agree, and all of them.
struct Agreement {
  std::size_t agree = 0, all = 0;
};
Agreement count_agreement(std::span<const Examined> rows);

/// What there is to run: as text, or as a JSON array.
std::string list_text(std::span<const Benchmark> all);
std::string list_json(std::span<const Benchmark> all);

}  // namespace moat
