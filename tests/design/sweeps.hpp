#pragma once
/// Sweep files of tests/little.yaml in a folder of their own.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "design/design.hpp"
#include "model/model.hpp"

namespace moat {

inline const std::string little = std::string(MOAT_SOURCE) + "/tests/little.yaml";

/// A folder that is gone with the object.
class SweepFolder {
 public:
  SweepFolder() : path(std::filesystem::temp_directory_path() / fmt::format("moat_design_{}_{}", getpid(), next++)) {
    std::filesystem::create_directory(path);
  }
  ~SweepFolder() { std::filesystem::remove_all(path); }
  SweepFolder(const SweepFolder&) = delete;
  SweepFolder& operator=(const SweepFolder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return (path / name).string();
  }
  std::filesystem::path path;

 private:
  static inline int next = 0;
};

/// A sweep of the little scenario with `scenario` put into it, read from `text`, whose first line is line 4.
inline LoadedSweep load_text(const SweepFolder& folder, const std::string& text, const std::string& scenario = "",
                             const std::vector<std::string>& sets = {}) {
  folder.write("base.yaml", fmt::format("schema_version: 2\nextends: {}\n{}", little, scenario));
  const std::string file = folder.write("sweep.yaml", "schema_version: 2\ntitle: test\nscenario: base.yaml\n" + text);
  return load_sweep(file, sets, known_names());
}

inline DesignTable design_of(const std::string& text, const std::string& scenario = "") {
  const SweepFolder folder;
  return make_design(load_text(folder, text, scenario));
}

/// What is wrong with the sweep, without the folder's name; "" for nothing.
inline std::string problems_of(const std::string& text, const std::string& scenario = "", const std::string& csv = "") {
  const SweepFolder folder;
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
