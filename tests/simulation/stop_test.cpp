// Signals ask to stop, and a second one insists.

#include "simulation/stop.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "catch.hpp"

using namespace moat;

namespace {

/// What a process that calls stop_on_signals comes to after signals to itself: its exit code, or minus the signal.
int after_signals(std::initializer_list<int> signals) {
  const pid_t child = fork();
  if (child == 0) {
    stop_on_signals();
    for (const int signal : signals) raise(signal);
    _exit(stop_requested ? 7 : 3);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("The first signal asks to stop") {
  CHECK(after_signals({}) == 3);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) {
    INFO(signal);
    CHECK(after_signals({signal}) == 7);
  }
}

TEST_CASE("The second signal ends the program, whichever it is") {
  CHECK(after_signals({SIGINT, SIGINT}) == -SIGINT);
  CHECK(after_signals({SIGUSR1, SIGTERM}) == -SIGTERM);
  CHECK(after_signals({SIGTERM, SIGUSR1}) == -SIGUSR1);
}
