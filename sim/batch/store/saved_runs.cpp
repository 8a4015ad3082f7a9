#include "batch/store/saved_runs.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "base/version.hpp"
#include "io/hdf5/read.hpp"
#include "model/first_difference.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;
using h5::about;
using h5::Type;

std::string this_program() {
  return fmt::format("{} (git {}, {})", version(), git_hash(), git_state());
}

}  // namespace

// Scenarios are read by the name of their file, so it is one for as long as that takes.
Plan plan_of_text(const std::string& name, const std::string& yaml, std::span<const std::string> assignments,
                  const std::vector<std::string>& only) {
  std::string folder = (fs::temp_directory_path() / "moat-XXXXXX").string();
  if (!mkdtemp(folder.data())) throw IoError(folder, "be made", "no room for temporary files", Exit::cannot_create);
  const fs::path file = fs::path(folder) / (name + ".yaml");
  const auto clear = [&] {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  };
  try {
    std::ofstream(file) << yaml;
    const std::string files[] = {file.string()};
    Plan plan = plan_of_files(files, assignments, only);
    clear();
    return plan;
  } catch (...) {
    clear();
    throw;
  }
}

void write_saved_runs(h5::File& file, const Plan& plan, const std::map<std::int64_t, SavedRun>& runs, Month month) {
  file.group("state");
  file.attribute("state", {"month", to_string(month)});
  file.attribute("state", {"program", this_program()});
  file.attribute("state", {"name", plan.scenarios.front().name});
  file.text("state/scenario_yaml", resolved(plan.scenarios.front()));
  std::vector<std::string> names, points;
  std::vector<std::int64_t> numbers, replicates, sizes;
  std::size_t total = 0;
  if (!runs.empty())
    for (const auto& [name, bytes] : runs.begin()->second.values) names.push_back(name);
  for (const auto& [number, run] : runs) {
    numbers.push_back(std::int64_t(numbers.size()));
    points.push_back(plan.name(plan.point_of(number)));
    replicates.push_back(plan.layout.replicates[std::size_t(plan.place_of(number))]);
    for (const auto& [name, bytes] : run.values) {
      sizes.push_back(std::int64_t(bytes.size()));
      total += bytes.size();
    }
  }
  file.scale("state/run", numbers, about("run that stopped"));
  file.scale("state/value", names, about("what is kept of a run: a column of the state, or a part of its result"));
  file.dimension("state/byte", total);
  file.variable("state/point", {.dims = {"run"}, .type = Type::text, .attributes = about("point")});
  file.write("state/point", points);
  file.variable("state/replicate", {.dims = {"run"}, .type = Type::int64, .attributes = about("replicate")});
  file.write("state/replicate", replicates);
  file.variable("state/size", {.dims = {"run", "value"}, .type = Type::int64, .attributes = about("length", "bytes")});
  file.write("state/size", sizes);
  file.variable("state/bytes",
                {.dims = {"byte"}, .type = Type::int8, .attributes = about("values, one after another")});
  hsize_t at = 0;
  for (const auto& [number, run] : runs)
    for (const auto& [name, bytes] : run.values) {
      if (!bytes.empty()) file.write("state/bytes", {{at}, {bytes.size()}}, bytes);
      at += bytes.size();
    }
}

SavedRuns read_saved_runs(const fs::path& path) {
  const h5::Reader file = h5::Reader::open(path);
  if (!file.has("state/bytes"))
    throw IoError(path.string(), "go on from", "it holds no saved state (moat run --save MONTH writes one)");
  const auto text = [&](const std::string& name) { return file.attribute_text("state", name).value_or(""); };
  if (text("program") != this_program())
    throw IoError(path.string(), "go on from",
                  fmt::format("it was saved by moat {}, this is {}: use that one, or save the state again",
                              text("program"), this_program()),
                  Exit::cannot_create);
  SavedRuns saved{
      path, parse_month(text("month")).value_or(Month{}), file.text("state/scenario_yaml"), text("name"), {}, {}};
  saved.plan = plan_of_text(saved.name, saved.scenario, {}, {});
  const std::vector<std::string> names = file.texts("state/value"), points = file.texts("state/point");
  const auto replicates = file.all<std::int64_t>("state/replicate"), sizes = file.all<std::int64_t>("state/size");
  const std::size_t total = file.info("state/bytes").size();
  hsize_t at = 0;
  for (std::size_t run = 0; run < points.size(); ++run) {
    SavedRun one{saved.month, {}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::int64_t size = sizes.at(run * names.size() + i);
      if (size < 0 || hsize_t(size) > total - at)
        throw IoError(path.string(), "go on from", "its saved state is damaged (save it again)");
      Bytes bytes(std::size_t(size), 0);
      if (size > 0) file.read("state/bytes", {{at}, {hsize_t(size)}}, std::span<std::int8_t>(bytes));
      at += hsize_t(size);
      one.values.emplace(names[i], std::move(bytes));
    }
    saved.runs.emplace(std::pair{points[run], replicates.at(run)}, std::move(one));
  }
  return saved;
}

std::map<std::int64_t, const SavedRun*> runs_to_go_on_from(const SavedRuns& saved, const Plan& plan) {
  std::vector<Problem> problems;
  std::map<std::int64_t, const SavedRun*> from;
  const Position where{saved.path.string(), 0, 0};
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    std::int64_t at = 0;
    while (at < saved.plan.points() && saved.plan.name(at) != plan.name(point)) ++at;
    if (at == saved.plan.points()) at = 0;
    const std::string name = saved.plan.name(at);
    if (name != plan.name(point) && saved.plan.points() > 1) {
      problems.push_back({where, fmt::format("has no saved run of {} (name an arm that it has)", plan.name(point))});
      continue;
    }
    const std::shared_ptr<const Scenario> scenario = plan.scenario(point);
    if (scenario->run.end < saved.month)
      problems.push_back({where, fmt::format("{} ends in {} (it was saved in {}: give a later --until)",
                                             plan.name(point), to_string(scenario->run.end), to_string(saved.month))});
    const auto difference = first_difference(*saved.plan.scenario(at), *scenario);
    if (difference && difference->month <= saved.month)
      problems.push_back(
          {where,
           fmt::format("is not of this scenario: {} differs and may act from {} on, before the state was saved at "
                       "the end of {} (change only what begins later, or save again from the changed scenario)",
                       difference->path, to_string(difference->month), to_string(saved.month))});
    for (std::int64_t place = 0; place < plan.replicates(); ++place) {
      const std::int64_t run = plan.run_of(point, place);
      if (!plan.is_asked(run)) continue;
      const std::int64_t replicate = plan.layout.replicates[std::size_t(place)];
      const auto found = saved.runs.find({name, replicate});
      if (found == saved.runs.end()) {
        problems.push_back(
            {where,
             fmt::format("has no saved run of replicate {} of {} (save it with more --replicates)", replicate, name)});
        break;
      }
      from.emplace(run, &found->second);
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return from;
}

}  // namespace moat
