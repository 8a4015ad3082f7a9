#include "batch/store/folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/version.hpp"
#include "batch/store/shell_word.hpp"
#include "io/durable.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;
using OrderedJson = nlohmann::ordered_json;

constexpr std::string_view manifest_name = "sweep.json";

std::string program() {
  return fmt::format("{} (git {}, {})", version(), git_hash(), git_state());
}

std::string scenario_file(std::size_t number) {
  return fmt::format("scenario-{}.yaml", number);
}

OrderedJson manifest(const Plan& plan, const std::string& command_line) {
  OrderedJson scenarios = OrderedJson::array();
  for (const NamedScenario& one : plan.scenarios) scenarios.push_back({{"name", one.name}, {"replay", one.replay}});
  const Precision& p = plan.precision;
  return {{"format", folder_version},
          {"id", plan.id},
          {"title", plan.title},
          {"question", plan.question},
          {"moat", program()},
          {"command_line", command_line},
          {"points", plan.points()},
          {"replicates", plan.replicates()},
          {"runs", plan.runs()},
          {"scenarios", scenarios},
          {"until_ci",
           {{"outcome", p.outcome},
            {"half_width", p.half_width},
            {"confidence", p.confidence},
            {"batch", p.batch},
            {"maximum", p.maximum}}},
          {"design", description(plan.design)}};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

/// Names that this program gives files in a folder of its own.
bool is_ours(std::string_view name) {
  // NAME.tmp-<process> is NAME half written.
  if (const std::size_t end = name.rfind(".tmp-"); end != name.npos && is_number(name.substr(end + 5)))
    name = name.substr(0, end);
  const auto between = [&](std::string_view begin, std::string_view end) {
    const bool fits = name.size() >= begin.size() + end.size() && name.starts_with(begin) && name.ends_with(end);
    return fits ? name.substr(begin.size(), name.size() - begin.size() - end.size()) : std::string_view();
  };
  for (const std::string_view fixed :
       {manifest_name, std::string_view("design.csv"), std::string_view("given.txt"), std::string_view("results.h5"),
        std::string_view("job.sh"), std::string_view("gather.sh"), std::string_view("log")})
    if (name == fixed) return true;
  return is_number(between("scenario-", ".yaml")) || !between("journal-", ".jsonl").empty() ||
         !between("part-", ".h5").empty();
}

/// `DIR/` means DIR: beside it, not in it, the folder is made ready.
fs::path without_slash(const fs::path& path) {
  return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

/// A scenario that cannot be run by itself as it was given is replayed from its copy in the folder.
std::string replay_from_copy(const std::string& given, const fs::path& copy) {
  return given.empty() ? "moat run " + shell_word(copy.string()) : given;
}

}  // namespace

bool is_occupied(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) && !(fs::is_directory(path, error) && fs::is_empty(path, error));
}

bool is_sweep(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path / manifest_name, error);
}

Folder begin_folder(const fs::path& given_path, Plan plan, const std::string& command_line) {
  const fs::path path = without_slash(given_path);
  fs::path temporary = path;
  temporary += fmt::format(".tmp-{}", ::getpid());
  std::error_code error;
  fs::create_directories(temporary, error);
  if (error) throw IoError(path.string(), "create", error.message(), Exit::cannot_create);
  try {
    for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
      write_whole(temporary / scenario_file(i), resolved(plan.scenarios[i]));
    write_whole(temporary / "design.csv", to_csv(plan.design));
    write_whole(temporary / "given.txt", plan.given);
    write_whole(temporary / manifest_name,
                manifest(plan, command_line).dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
    fs::rename(temporary, path, error);  // replaces an empty folder, never a full one
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(temporary, ignored);
    throw;
  }
  if (error) {
    const std::string why = error.message();
    fs::remove_all(temporary, error);
    if (!is_sweep(path)) throw IoError(path.string(), "create", why, Exit::cannot_create);
    Folder there = open_folder(path);
    if (there.plan.id != plan.id)
      throw IoError(path.string(), "begin", "another sweep was begun there (give another folder with -o)",
                    Exit::cannot_create);
    return there;
  }
  flush_folder(path.has_parent_path() ? path.parent_path() : ".");
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i)
    plan.scenarios[i].replay = replay_from_copy(plan.scenarios[i].replay, path / scenario_file(i));
  return {path, std::move(plan), command_line, program()};
}

Folder open_folder(const fs::path& path) {
  std::error_code error;
  if (!is_sweep(path))
    throw IoError(path.string(), "open",
                  fs::exists(path, error) ? "there is no sweep in it (sweep.json is missing)" : "no such folder",
                  Exit::input_missing);
  const auto damaged = [&](const std::string& why) {
    return IoError(path.string(), "open", why + " (begin the sweep again in another folder)", Exit::io);
  };
  const OrderedJson json = OrderedJson::parse(read_whole(path / manifest_name), nullptr, false);
  if (!json.is_object() || !json.contains("format")) throw damaged("sweep.json is damaged");
  if (json["format"] != folder_version)
    throw damaged(
        fmt::format("it has format {}, this Moat knows {}, where parameters and series have other names; "
                    "finish it with the version that began it, {}",
                    json["format"].dump(), folder_version,
                    json.contains("moat") ? "moat " + json["moat"].get<std::string>() : "which is unknown"));
  Folder folder{path, {}, "", ""};
  std::string id;
  try {
    folder.command_line = json.at("command_line");
    folder.version = json.at("moat");
    id = json.at("id");
    Plan& plan = folder.plan;
    plan.title = json.at("title");
    plan.question = json.at("question");
    for (const OrderedJson& one : json.at("scenarios")) {
      const fs::path file = path / scenario_file(plan.scenarios.size());
      plan.scenarios.push_back({one.at("name"),
                                std::make_shared<const LoadedScenario>(load_scenario(file, {}, known_names())),
                                replay_from_copy(one.at("replay"), file)});
    }
    const OrderedJson& until = json.at("until_ci");
    plan.precision = {until.at("outcome"), until.at("half_width"), until.at("confidence"), until.at("batch"),
                      until.at("maximum")};
    plan.given = read_whole(path / "given.txt");
    plan.design = read_csv(read_whole(path / "design.csv"), (path / "design.csv").string(), json.at("design"));
    complete(plan);
  } catch (const OrderedJson::exception& wrong) {
    throw damaged(std::string("sweep.json is damaged: ") + wrong.what());
  }
  if (folder.plan.id != id)
    throw damaged(
        "its scenario or design is not the one it was begun with: a file in it was changed, or this version of "
        "Moat reads it otherwise than " +
        folder.version);
  return folder;
}

void expect_same_version(const Folder& folder) {
  if (folder.version == program()) return;
  throw IoError(
      folder.path.string(), "go on with",
      fmt::format("it was begun by moat {}, this is {}: use that one, or give --allow-version-change (the journals "
                  "will say which runs come from which)",
                  folder.version, program()),
      Exit::cannot_create);
}

void clear_leftovers(const fs::path& path) {
  std::set<std::string> named;
  const JournalState state = read_journals(path, 0, false, false);
  for (const JournalState::Part& part : state.parts) named.insert(part.file);
  if (std::any_of(state.tasks.begin(), state.tasks.end(), [](const TaskRecord& task) { return task.is_live; })) return;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    const std::string name = entry.path().filename().string();
    const bool rest = name.find(".tmp-") != name.npos || (name.starts_with("part-") && !named.contains(name));
    if (rest && is_ours(name)) fs::remove(entry.path(), ignored);
  }
}

void remove_folder(const fs::path& path) {
  for (const fs::directory_entry& entry : fs::directory_iterator(path))
    if (const std::string name = entry.path().filename().string(); !is_ours(name))
      throw IoError(path.string(), "replace", fmt::format("{} in it is not of a sweep", name), Exit::cannot_create);
  std::error_code error;
  fs::remove_all(path, error);
  if (error) throw IoError(path.string(), "remove", error.message(), Exit::cannot_create);
}

}  // namespace moat
