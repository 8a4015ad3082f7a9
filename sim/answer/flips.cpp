#include "answer/flips.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "base/maths.hpp"

namespace moat {

double smirnov_probability(double distance, std::size_t first, std::size_t second) {
  const double size = std::sqrt(double(first) * double(second) / double(first + second)), x = size * distance;
  if (x < 0.2) return 1;  // where the series converges slowly, and 1 to twelve digits
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * maths::exp(-2.0 * k * k * x * x);
  return std::clamp(sum, 0.0, 1.0);
}

std::vector<Flip> find_flips(const std::vector<std::vector<double>>& values, const std::vector<bool>& holds) {
  const auto held = std::size_t(std::count(holds.begin(), holds.end(), true)), flipped = holds.size() - held;
  std::vector<Flip> flips;
  if (held < fewest_samples || flipped < fewest_samples) return flips;
  for (std::size_t f = 0; f < values.size(); ++f) {
    const std::vector<double>& x = values[f];
    expects(x.size() == holds.size(), "a factor has a value at each sample");
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    Flip flip{.factor = f};
    std::size_t held_below = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      held_below += holds[order[i]];
      if (x[order[i]] == x[order[i + 1]]) continue;
      const std::size_t count = i + 1, flipped_below = count - held_below;
      const double distance = std::abs(double(held_below) / double(held) - double(flipped_below) / double(flipped));
      if (distance <= flip.distance) continue;
      flip.distance = distance;
      flip.split = (x[order[i]] + x[order[i + 1]]) / 2;
      flip.below = double(held_below) / double(count);
      flip.above = double(held - held_below) / double(x.size() - count);
    }
    flip.probability = smirnov_probability(flip.distance, held, flipped);
    flips.push_back(flip);
  }
  std::stable_sort(flips.begin(), flips.end(), [](const Flip& a, const Flip& b) { return a.distance > b.distance; });
  return flips;
}

}  // namespace moat
