// A scenario run month by month as `moat run` does it, timed by mechanism: what a developer-task-line costs, what all
// else costs, and how many bytes a developer takes. One JSON object.
//
// A developer-task-line is one option weighed by one developer for one task: reviews of the month x options on offer.

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <chrono>
#include <fstream>

#include "base/instructions.hpp"
#include "base/parallel.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Bytes of the process in memory.
double resident() {
  std::ifstream statm("/proc/self/statm");
  double all = 0, here = 0;
  statm >> all >> here;
  return here * double(sysconf(_SC_PAGESIZE));
}

}  // namespace

int main(int argc, char** argv) {
  std::string file, peers = "regional", instructions;
  double developers = 1e6;
  int threads = 1;
  std::vector<std::string> sets;
  CLI::App app{"A scenario timed by mechanism"};
  app.add_option("scenario", file)->required();
  app.add_option("--developers", developers);
  app.add_option("--threads", threads);
  app.add_option("--peers", peers, "none, global, regional, network");
  app.add_option("--instructions", instructions, "plain, base, avx2, avx512; the best there is if left out");
  app.add_option("--set", sets, "changes of the scenario, key=value");
  CLI11_PARSE(app, argc, argv);
  keep_freed_memory();
  for (const Instructions one : available_instructions())
    if (Choices<Instructions>::names[std::size_t(one)] == instructions) use_instructions(one);
  sets.push_back(fmt::format("run.developers={:.0f}", developers));
  sets.push_back("adoption.peers=" + peers);
  const Scenario s = load_scenario(file, sets, known_names()).scenario;

  const double empty = resident(), began = now();
  const Random random{std::uint64_t(s.run.seed), 0, 0};
  World w = initial_world(s, random, threads);
  w.threads = threads;
  const double ready = now(), bytes = resident() - empty;

  double adoption = 0, others = 0, evaluated = 0, reviews = 0;
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    double last = now();
    const double month = last;
    run_month(w, s, random.at(w.clock.step + 1), [&](const Mechanism& mechanism) {
      const double here = now();
      if (mechanism.name == "adoption") {
        adoption += here - last;
        reviews += double(w.market.reviews);
        evaluated += double(w.market.reviews) * (1 + double((w.market.on_sale != 0).count()));
      }
      last = here;
    });
    others += now() - month;
  }
  others -= adoption;
  double users = 0, open_users = 0, squares = 0;  // of the last month
  for (Index l = 0; l < w.market.line_count(); ++l) {
    const auto mine = double(w.market.by_sector.row(l + 1).sum());
    users += mine;
    open_users += w.market.open[l] * mine;
    squares += mine * mine;
  }
  const double steps = developers * s.run.steps();
  fmt::print(
      "{{\"name\": \"baseline\", \"peers\": \"{}\", \"instructions\": \"{}\", \"developers\": {:.0f}, \"threads\": {}, "
      "\"months\": {}, \"seconds\": {:.3f}, \"setup_seconds\": {:.3f}, \"adoption_seconds\": {:.3f}, "
      "\"other_seconds\": {:.3f}, \"reviews_per_developer_month\": {:.4f}, \"lines_per_review\": {:.2f}, "
      "\"ns_per_evaluation\": {:.3f}, \"ns_per_developer_task_line\": {:.4f}, \"ns_per_developer_step\": {:.3f}, "
      "\"bytes_per_developer\": {:.1f}, \"open_share\": {:.5f}, \"hhi\": {:.6f}}}\n",
      peers, Choices<Instructions>::names[std::size_t(chosen_instructions())], developers, threads, s.run.steps(),
      now() - began, ready - began, adoption, others, reviews / steps, evaluated / std::max(reviews, 1.0),
      1e9 * adoption / std::max(reviews, 1.0), 1e9 * adoption / std::max(evaluated, 1.0), 1e9 * (now() - began) / steps,
      bytes / developers, open_users / users, squares / (users * users));
}
