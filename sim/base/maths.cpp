#include "base/maths.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace moat::maths {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();

/// The sum of two doubles, of which `low` is at most half a unit in the last place of `high`.
struct Pair {
  double high, low;
};

/// a + b, exactly, where |a| >= |b| or a is 0.
constexpr Pair ordered_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}
constexpr Pair sum_of(double a, double b) {
  const double sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}
/// The upper 26 bits; the rest has as many, so products of halves are exact.
constexpr double upper_half(double a) {
  const double shifted = a * 134217729.0;  // 2^27 + 1
  return shifted - (shifted - a);
}
/// The same without rounding, which leaves 27 bits: for one factor of few bits, or a square.
inline double first_half(double a) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(a) & 0xfffffffff8000000);
}
/// a b, exactly, unless it leaves the range of normal numbers.
constexpr Pair product_of(double a, double b) {
  const double product = a * b, a1 = upper_half(a), a2 = a - a1, b1 = upper_half(b), b2 = b - b1;
  return {product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2};
}
constexpr Pair add(Pair a, Pair b) {
  const Pair s = sum_of(a.high, b.high);
  return ordered_sum(s.high, s.low + (a.low + b.low));
}
constexpr Pair multiply(Pair a, Pair b) {
  const Pair p = product_of(a.high, b.high);
  return ordered_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}
constexpr Pair divide(double a, double b) {
  const double high = a / b;
  const Pair back = product_of(high, b);
  return ordered_sum(high, ((a - back.high) - back.low) / b);
}

constexpr double to_whole = 0x1.8p52;  // added and taken away again: rounds to a whole number
constexpr int steps = 128;             // of both tables
constexpr Pair ln_2{0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
// In two parts, the first with so few bits that the whole multiples needed are exact.
constexpr Pair step_of_exp{0x1.62e42fef8p-8, 0x1.1cf79abc9e3b4p-43};  // ln 2 / 128
constexpr double ln_2_first = 0x1.62e42fefa2p-1;
constexpr double ln_2_rest = 0x1.9ef35793c7673p-41;
constexpr Pair per_ln_2{0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};   // 1 / ln 2
constexpr Pair per_ln_10{0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};  // 1 / ln 10

/// 2^(i / steps).
constexpr std::array<Pair, steps> powers = [] {
  std::array<Pair, steps> table{};
  for (int i = 0; i < steps; ++i) {
    const Pair x = multiply(ln_2, {i / double(steps), 0});
    Pair sum{1, 0};
    for (int n = 28; n > 0; --n) sum = add({1, 0}, multiply(multiply(x, divide(1, n)), sum));
    table[std::size_t(i)] = sum;
  }
  return table;
}();

struct Inverse {
  double inverse;  // of about the middle of a step of [1, 2), with 9 bits
  Pair log;        // -ln(inverse)
};
constexpr double doubled_from = 1.4140625;  // logarithms are of numbers between half of this and this

/// -ln(c) = 2 atanh((1 - c) / (1 + c)).
constexpr Pair minus_log(double c) {
  const Pair z = divide(1 - c, 1 + c), square = multiply(z, z);
  Pair sum{0, 0};
  for (int n = 45; n > 0; n -= 2) sum = add(divide(1, n), multiply(square, sum));
  return multiply(multiply(z, {2, 0}), sum);
}

/// For numbers in [1, 2) by their first 7 bits; those above doubled_from count halved, so that logarithms near 0 keep
/// their digits: at both ends the inverse is 1.
constexpr std::array<Inverse, steps> inverses = [] {
  std::array<Inverse, steps> table{};
  for (int i = 0; i < steps; ++i) {
    const double low = 1 + i / double(steps), middle = (low + 0.5 / steps) * (low >= doubled_from ? 0.5 : 1);
    const int nearest = int(512 / middle + 0.5);  // NOLINT(bugprone-incorrect-roundings): lround is no constant
    const double c = i == 0 || i == steps - 1 ? 1 : double(nearest) / 512;
    table[std::size_t(i)] = {c, minus_log(c)};
  }
  return table;
}();

/// ln of x + low, for positive finite x; a relative error of 2^-67.
inline Pair log_pair(double x, double low) {
  int scale = 0;
  if (x < std::numeric_limits<double>::min()) x *= 0x1p54, scale = -54;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto i = std::size_t(bits >> 45 & (steps - 1));
  int exponent = int(bits >> 52) - 1023;
  const bool halved = i >= std::size_t((doubled_from - 1) * steps);
  if (halved) ++exponent;
  const double m = std::bit_cast<double>((bits & 0xfffffffffffff) | (halved ? 0x3fe0000000000000 : 0x3ff0000000000000));
  const double c = inverses[i].inverse;
  const double m1 = first_half(m);
  // r = m c - 1, exactly: both products are, and the first is near 1.
  Pair r = sum_of(m1 * c - 1, (m - m1) * c);
  if (low != 0) r = sum_of(r.high, r.low + std::ldexp(low, -exponent) * c);
  const double k = exponent + scale;
  // ln(1 + r) = r - r^2 / 2 + r^3 / 3 - ..., the square in an exact part and the rest.
  const double z = r.high, z1 = first_half(z), half_square = z1 * z1 / 2, z2 = z * z;
  const double rest_of_square = (z - z1) * (z + z1) / 2;
  const double odd = 1.0 / 3 + z2 * (1.0 / 5 + z2 * (1.0 / 7 + z2 * (1.0 / 9 + z2 * (1.0 / 11)))),
               even = 1.0 / 4 + z2 * (1.0 / 6 + z2 * (1.0 / 8 + z2 * (1.0 / 10)));
  const double tail = z2 * z * (odd - z * even);
  // Each term is smaller than the sum before it, or that is 0.
  const Pair a = ordered_sum(k * ln_2_first, inverses[i].log.high);
  const Pair b = ordered_sum(a.high, z);
  const Pair d = ordered_sum(b.high, -half_square);
  const double rest = a.low + (k * ln_2_rest + inverses[i].log.low) + b.low + d.low + (r.low - r.low * z);
  return ordered_sum(d.high, rest - rest_of_square + tail);
}

/// exp(x + low) where |low| is small against 1 and |x| at most 745.2. The sum of the answer is to be rounded once.
inline Pair exp_parts(double x, double low, int& exponent) {
  const double k = (x * (steps / 0x1.62e42fefa39efp-1) + to_whole) - to_whole;
  const Pair r = sum_of(x - k * step_of_exp.high, low - k * step_of_exp.low);
  const double z = r.high;
  const double z2 = z * z;
  const double rise =
      z + (r.low + z2 * ((0.5 + z * (1.0 / 6)) + z2 * ((1.0 / 24 + z * (1.0 / 120)) + z2 * (1.0 / 720))));
  const auto whole = std::int64_t(k);
  const Pair& p = powers[std::size_t(whole & (steps - 1))];
  exponent = int(whole >> 7);
  return {p.high, p.low + p.high * rise};
}

inline double scaled(double x, int exponent) {
  return x * std::bit_cast<double>(std::uint64_t(exponent + 1023) << 52);
}

/// The sum times 2^exponent, rounded once, also where it is subnormal.
inline double scaled(Pair p, int exponent) {
  const double sum = p.high + p.low;
  if (exponent >= -1021 && exponent <= 1022) return scaled(sum, exponent);
  if (exponent > 1022) return scaled(sum, exponent - 2) * 4;
  // In units of 2^-1022 the last bit of a subnormal number is that of numbers in [1, 2).
  const Pair whole = ordered_sum(p.high, p.low);
  const double high = scaled(whole.high, exponent + 1022), low = scaled(whole.low, exponent + 1022);
  if (high >= 1) return (high + low) * 0x1p-1022;
  const Pair shifted = ordered_sum(1, high);
  return ((shifted.high + (shifted.low + low)) - 1) * 0x1p-1022;
}

inline double exp_of(double x, double low) {
  if (x > 709.8) return infinity;
  if (x < -745.2) return 0;
  int exponent = 0;
  const Pair parts = exp_parts(x, low, exponent);
  return scaled(parts, exponent);
}

/// What logarithms give where the argument is not positive and finite.
double special_log(double x) {
  if (x == 0) return -infinity;
  return x > 0 ? x : nan;  // infinity; NaN too, as it is not
}
bool has_log(double x) {
  return x > 0 && x < infinity;
}

}  // namespace

double exp(double x) {
  return std::isnan(x) ? x : exp_of(x, 0);
}

double exp2(double x) {
  if (std::isnan(x)) return x;
  if (x >= 1024) return infinity;
  if (x < -1080) return 0;
  const double k = std::floor(x + 0.5);  // |x - k| <= 1/2, exactly
  const Pair rest = multiply({x - k, 0}, ln_2);
  int exponent = 0;
  const Pair parts = exp_parts(rest.high, rest.low, exponent);
  return scaled(parts, exponent + int(k));
}

double expm1(double x) {
  if (std::isnan(x) || x > 60) return exp(x);
  if (x < -60) return -1;
  if (std::abs(x) < 0x1p-54) return x;  // -0 as well
  if (std::abs(x) > 0.25) {
    int exponent = 0;
    const Pair parts = exp_parts(x, 0, exponent);
    const Pair whole = ordered_sum(parts.high, parts.low);
    const Pair less = sum_of(scaled(whole.high, exponent), -1);
    return less.high + (less.low + scaled(whole.low, exponent));
  }
  double tail = 0;  // x^3 / 6 and later, over x^2
  for (int n = 17; n > 2; --n) tail = (1 + tail) * x / n;
  const Pair square = product_of(x, x), sum = ordered_sum(x, square.high / 2);
  return sum.high + (sum.low + square.low / 2 + square.high / 2 * tail);
}

double log(double x) {
  return has_log(x) ? log_pair(x, 0).high : special_log(x);
}

double log2(double x) {
  return has_log(x) ? multiply(log_pair(x, 0), per_ln_2).high : special_log(x);
}

double log10(double x) {
  return has_log(x) ? multiply(log_pair(x, 0), per_ln_10).high : special_log(x);
}

double log1p(double x) {
  if (!(x > -1 && x < infinity)) return special_log(1 + x);
  if (std::abs(x) < 0x1p-54) return x;  // -0 as well
  const Pair one_more = sum_of(1, x);
  return log_pair(one_more.high, one_more.low).high;
}

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (std::isnan(x) || std::isnan(y)) return nan;
  const double size = std::abs(x);
  if (std::isinf(y)) return size == 1 ? 1 : (size > 1) == (y > 0) ? infinity : 0;
  const bool whole = std::floor(y) == y, odd = whole && std::abs(y) < 0x1p53 && std::floor(y / 2) * 2 != y;
  if (size == 0 || size == infinity) {
    const double result = (size == 0) == (y > 0) ? 0 : infinity;
    return odd && std::signbit(x) ? -result : result;
  }
  if (x < 0 && !whole) return nan;
  const double sign = x < 0 && odd ? -1 : 1;
  const Pair l = log_pair(size, 0);
  if (std::abs(l.high) * std::abs(y) > 746 || std::abs(y) > 0x1p64)
    return size == 1 ? sign : sign * ((l.high > 0) == (y > 0) ? infinity : 0);
  if (std::abs(y) < 0x1p-64) return 1;
  const Pair power = multiply({y, 0}, l);
  return sign * exp_of(power.high, power.low);
}

}  // namespace moat::maths
