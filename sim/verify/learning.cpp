// B18: Wright's law, price = first price x (cumulative sales/experience)^-b with b = -log2(1 - learning rate).

#include <fmt/format.h>

#include "base/maths.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Price of the chip in each month, relative to its first.
std::vector<double> prices(const Effort& effort, const std::vector<std::string>& sets) {
  std::vector<double> seen;
  replicate(*verify_scenario(effort, "wright", sets), 1, effort,
            [&](const World& w, Index) { seen.push_back(w.chips.price[0] / w.chips.chips[0].price); });
  return seen;
}

}  // namespace

std::vector<CheckResult> learning_by_doing(const Effort& effort) {
  std::vector<CheckResult> checks;
  for (const double rate : {0.1, 0.2, 0.3}) {
    const std::vector<double> seen = prices(effort, {fmt::format("compute.learning_rate={}", rate)});
    checks.push_back(exact(fmt::format("price after one doubling, learning rate {}", rate), 1 - rate, seen[1], 1e-9));
    checks.push_back(exact(fmt::format("price after 10 doublings, learning rate {}", rate), maths::pow(1 - rate, 10),
                           seen[10], 1e-9));
  }
  // Sahal: sales that grow at a steady rate make a price that falls at a steady rate. The first month's sales are the
  // growth of what was sold before, so that cumulative sales grow at that rate from the start.
  for (const auto& [factor, yearly] : {std::pair{2.0, 0.8}, {10.0, maths::pow(10, maths::log2(0.8))}}) {
    const double experience = 1 / (maths::pow(factor, 1.0 / 12) - 1);
    const std::vector<double> seen =
        prices(effort, {fmt::format("compute.experience={}", experience),
                        fmt::format("chips.chip.capacity={{2024-01: 1000, 2026-01: {}}}", 1000 * factor * factor)});
    for (const std::size_t month : {12u, 24u})
      checks.push_back(exact(fmt::format("price after {} months, sales x{} a year, learning rate 0.2", month, factor),
                             maths::pow(yearly, double(month) / 12), seen[month], 1e-9));
  }
  return checks;
}

}  // namespace moat
