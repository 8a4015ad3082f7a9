#include "cli/batch_options.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"
#include "simulation/stop.hpp"

namespace moat {
namespace {

/// What a text of an option means, or what is wrong with it.
template <class T>
struct Understood {
  T value{};
  std::string fault;
};

/// The number in an environment variable, if there is one.
std::optional<std::int64_t> from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? parse_whole(text).value : std::nullopt;
}

/// The place in a job array, as its batch system tells it.
Understood<Slice> slice_of_environment() {
  const struct {
    const char *index, *count, *first;
    std::int64_t usual_first;
  } systems[] = {{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", 0},
                 {"PBS_ARRAY_INDEX", "PBS_ARRAY_COUNT", "PBS_ARRAY_FIRST", 0},
                 {"SGE_TASK_ID", "SGE_TASK_LAST", "SGE_TASK_FIRST", 1},
                 {"LSB_JOBINDEX", "LSB_JOBINDEX_END", "LSB_JOBINDEX_FIRST", 1}};
  for (const auto& system : systems) {
    const auto index = from_environment(system.index), count = from_environment(system.count);
    if (!index) continue;
    if (!count)
      return {{},
              fmt::format("{0} is set, but not {1}: write --task ${0}/N with the size of the array as N", system.index,
                          system.count)};
    const std::int64_t place = *index - from_environment(system.first).value_or(system.usual_first);
    if (place < 0 || place >= *count)
      return {{}, fmt::format("{} is {}, outside of an array of {}: write --task i/n", system.index, *index, *count)};
    return {{place, *count}, ""};
  }
  return {{}, "no batch system says which task of an array this is: write i/n, with i from 0 to n - 1"};
}

Understood<Slice> read_task(const std::string& text) {
  if (text.empty()) return {};
  if (text == "auto") return slice_of_environment();
  const std::size_t slash = text.find('/');
  const auto index = parse_whole(text.substr(0, slash)).value;
  const auto count = slash == text.npos ? std::nullopt : parse_whole(text.substr(slash + 1)).value;
  if (!index || !count || *count < 1 || *index < 0 || *index >= *count)
    return {{}, fmt::format("'{}' is no task: write i/n with i from 0 to n - 1, or auto", text)};
  return {{*index, *count}, ""};
}

struct ErrorPolicy {
  bool stop = false;
  int retries = 0;
};

Understood<ErrorPolicy> read_policy(const std::string& text) {
  if (text == "continue") return {};
  if (text == "stop") return {{true, 0}, ""};
  const auto retries = text.starts_with("retry:") ? parse_whole(text.substr(6)).value : std::nullopt;
  if (!retries || *retries < 1 || *retries > 100)
    return {{}, fmt::format("'{}' is unknown: must be continue, stop, or retry:N with N from 1 to 100", text)};
  return {{false, int(*retries)}, ""};
}

}  // namespace

void add_batch_options(CLI::App& verb, BatchOptions& options) {
  verb.add_option("-j,--jobs", options.jobs, "threads [all cores]")->check(CLI::Range(0, 4096));
  verb.add_option("--on-error", options.on_error, "continue, stop, or retry:N [continue]")
      ->check([](const std::string& text) { return read_policy(text).fault; });
  verb.add_option("--run-timeout", options.run_timeout, "longest time of one run [s]")->check(CLI::NonNegativeNumber);
  verb.add_option("--flush", options.flush, "longest wait of finished runs in memory [5 s]")
      ->check(CLI::NonNegativeNumber);
  verb.add_option("--progress", options.progress, "auto, bar, json or none")->check([](const std::string& text) {
    return progress_mode(text) ? "" : fmt::format("'{}' is unknown: must be auto, bar, json or none", text);
  });
}

void add_task_option(CLI::App& verb, BatchOptions& options) {
  verb.add_option("--task", options.task, "share of the runs: i/n, or auto in a job array")
      ->type_name("i/n")
      ->check([](const std::string& text) { return read_task(text).fault; });
}

Orders orders_of(const BatchOptions& options) {
  Orders orders;
  const ErrorPolicy policy = read_policy(options.on_error).value;
  orders.work.slice = read_task(options.task).value;
  orders.work.run_timeout = options.run_timeout;
  orders.work.flush_seconds = options.flush;
  orders.work.stop_on_error = policy.stop;
  orders.work.retries = policy.retries;
  return orders;
}

int jobs_of(const BatchOptions& options, const Transport* transport) {
  if (options.jobs > 0) return options.jobs;
  return transport ? 1 : int(std::max(1u, std::thread::hardware_concurrency()));
}

Carried carry_out_shown(const Folder& folder, Transport* transport, Orders orders, const BatchOptions& options) {
  const bool speaks = !transport || transport->rank() == 0;
  Progress progress(speaks ? *progress_mode(options.progress) : ProgressMode::none);
  Reached last;
  orders.work.jobs = jobs_of(options, transport);
  orders.on_progress = [&](const Reached& reached) { progress.show(last = reached); };
  orders.on_trouble = [&](const std::string& text) { fmt::print(stderr, "moat: {}\n", text); };
  stop_on_signals();
  Carried carried = carry_out(folder, transport, std::move(orders));
  progress.finish(last = carried.reached);
  for (const std::string& message : carried.work.messages) fmt::print(stderr, "moat: {}\n", message);
  const auto kept = std::int64_t(carried.work.messages.size());
  if (carried.work.advance.failed > kept)
    fmt::print(stderr, "moat: {} more failed runs (their messages are in run_message of the output)\n",
               carried.work.advance.failed - kept);
  return carried;
}

std::string summary(std::int64_t done, std::int64_t failed, std::int64_t pending) {
  return fmt::format("{} run{} done{}{}", done, done == 1 ? "" : "s",
                     failed > 0 ? fmt::format(", {} failed", failed) : "",
                     pending > 0 ? fmt::format(", {} to come", pending) : "");
}

}  // namespace moat
