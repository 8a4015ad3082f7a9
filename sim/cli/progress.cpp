#include "cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include <fmt/format.h>

namespace moat {
namespace {

std::string duration(double seconds) {
  const auto s = std::lround(seconds);
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

}  // namespace

std::optional<ProgressMode> progress_mode(std::string_view word) {
  if (word == "auto") return isatty(STDERR_FILENO) ? ProgressMode::bar : ProgressMode::none;
  if (word == "bar") return ProgressMode::bar;
  if (word == "json") return ProgressMode::json;
  if (word == "none") return ProgressMode::none;
  return {};
}

void Progress::print(const Advance& a, double seconds) {
  const double rate = a.developer_steps / std::max(seconds, 1e-9);
  const double part = a.all_developer_steps > 0 ? a.developer_steps / a.all_developer_steps : 1;
  const double left = rate > 0 ? (a.all_developer_steps - a.developer_steps) / rate : 0;
  if (mode_ == ProgressMode::json) {
    fmt::print(
        stderr,
        "{{\"done\": {}, \"failed\": {}, \"runs\": {}, \"fraction\": {:.4f}, \"developer_steps_per_second\": {:.4g}, "
        "\"seconds\": {:.2f}, \"eta_seconds\": {:.2f}}}\n",
        a.runs_done, a.runs_failed, a.runs, part, rate, seconds, left);
  } else {
    const int width = 30, full = int(part * width);
    fmt::print(stderr, "\r[{:#<{}}{:.<{}}] {:3.0f} %  {}/{} runs  {:.1f} M developer-steps/s  ETA {} ", "", full, "",
               width - full, 100 * part, a.runs_done + a.runs_failed, a.runs, rate / 1e6, duration(left));
    std::fflush(stderr);
  }
  shown_ = true;
}

void Progress::show(const Advance& advance) {
  if (mode_ == ProgressMode::none) return;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (seconds - last_ < 0.2 || (mode_ == ProgressMode::bar && seconds < 2)) return;
  last_ = seconds;
  print(advance, seconds);
}

void Progress::finish(const Advance& advance) {
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  if (mode_ == ProgressMode::json) print(advance, seconds);
  if (mode_ == ProgressMode::bar && shown_) {
    print(advance, seconds);
    fmt::print(stderr, "\n");
  }
}

}  // namespace moat
