// adoption-1 (adoption_1.yaml) with Moat's own adoption mechanism: a thin world in which nothing else happens, timed
// for each set of vector instructions. One JSON object a line.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "adoption_1_products.hpp"
#include "base/instructions.hpp"
#include "mechanism/adoption/adoption.hpp"
#include "mechanism/purpose.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

constexpr int products = 32, months = 120;

/// Every product on sale at its price, its quality known; everybody uses one, all as likely.
World first_world(const Scenario& scenario, const std::vector<Product>& all, const Random& random, int threads) {
  World w = initial_world(scenario, random, threads);
  weigh_developers(w);
  for (Index k = 0; k < products; ++k) {
    w.market.on_sale[k] = 1;
    w.market.awareness[k] = 1;
    w.market.list_price[k] = all[std::size_t(k)].price;
    for (Index r = 0; r < w.society.region_count(); ++r) {
      w.market.price(k, r, 0) = all[std::size_t(k)].price;
      w.market.available(k, r, 0) = 1;
    }
  }
  for (Index t = 0; t < w.society.task_count(); ++t)
    for (Index i = 0; i < w.developers.size(); ++i)
      w.developers.slot(t, i) = std::uint8_t(1 + (random.word(Purpose::choice, i, int(t)) & (products - 1)));
  count_users(w.market, w.developers, w.society);
  w.threads = threads;
  return w;
}

struct Measured {
  double seconds = 0, evaluations = 0, open_share = 0, hhi = 0;
};

Measured measure(const Scenario& scenario, std::vector<Product> all, int threads) {
  const Random random{std::uint64_t(scenario.run.seed), 0, 0};
  World w = first_world(scenario, all, random, threads);
  Measured m;
  const auto began = std::chrono::steady_clock::now();
  for (; w.clock.step < months; ++w.clock.step) {
    for (Index k = 0; k < products; ++k)
      for (Index d = 0; d < 4; ++d)
        w.market.capability(k, d) = w.market.rating(k, d) = all[std::size_t(k)].quality[d] +=
            all[std::size_t(k)].growth[d];
    choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, scenario.adoption,
                  random.at(w.clock.step + 1), threads, false);
    m.evaluations += double(w.market.reviews);
  }
  m.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  for (Index k = 0; k < products; ++k) {
    double users = 0;
    for (Index r = 0; r < w.society.region_count(); ++r) users += double(w.market.assignments(k + 1, r, 0, 0));
    const double share = users / double(w.developers.size());
    m.open_share += w.market.open[k] * share;
    m.hhi += share * share;
  }
  return m;
}

}  // namespace

int main(int argc, char** argv) {
  std::string folder;
  double developers = 1e6;
  int threads = 1, tasks = 1;
  std::vector<std::string> sets;
  CLI::App app{"adoption-1 with Moat's adoption mechanism"};
  app.add_option("folder", folder, "where adoption_1.yaml and adoption_1.csv are")->required();
  app.add_option("--developers", developers);
  app.add_option("--threads", threads);
  app.add_option("--tasks", tasks, "the same task so many times, to see what tasks cost")->check(CLI::Range(1, 8));
  app.add_option("--instructions", sets, "plain, base, avx2, avx512; all that there are if left out");
  CLI11_PARSE(app, argc, argv);
  const std::vector<std::string> changes{fmt::format("run.developers={:.0f}", developers)};
  Scenario scenario = load_scenario(folder + "/adoption_1.yaml", changes, known_names()).scenario;
  for (int t = 1; t < tasks; ++t) {
    scenario.tasks.push_back(scenario.tasks[0]);
    scenario.tasks.back().name += std::to_string(t);
    scenario.sectors[0].tasks.emplace_back(scenario.tasks.back().name, 1);
  }
  const auto all = read_products(folder + "/adoption_1.csv");
  for (const Instructions instructions : available_instructions()) {
    const std::string name(Choices<Instructions>::names[std::size_t(instructions)]);
    if (!sets.empty() && std::find(sets.begin(), sets.end(), name) == sets.end()) continue;
    use_instructions(instructions);
    const Measured m = measure(scenario, all, threads);
    fmt::print(
        "{{\"name\": \"moat\", \"instructions\": \"{}\", \"developers\": {:.0f}, \"threads\": {}, "
        "\"ns_per_evaluation\": {:.3f}, \"ns_per_developer_step\": {:.4f}, \"open_share\": {:.5f}, \"hhi\": {:.6f}}}\n",
        name, developers, threads, 1e9 * m.seconds / m.evaluations, 1e9 * m.seconds / (developers * months),
        m.open_share, m.hhi);
    std::fflush(stdout);
  }
}
