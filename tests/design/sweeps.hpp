#pragma once
/// Sweep files of tests/little.yaml in a folder of their own.

#include <string>
#include <vector>

#include <fmt/format.h>

#include "design/design.hpp"
#include "model/model.hpp"
#include "test_folder.hpp"

namespace moat {

inline const std::string little = std::string(MOAT_SOURCE) + "/tests/little.yaml";

/// A sweep of the little scenario with `scenario` put into it, read from `text`, whose first line is line 4.
inline LoadedSweep load_text(const TestFolder& folder, const std::string& text, const std::string& scenario = "",
                             const std::vector<std::string>& sets = {}) {
  folder.write("base.yaml", fmt::format("schema_version: 2\nextends: {}\n{}", little, scenario));
  const std::string file = folder.write("sweep.yaml", "schema_version: 2\ntitle: test\nscenario: base.yaml\n" + text);
  return load_sweep(file, sets, known_names());
}

inline DesignTable design_of(const std::string& text, const std::string& scenario = "") {
  const TestFolder folder;
  return make_design(load_text(folder, text, scenario));
}

/// What is wrong with the sweep, without the folder's name; "" for nothing.
inline std::string problems_of(const std::string& text, const std::string& scenario = "", const std::string& csv = "") {
  const TestFolder folder;
  if (!csv.empty()) folder.write("points.csv", csv);
  std::string problems;
  try {
    make_design(load_text(folder, text, scenario));
  } catch (const InputError& error) {
    problems = error.what();
  }
  const std::string prefix = folder.path.string() + "/";
  for (std::size_t at; (at = problems.find(prefix)) != problems.npos;) problems.erase(at, prefix.size());
  const std::string file = "sweep.yaml:";
  for (std::size_t at; (at = problems.find(file)) != problems.npos;) problems.erase(at, file.size());
  return problems;
}

/// The cells of a column, `1 2 3`.
inline std::string column(const DesignTable& table, std::size_t c) {
  std::string all;
  for (std::size_t p = 0; p < table.size(); ++p) all += (p ? " " : "") + table.cell(p, c);
  return all;
}

}  // namespace moat
