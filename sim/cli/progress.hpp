#pragma once
/// Progress on standard error: a bar with rate and time left, or one JSON object per line for programs.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "batch/engine.hpp"

namespace moat {

enum class ProgressMode { none, bar, json };

/// `auto`: a bar if standard error is a terminal, else nothing. Nothing for an unknown mode.
std::optional<ProgressMode> progress_mode(std::string_view word);

class Progress {
 public:
  explicit Progress(ProgressMode mode) : mode_(mode) {}
  /// Prints at most a few times a second, and nothing in the first two seconds (JSON: at once).
  void show(const Reached& reached);
  /// Ends the bar's line.
  void finish(const Reached& reached);

 private:
  void print(const Reached& reached, double seconds);
  ProgressMode mode_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double last_ = -1;
  bool shown_ = false;
};

}  // namespace moat
