#include "simulation/stop.hpp"

#include <csignal>

namespace moat {

std::atomic<bool> stop_requested{false};

namespace {

/// Not the same as stop_requested: a process that another one told to stop still has its first signal to come.
std::atomic<bool> signalled{false};

extern "C" void on_signal(int signal) {
  stop_requested = true;
  if (signalled.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void stop_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) std::signal(signal, on_signal);
}

}  // namespace moat
