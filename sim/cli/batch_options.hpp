#pragma once
/// What `run`, `sweep` and `resume` have in common: options, progress, messages at the end.

#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "batch/engine.hpp"

namespace moat {

struct BatchOptions {
  int jobs = 0;
  std::string task;
  std::string on_error = "continue";
  double run_timeout = 0;
  double flush = WorkOptions{}.flush_seconds;
  std::string progress = "auto";
  bool force = false;
};

/// -j, --on-error, --run-timeout, --progress; unknown values are errors of usage.
void add_batch_options(CLI::App& verb, BatchOptions& options);
/// --task i/n, or `auto` to take both from the batch system.
void add_task_option(CLI::App& verb, BatchOptions& options);

/// The orders of options that passed their checks.
Orders orders_of(const BatchOptions& options);

/// Cores, or as many threads as -j says. A process of an MPI job has one thread unless told otherwise.
int jobs_of(const BatchOptions& options, const Transport* transport);

/// Carries out what is due, showing progress; prints failed runs and troubles to standard error.
Carried carry_out_shown(const Folder& folder, Transport* transport, Orders orders, const BatchOptions& options);

/// "12 runs done, 1 failed (0 to come)".
std::string summary(std::int64_t done, std::int64_t failed, std::int64_t pending);

}  // namespace moat
