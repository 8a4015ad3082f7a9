#pragma once
/// Stopping early: a signal sets a flag, which runs check after each month.

#include <atomic>

namespace moat {

/// Set by a signal handler: runs end after their month and stay pending.
extern std::atomic<bool> stop_requested;

/// From now on SIGINT, SIGTERM and SIGUSR1 (the one that batch systems send ahead of a time limit) ask to stop; a
/// second signal ends the program at once.
void stop_on_signals();

}  // namespace moat
