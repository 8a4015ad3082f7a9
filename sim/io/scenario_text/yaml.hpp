#pragma once
/// Reads a scenario: YAML files, parents first, then `--set`, into one described object; all mistakes at once.
///
/// A file may name parents at its root (`extends: baseline.yaml`, or a list read in that order, paths relative to the
/// file). Parts and lists amend what is inherited, key by key and entry by entry; `name: null` removes an entry, null
/// instead of a list empties it. Every other value replaces the inherited one as a whole.

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "io/scenario_text/amend.hpp"
#include "io/scenario_text/tree.hpp"

namespace moat {

/// The version of the scenario format that this program writes: `schema_version` at the root of each file. Files of
/// older versions are read too, their names by the table of renamed.hpp.
inline constexpr std::int64_t schema_version = 2, oldest_schema_version = 1;

/// What was read, and where each value comes from.
struct Reading {
  std::string main_file;        ///< as the user named it
  std::vector<Source> sources;  ///< in the order applied: parents before the files that extend them, then `--set`
  GivenPaths given;

  /// Where a path such as `firms.OpenAI.region` was given; else its nearest ancestor that was, else the main file.
  Position where(std::string_view path) const;

  /// "given" in the main file, "inherited" from a parent, "set" on the command line, or "default".
  std::string_view origin(std::string_view path) const;
};

/// Puts the value that `source` holds as YAML at a dotted path of `root`, checked as in a file. Entries and numbers on
/// the way must exist. False if the text is no YAML at all.
bool amend_at(Item root, const std::string& path, const Source& source, GivenPaths& given,
              std::vector<Problem>& problems);

/// Problems that concern more than one value, looked for once all is read, even where single values are wrong.
using MoreChecks = std::function<std::vector<Problem>(const Reading&)>;

/// Called with what was noted once a source, which has this name, has been read into the object.
using AfterSource = std::function<void(std::string_view name, GivenPaths& given)>;

/// Reads a file and `path.to.key=value` assignments into `root`, which holds the defaults.
///
/// Throws InputError with every problem of all files in their order, also missing keys and names that refer to nothing.
/// A main file that cannot be read is an IoError with Exit::input_missing.
Reading read_scenario(
    const std::filesystem::path& file, std::span<const std::string> assignments, Item root,
    const MoreChecks& more = [](const Reading&) { return std::vector<Problem>{}; },
    const AfterSource& after = [](std::string_view, GivenPaths&) {});

/// Throws the problems, if any: in the order of the sources, then by line and column. For checks after reading.
void throw_if_any(std::vector<Problem> problems, const Reading& reading);

/// The scenario in full: every key with its value in effect, fit to be read again to an equal object.
std::string to_yaml(Item root);

}  // namespace moat
