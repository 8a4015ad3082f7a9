#pragma once
// Little sweeps in folders of their own, begun, carried out and read back.

#include <map>
#include <set>

#include "catch.hpp"
#include "design/sweeps.hpp"
#include "io/hdf5/read.hpp"
#include "simulation/stop.hpp"
#include "batch/work/agenda.hpp"
#include "batch/gather/gather.hpp"
#include "batch/work/worker.hpp"

namespace moat {

/// A run takes a few milliseconds, and records two series and an outcome.
inline const std::string quick = R"(run: {developers: 40, end: 2025-03}
record: {series: [tokens, hhi_tokens]}
outcomes: {concentration: {series: hhi_tokens}}
)";

/// Three points, two replicates.
inline const std::string three_points = "replicates: 2\nfactors:\n  adoption.peer_weight: {values: [0, 0.5, 1]}\n";

/// With a growth of 1, research gains forty points a month and leaves the range of capability in 2045: the honest way to
/// a failed run.
inline const std::string exploding = R"(run: {developers: 20, end: 2060-12}
record: {series: [hhi_tokens]}
capability: {per_tenfold: 40}
)";

/// For `exploding`: two good points and one that fails in 2045.
inline const std::string one_explodes = "replicates: 2\nfactors:\n  research.growth: {values: [0.05, 1, 0.1]}\n";

inline Plan plan_of(const TestFolder& folder, const std::string& sweep, const std::string& scenario = quick,
                    const std::vector<std::string>& sets = {}) {
  folder.write("base.yaml", fmt::format("schema_version: 2\nextends: {}\n{}", little, scenario));
  const std::string text = "schema_version: 2\ntitle: test\nscenario: base.yaml\n" + sweep;
  return plan_of_sweep(folder.write("sweep.yaml", text), sets);
}

/// A sweep that was begun in `sweep` below a folder.
inline Folder begun(const TestFolder& folder, const std::string& sweep = three_points,
                    const std::string& scenario = quick) {
  return begin_folder(folder.path / "sweep", plan_of(folder, sweep, scenario), "moat sweep");
}

inline JournalState journals_of(const Folder& folder) {
  return read_journals(folder.path, folder.plan.runs(), folder.plan.precision.is_on(), true);
}

/// Does what is due, without the engine's care for other processes.
inline WorkSummary work_on(const Folder& folder, WorkOptions options = {}, bool retry_failed = false) {
  stop_requested = false;
  PlanAgenda agenda(folder.plan, journals_of(folder), options.slice, retry_failed);
  LocalSource source(agenda);
  options.due = agenda.due();
  return work(folder.plan, folder.path, source, options);
}

inline std::int64_t done_of(const Folder& folder) {
  const JournalState state = journals_of(folder);
  return std::count_if(state.part_of.begin(), state.part_of.end(), [](auto part) { return part >= 0; });
}

/// All that a file holds but what differs between two calls, by name; numbers bit for bit.
inline void collect(const h5::Reader& file, const std::string& group, std::map<std::string, std::string>& all) {
  for (const std::string& name : file.names(group)) {
    const std::string path = group == "/" ? name : group + "/" + name;
    if (path == "timing") continue;
    if (file.is_group(path)) {
      collect(file, path, all);
    } else if (file.info(path).type == h5::Type::text) {
      const bool single = file.info(path).shape.empty();
      for (const std::string& text : single ? std::vector{file.text(path)} : file.texts(path)) all[path] += text + "\n";
    } else {
      const auto values = file.all<double>(path);
      all[path] = fmt::format("{} values ", values.size()) +
                  std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double));
    }
  }
}

inline std::map<std::string, std::string> contents(const std::filesystem::path& file) {
  std::map<std::string, std::string> all;
  collect(h5::Reader::open(file), "/", all);
  return all;
}

/// The gathered output of a folder.
inline std::filesystem::path gathered(const Folder& folder, const std::string& name = "out.h5", bool as_view = false) {
  const std::filesystem::path file = folder.path.parent_path() / name;
  gather(folder, journals_of(folder), file, "moat gather", as_view);
  return file;
}

inline std::set<std::string> names_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

}  // namespace moat
