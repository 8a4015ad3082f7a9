#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include <fmt/format.h>

#include "batch/status.hpp"

namespace moat {
std::optional<ProgressMode> progress_mode(std::string_view word) {
  if (word == "auto") return isatty(STDERR_FILENO) ? ProgressMode::bar : ProgressMode::none;
  if (word == "bar") return ProgressMode::bar;
  if (word == "json") return ProgressMode::json;
  if (word == "none") return ProgressMode::none;
  return {};
}

void Progress::print(const Reached& r, double seconds) {
  // Months of developers move more smoothly than runs, where they are known.
  const bool by_steps = r.all_developer_steps > 0;
  const double all = by_steps ? r.all_developer_steps : double(r.due);
  const double so_far = by_steps ? r.developer_steps : double(r.done + r.failed);
  const double part = all > 0 ? std::min(so_far / all, 1.0) : 1;
  const double left = so_far > 0 ? std::max(all - so_far, 0.0) / so_far * seconds : 0;
  const double steps = r.developer_steps / std::max(seconds, 1e-9);
  const double runs = double(r.done + r.failed) / std::max(seconds, 1e-9);
  if (mode_ == ProgressMode::json) {
    fmt::print(stderr,
               "{{\"done\": {}, \"failed\": {}, \"runs\": {}, \"fraction\": {:.4f}, "
               "\"developer_steps_per_second\": {:.4g}, \"runs_per_second\": {:.4g}, \"seconds\": {:.2f}, "
               "\"eta_seconds\": {:.2f}}}\n",
               r.done, r.failed, r.due, part, steps, runs, seconds, left);
  } else {
    const int width = 30, full = int(part * width);
    const std::string failed = r.failed > 0 ? fmt::format(" {} failed", r.failed) : "";
    const std::string rate = steps > 0 ? fmt::format("  {:.1f} M developer-steps/s", steps / 1e6) : "";
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:3.0f} %  {}/{} runs{}  {:.2g} runs/s{}  ETA {} ", "", full, "",
               width - full, 100 * part, r.done + r.failed, r.due, failed, runs, rate, duration_text(left));
    std::fflush(stderr);
  }
  shown_ = true;
}

void Progress::show(const Reached& reached) {
  if (mode_ == ProgressMode::none) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (seconds - last_ < 0.2 || (mode_ == ProgressMode::bar && seconds < 2)) return;
  last_ = seconds;
  print(reached, seconds);
}

void Progress::finish(const Reached& reached) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (mode_ == ProgressMode::json) print(reached, seconds);
  if (mode_ == ProgressMode::bar && shown_) {
    print(reached, seconds);
    fmt::print(stderr, "\n");
  }
}

}  // namespace moat
