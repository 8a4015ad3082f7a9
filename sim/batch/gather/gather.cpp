#include "batch/gather/gather.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "base/missing.hpp"
#include "base/version.hpp"
#include "batch/work/agenda.hpp"
#include "batch/gather/description.hpp"
#include "batch/gather/values.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Attributes;
using h5::Type;

/// Runs whose seeds, messages and seconds are held at once.
constexpr std::size_t runs_at_once = 65'536;

/// Rows of an event table that are held before they are written.
constexpr std::size_t event_block = 50'000;

/// Status, seed and message of each run, and its seconds; `places` runs at a time.
void write_runs(h5::File& file, const Plan& plan, const JournalState& state, const std::vector<std::int8_t>& status) {
  const std::vector<std::string> dims{"point", "replicate"};
  Attributes flags = about("what became of the run");
  flags.push_back({"flag_values", std::vector<std::int8_t>{0, 1, 2, 3, 4}});
  flags.push_back({"flag_meanings", fmt::format("{}", fmt::join(Choices<RunStatus>::names, " "))});
  file.variable("run_status", {.dims = dims, .type = Type::int8, .attributes = flags});
  file.write("run_status", status);
  file.variable(
      "run_seed",
      {.dims = dims, .type = Type::uint64, .attributes = about("seed; with the replicate it names all draws")});
  file.variable("run_message", {.dims = dims, .type = Type::text, .attributes = about("why the run failed")});
  file.group("timing");
  std::vector<std::int64_t> numbers(status.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  file.scale("timing/run", numbers, about("run: place of the point x replicates + place of the replicate"));
  file.variable("timing/seconds", {.dims = {"run"}, .attributes = about("wall time of the run", "s")});
  const auto points = std::size_t(plan.points()), replicates = std::size_t(plan.replicates());
  const std::size_t at_once = std::max<std::size_t>(runs_at_once / replicates, 1);
  for (std::size_t p0 = 0; p0 < points; p0 += at_once) {
    const std::size_t width = std::min(at_once, points - p0);
    std::vector<std::uint64_t> seed;
    std::vector<std::string> message(width * replicates);
    std::vector<double> seconds(width * replicates, missing_value);
    for (std::size_t i = 0; i < width * replicates; ++i) {
      const auto point = std::int64_t(p0 + i / replicates), place = std::int64_t(i % replicates);
      if (place == 0) seed.insert(seed.end(), replicates, std::uint64_t(plan.run_params(point).seed));
      const std::int64_t run = plan.run_of(point, place);
      const auto failure = state.failures.find(run);
      if (failure != state.failures.end()) {
        message[i] = failure->second.message;
        seconds[i] = failure->second.seconds;
      } else if (state.is_done(run)) {
        seconds[i] = double(state.seconds[std::size_t(run)]);
      }
    }
    file.write("run_seed", {{p0, 0}, {width, replicates}}, seed);
    file.write("run_message", {{p0, 0}, {width, replicates}}, message);
    file.write("timing/seconds", {{p0 * replicates}, {width * replicates}}, seconds);
  }
}

/// The event tables of all done runs, in the order of points, then replicates.
class EventWriter {
 public:
  explicit EventWriter(h5::File& file) : file_(file) {
    for (const EventTable& table : tables_) create(table);
  }

  void run(const std::string& point, std::int64_t replicate, Part& part, std::int64_t row) {
    part.events(row, tables_);
    for (std::size_t t = 0; t < tables_.size(); ++t) {
      points_[t].resize(tables_[t].rows(), point);
      replicates_[t].resize(tables_[t].rows(), replicate);
      if (tables_[t].rows() >= event_block) flush(t);
    }
  }
  void end() {
    for (std::size_t t = 0; t < tables_.size(); ++t) flush(t);
  }

 private:
  std::string name(std::size_t t, std::string_view column) const {
    return fmt::format("{}/{}", tables_[t].name, column);
  }

  void create(const EventTable& table) {
    const std::string folder = std::string(table.name) + "/";
    file_.group(table.name);
    file_.scale(folder + "event", std::vector<std::int64_t>{}, about("number of the event"), h5::Length::unlimited);
    const auto column = [&](std::string_view key, Type type, const Attributes& attributes) {
      file_.variable(folder + std::string(key), {.dims = {"event"}, .type = type, .attributes = attributes});
    };
    column("point", Type::text, about("point"));
    column("replicate", Type::int64, about("replicate"));
    for (const EventColumn& one : table.columns) {
      constexpr Type types[] = {Type::text, Type::int64, Type::float64};
      column(one.key, types[one.values.index()], about(one.doc, one.unit));
    }
  }

  void flush(std::size_t t) {
    const std::size_t rows = tables_[t].rows();
    if (rows == 0) return;
    const h5::Block block{{written_[t]}, {rows}};
    std::vector<std::int64_t> numbers(rows);
    std::iota(numbers.begin(), numbers.end(), std::int64_t(written_[t]));
    file_.write(name(t, "event"), block, numbers);
    file_.write(name(t, "point"), block, points_[t]);
    file_.write(name(t, "replicate"), block, replicates_[t]);
    for (EventColumn& column : tables_[t].columns)
      std::visit(
          [&](auto& values) {
            file_.write(name(t, column.key), block, values);
            values.clear();
          },
          column.values);
    points_[t].clear();
    replicates_[t].clear();
    written_[t] += rows;
  }

  h5::File& file_;
  std::vector<EventTable> tables_ = empty_event_tables();
  std::vector<std::vector<std::string>> points_{tables_.size()};
  std::vector<std::vector<std::int64_t>> replicates_{tables_.size()};
  std::vector<hsize_t> written_ = std::vector<hsize_t>(tables_.size(), 0);
};

void write_events(h5::File& file, const Plan& plan, const DoneRuns& runs) {
  EventWriter writer(file);
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    if (!plan.variant(point).record().events) continue;
    for (std::int64_t place = 0; place < plan.replicates(); ++place) {
      const auto found = runs.find(point, place);
      if (!found) continue;
      writer.run(plan.name(point), plan.layout.replicates[std::size_t(place)], runs.open(*found), found->row);
    }
  }
  writer.end();
}

}  // namespace

std::vector<std::int8_t> statuses(const Plan& plan, const JournalState& state) {
  std::vector<std::int8_t> all;
  all.reserve(std::size_t(plan.runs()));
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    std::vector<double> outcomes;
    const auto status_of = [&](std::int64_t place) {
      const std::int64_t run = plan.run_of(point, place);
      if (!plan.is_asked(run)) return RunStatus::unneeded;
      if (state.is_done(run)) return RunStatus::done;
      const auto failure = state.failures.find(run);
      return failure == state.failures.end() ? RunStatus::pending : failure->second.status;
    };
    std::int64_t needed = plan.replicates();
    if (plan.precision.is_on()) {
      for (std::int64_t place = 0; place < needed && status_of(place) != RunStatus::pending; ++place) {
        const auto found = state.outcome.find(plan.run_of(point, place));
        outcomes.push_back(found == state.outcome.end() ? missing_value : found->second);
      }
      // One more than the last whole batch known, so that this batch itself may turn out to be enough.
      outcomes.push_back(missing_value);
      needed = std::min(needed, replicates_needed(plan.precision, outcomes));
    }
    for (std::int64_t place = 0; place < plan.replicates(); ++place)
      all.push_back(std::int8_t(place < needed ? status_of(place) : RunStatus::unneeded));
  }
  return all;
}

Tally tally(const std::vector<std::int8_t>& statuses) {
  Tally count;
  std::int64_t* const by_status[] = {&count.pending, &count.done, &count.failed, &count.timeout, &count.unneeded};
  for (const std::int8_t status : statuses) ++*by_status[status];
  return count;
}

Tally gather(const Folder& folder, const JournalState& state, const std::filesystem::path& output,
             const std::string& command_line, bool as_view, const std::function<void(h5::File&)>& also) {
  const Plan& plan = folder.plan;
  const std::vector<std::int8_t> status = statuses(plan, state);
  Parts parts(folder.path);
  const DoneRuns runs(plan, state, status, parts);
  h5::File file = h5::File::create(output);
  file.attribute("/", {"Conventions", std::string("CF-1.11")});
  file.attribute("/", {"title", plan.title});
  file.attribute("/", {"question", plan.question});
  file.attribute("/", {"source", fmt::format("moat {} (git {}, {})", version(), git_hash(), git_state())});
  file.attribute("/", {"format_version", std::string(format_version)});
  write_axes(file, plan);
  write_names(file, plan);
  if (as_view)
    write_views(file, plan, state, status, folder.path, output);
  else if (plan.variants.front().record().statistics.empty())
    write_values(file, plan, runs);
  else
    write_statistics(file, plan, runs);
  write_outcomes(file, plan, runs);
  write_draws(file, plan, runs);
  write_verdict(file, plan);
  write_runs(file, plan, state, status);
  write_events(file, plan, runs);
  write_provenance(file, folder, command_line);
  write_tasks(file, state);
  also(file);
  file.commit();
  return tally(status);
}

}  // namespace moat
