#include "run/stop.hpp"

#include <csignal>

namespace moat {

std::atomic<bool> stop_requested{false};

namespace {

extern "C" void on_signal(int signal) {
  if (stop_requested.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void stop_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) std::signal(signal, on_signal);
}

}  // namespace moat
