#include "cli/batch_options.hpp"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "io/parse.hpp"
#include "run/stop.hpp"

namespace moat {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& why) {
  throw InputError({{{option, 0, 0}, why}});
}

/// The number in an environment variable, if there is one.
std::optional<std::int64_t> from_environment(const char* name) {
  const char* text = std::getenv(name);
  return text ? parse_whole(text).value : std::nullopt;
}

/// The place in a job array, as its batch system tells it.
Slice slice_of_environment() {
  const struct {
    const char *index, *count, *first;
  } systems[] = {{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"},
                 {"PBS_ARRAY_INDEX", "PBS_ARRAY_COUNT", "PBS_ARRAY_FIRST"},
                 {"SGE_TASK_ID", "SGE_TASK_LAST", "SGE_TASK_FIRST"},
                 {"LSB_JOBINDEX", "LSB_JOBINDEX_END", "LSB_JOBINDEX_FIRST"}};
  for (const auto& system : systems) {
    const auto index = from_environment(system.index), count = from_environment(system.count);
    if (!index) continue;
    if (!count)
      refuse("--task auto", fmt::format("{0} is set, but not {1} (write --task ${0}/N with the size of the array as N)",
                                        system.index, system.count));
    const std::int64_t first =
        from_environment(system.first).value_or(std::string_view(system.index) == "SLURM_ARRAY_TASK_ID" ? 0 : 1);
    if (*index - first < 0 || *index - first >= *count)
      refuse("--task auto", fmt::format("{} is {}, outside of an array of {} from {} (write --task i/n instead)",
                                        system.index, *index, *count, first));
    return {*index - first, *count};
  }
  refuse("--task auto", "no batch system says which task of an array this is (write --task i/n, i from 0 to n - 1)");
}

}  // namespace

Slice slice_of(const std::string& text) {
  if (text.empty()) return {};
  if (text == "auto") return slice_of_environment();
  const std::size_t slash = text.find('/');
  const auto index = parse_whole(text.substr(0, slash)).value;
  const auto count = slash == text.npos ? std::nullopt : parse_whole(text.substr(slash + 1)).value;
  if (!index || !count || *count < 1 || *index < 0 || *index >= *count)
    refuse("--task " + text, "is no task (write i/n with i from 0 to n - 1, or auto)");
  return {*index, *count};
}

void add_batch_options(CLI::App& verb, BatchOptions& options) {
  verb.add_option("-j,--jobs", options.jobs, "threads [all cores]")->check(CLI::Range(0, 4096));
  verb.add_option("--on-error", options.on_error, "continue, stop, or retry:N [continue]");
  verb.add_option("--run-timeout", options.run_timeout, "longest time of one run [s]")->check(CLI::NonNegativeNumber);
  verb.add_option("--progress", options.progress, "auto, bar, json or none");
}

void add_task_option(CLI::App& verb, BatchOptions& options) {
  verb.add_option("--task", options.task, "share of the runs: i/n, or auto in a job array")->type_name("i/n");
}

Orders orders_of(const BatchOptions& options) {
  Orders orders;
  orders.work.slice = slice_of(options.task);
  orders.work.run_timeout = options.run_timeout;
  if (!progress_mode(options.progress))
    refuse("--progress " + options.progress, "is no way to show progress (must be auto, bar, json or none)");
  const std::string& policy = options.on_error;
  if (policy == "stop") {
    orders.work.stop_on_error = true;
  } else if (policy.starts_with("retry:")) {
    const auto retries = parse_whole(policy.substr(6)).value;
    if (!retries || *retries < 1 || *retries > 100)
      refuse("--on-error " + policy, "retries 1 to 100 times, such as retry:2");
    orders.work.retries = int(*retries);
  } else if (policy != "continue") {
    refuse("--on-error " + policy, "is unknown (must be continue, stop or retry:N)");
  }
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
