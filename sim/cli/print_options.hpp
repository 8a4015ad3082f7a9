#pragma once
/// How `run` and `compare` print a comparison.

#include <CLI/CLI.hpp>

namespace moat {

struct PrintOptions {
  bool json = false, csv = false;
};

inline void add_print_options(CLI::App& verb, PrintOptions& options) {
  auto* json = verb.add_flag("--json", options.json, "print the tables as JSON");
  verb.add_flag("--csv", options.csv, "print the tables as CSV")->excludes(json);
}

}  // namespace moat
