#include "answer/basins.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "base/random.hpp"

namespace moat {
namespace {

constexpr int random_samples = 2000;
constexpr std::uint64_t dip_seed = 217;

/// Basins closer than this part of the mean are one place: chance in the last digits has shapes too.
constexpr double least_distance = 0.01;

/// Dips times the root of the count below which one mode is too likely to ask how likely: the hundredth part of uniform
/// numbers dips deeper than 0.51 (12 numbers) to 0.63 (very many).
constexpr double shallow = 0.5;

/// Corners of the greatest convex minorant below the distribution (`convex`) or of the least concave majorant above it:
/// for each point the next corner on the way to the first (last) one.
std::vector<std::size_t> corners(std::span<const double> x, bool convex) {
  const std::size_t n = x.size(), end = convex ? 0 : n - 1;
  const auto mirrored = [&](std::size_t i) { return convex ? i : n - 1 - i; };
  std::vector<std::size_t> next(n);
  next[end] = end;
  for (std::size_t step = 1; step < n; ++step) {
    const std::size_t i = mirrored(step);
    next[i] = mirrored(step - 1);
    for (;;) {
      const std::size_t at = next[i], beyond = next[at];
      if (at == end) break;
      const double rise_beyond = std::abs(double(at) - double(beyond)), rise = std::abs(double(i) - double(at));
      if (std::abs(x[i] - x[at]) * rise_beyond < std::abs(x[at] - x[beyond]) * rise) break;
      next[i] = beyond;
    }
  }
  return next;
}

std::vector<std::size_t> path(const std::vector<std::size_t>& next, std::size_t from, std::size_t to, bool down) {
  std::vector<std::size_t> all{from};
  while (down ? all.back() > to : all.back() < to) all.push_back(next[all.back()]);
  return all;
}

/// Largest distance of the distribution from a straight line between two corners, in units of 1 / n.
double distance_from_line(std::span<const double> x, std::size_t begin, std::size_t end, bool convex) {
  double most = 1;
  if (end - begin <= 1 || x[end] <= x[begin]) return most;
  const double slope = double(end - begin) / (x[end] - x[begin]);
  for (std::size_t i = begin; i <= end; ++i) {
    const double line = (x[i] - x[begin]) * slope, steps = double(i - begin);
    most = std::max(most, convex ? steps + 1 - line : line - (steps - 1));
  }
  return most;
}

}  // namespace

double dip(std::span<const double> x) {
  expects(std::is_sorted(x.begin(), x.end()), "the numbers are sorted");
  const std::size_t n = x.size();
  if (n < 4 || x.front() == x.back()) return 0.5 / double(std::max<std::size_t>(n, 1));
  const std::vector<std::size_t> below = corners(x, true), above = corners(x, false);
  std::size_t low = 0, high = n - 1;
  double best = 1;
  for (;;) {
    const std::vector<std::size_t> gcm = path(below, high, low, true), lcm = path(above, low, high, false);
    const auto last_gcm = std::ptrdiff_t(gcm.size()) - 1, last_lcm = std::ptrdiff_t(lcm.size()) - 1;
    std::ptrdiff_t ig = last_gcm, ih = last_lcm, ix = ig - 1, iv = 1;
    double d = 1;
    const auto G = [&](std::ptrdiff_t i) { return gcm[std::size_t(i)]; };
    const auto L = [&](std::ptrdiff_t i) { return lcm[std::size_t(i)]; };
    if (last_gcm != 1 || last_lcm != 1) {
      d = 0;
      do {
        if (G(ix) > L(iv)) {
          const std::size_t from = G(ix + 1);
          const double gap =
              double(L(iv) - from + 1) - (x[L(iv)] - x[from]) * double(G(ix) - from) / (x[G(ix)] - x[from]);
          ++iv;
          if (gap >= d) d = gap, ig = ix + 1, ih = iv - 1;
        } else {
          const std::size_t from = L(iv - 1);
          const double gap =
              (x[G(ix)] - x[from]) * double(L(iv) - from) / (x[L(iv)] - x[from]) - (double(G(ix)) - double(from) - 1);
          --ix;
          if (gap >= d) d = gap, ig = ix + 1, ih = iv;
        }
        ix = std::max<std::ptrdiff_t>(ix, 0);
        iv = std::min(iv, last_lcm);
      } while (G(ix) != L(iv));
    }
    if (d < best) break;
    double within = 0;
    for (std::ptrdiff_t j = ig; j < last_gcm; ++j)
      within = std::max(within, distance_from_line(x, G(j + 1), G(j), true));
    for (std::ptrdiff_t j = ih; j < last_lcm; ++j)
      within = std::max(within, distance_from_line(x, L(j), L(j + 1), false));
    best = std::max(best, within);
    if (low == G(ig) && high == L(ih)) break;
    low = G(ig);
    high = L(ih);
  }
  return best / (2 * double(n));
}

double dip_probability(double observed, std::size_t count) {
  std::vector<double> numbers(count);
  int as_deep = 0;
  for (int draw = 0; draw < random_samples; ++draw) {
    const Random random{dip_seed, std::uint64_t(draw), 0};
    for (std::size_t i = 0; i < count; ++i) numbers[i] = uniform(random.word(0, std::int64_t(i)));
    std::sort(numbers.begin(), numbers.end());
    as_deep += dip(numbers) >= observed;
  }
  return double(as_deep + 1) / double(random_samples + 1);
}

std::optional<Basins> find_basins(std::vector<double> values) {
  const std::size_t n = values.size();
  if (n < fewest_for_basins) return {};
  std::sort(values.begin(), values.end());
  double step = std::numeric_limits<double>::infinity();
  bool has_ties = false;
  for (std::size_t i = 1; i < n; ++i) {
    const double gap = values[i] - values[i - 1];
    has_ties = has_ties || gap == 0;
    if (gap > 0) step = std::min(step, gap);
  }
  if (!std::isfinite(step)) return {};
  std::vector<double> smooth = values;
  for (std::size_t i = 0; has_ties && i < n;) {
    const auto end = std::size_t(std::upper_bound(values.begin(), values.end(), values[i]) - values.begin());
    for (std::size_t k = i; k < end; ++k)
      smooth[k] = values[k] + step * ((double(k - i) + 0.5) / double(end - i) - 0.5);
    i = end;
  }
  const double depth = dip(smooth);
  if (depth * std::sqrt(double(n)) < shallow) return {};
  Basins found;
  found.probability = dip_probability(depth, n);
  if (found.probability >= basins_probability) return {};
  // Least variance within is most variance between: share x share x distance of the means squared.
  double all = 0, low = 0, most = -1;
  for (const double x : values) all += x;
  for (std::size_t i = 1; i < n; ++i) {
    low += values[i - 1];
    const double share = double(i) / double(n), low_mean = low / double(i), high_mean = (all - low) / double(n - i);
    const double between = share * (1 - share) * (high_mean - low_mean) * (high_mean - low_mean);
    if (values[i] == values[i - 1] || between <= most) continue;
    most = between;
    found = {found.probability, (values[i] + values[i - 1]) / 2, share, low_mean, high_mean};
  }
  if (found.high_mean - found.low_mean < least_distance * std::abs(all / double(n))) return {};
  return found;
}

}  // namespace moat
