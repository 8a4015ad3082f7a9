// Our exponentials and logarithms against 50 digits, by their largest error in units in the last place.

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/maths.hpp"
#include "base/random.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

using Exact = boost::multiprecision::cpp_bin_float_50;

constexpr double infinity = std::numeric_limits<double>::infinity(),
                 no_number = std::numeric_limits<double>::quiet_NaN(),
                 least = std::numeric_limits<double>::denorm_min();

/// The largest error seen, in units in the last place of the exact value.
struct Worst {
  double error = 0, at = 0, and_at = 0;

  void see(double ours, const Exact& exact, double x, double y = 0) {
    const double near = exact.convert_to<double>();
    if (std::isinf(near) || std::isinf(ours)) {
      REQUIRE(near == ours);
      return;
    }
    const double unit = std::ldexp(1.0, std::max(std::ilogb(near == 0 ? least : near) - 52, -1074));
    const double off = abs((Exact(ours) - exact) / unit).convert_to<double>();
    if (!(off <= error)) error = off, at = x, and_at = y;
  }
};

/// Arguments of all kinds between two ends, evenly spread or (`logs`) evenly in their logarithm.
struct Arguments {
  Random random;
  std::int64_t i = 0;

  double even(double low, double high) {
    Draws draws = random(0, i++);
    return low + (high - low) * (double(draws() >> 11) * 0x1p-53);
  }
  double logs(double low, double high) { return std::exp2(even(low, high)) * (1 + even(0, 0x1p-20)); }
};

constexpr int many = 20000;

template <class Function, class Draw>
Worst worst_of(Function ours, Exact (*exact)(const Exact&), Draw draw) {
  Worst worst;
  Arguments numbers{{2026, 0, 0}};
  for (int n = 0; n < many; ++n) {
    const double x = draw(numbers);
    worst.see(ours(x), exact(Exact(x)), x);
  }
  CAPTURE(worst.error, worst.at);
  return worst;
}

Exact exact_exp(const Exact& x) {
  return exp(x);
}
Exact exact_exp2(const Exact& x) {
  return pow(Exact(2), x);
}
Exact exact_log(const Exact& x) {
  return log(x);
}
Exact exact_log2(const Exact& x) {
  return log(x) / log(Exact(2));
}
Exact exact_log10(const Exact& x) {
  return log10(x);
}
Exact exact_expm1(const Exact& x) {
  return expm1(x);
}
Exact exact_log1p(const Exact& x) {
  return log1p(x);
}

/// The same special values as the C library, and the same sign of zero.
bool alike(double a, double b) {
  return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

}  // namespace

TEST_CASE("Exponentials are within 0.51 units in the last place, expm1 within 0.6") {
  const auto check = [](auto ours, Exact (*exact)(const Exact&), double most, double low, double high) {
    CAPTURE(low, high);
    const Worst worst = worst_of(ours, exact, [=](Arguments& n) { return n.even(low, high); });
    CAPTURE(worst.error, worst.at);
    CHECK(worst.error <= most);
    CHECK(worst.error > 0.45);  // the measure works
  };
  check(maths::exp, exact_exp, 0.51, -745, 709.7);
  check(maths::exp, exact_exp, 0.51, -745, -708);  // subnormal
  check(maths::exp, exact_exp, 0.51, -1, 1);
  check(maths::exp, exact_exp, 0.51, -30, 30);
  check(maths::exp2, exact_exp2, 0.51, -1074, 1023.9);
  check(maths::exp2, exact_exp2, 0.51, -1, 1);
  check(maths::expm1, exact_expm1, 0.6, -50, 50);
  check(maths::expm1, exact_expm1, 0.6, -1, 1);
}

TEST_CASE("Logarithms are within 0.51 units in the last place") {
  const auto check = [](auto ours, Exact (*exact)(const Exact&), auto draw) {
    const Worst worst = worst_of(ours, exact, draw);
    CAPTURE(worst.error, worst.at);
    CHECK(worst.error <= 0.51);
    CHECK(worst.error > 0.45);
  };
  const auto wide = [](Arguments& n) { return n.logs(-1074, 1023); };
  const auto near_1 = [](Arguments& n) { return n.even(0.7, 1.42); };
  const auto nearer = [](Arguments& n) { return 1 + n.logs(-50, -5) * (n.even(-1, 1) < 0 ? -1 : 1); };
  check(maths::log, exact_log, wide);
  check(maths::log, exact_log, near_1);
  check(maths::log, exact_log, nearer);
  check(maths::log2, exact_log2, wide);
  check(maths::log2, exact_log2, near_1);
  check(maths::log10, exact_log10, wide);
  check(maths::log10, exact_log10, nearer);
  check(maths::log1p, exact_log1p, [](Arguments& n) { return n.logs(-60, 1023); });
  check(maths::log1p, exact_log1p, [](Arguments& n) { return n.even(-0.999, 1); });
  check(maths::log1p, exact_log1p, [](Arguments& n) { return n.logs(-40, -1) * (n.even(-1, 1) < 0 ? -1 : 1); });
}

TEST_CASE("Powers are within 0.55 units in the last place") {
  Worst worst;
  Arguments numbers{{2027, 0, 0}};
  const auto see = [&](double x, double y) { worst.see(maths::pow(x, y), pow(Exact(x), Exact(y)), x, y); };
  for (int n = 0; n < many; ++n) {
    const double x = numbers.logs(-20, 20), wide = numbers.logs(-1000, 1000);
    see(x, numbers.even(-40, 40));
    see(wide, numbers.even(-1.1, 1.1));
    see(x, std::floor(numbers.even(-40, 40)));
    see(10, numbers.even(-320, 300));
    const double near_1 = 1 + numbers.logs(-30, -6) * (numbers.even(-1, 1) < 0 ? -1 : 1);
    see(near_1, numbers.even(-700, 700) / std::abs(std::log(near_1)));
  }
  CAPTURE(worst.error, worst.at, worst.and_at);
  CHECK(worst.error <= 0.55);
  CHECK(worst.error > 0.45);
}

TEST_CASE("Whole powers that have an exact answer are exact") {
  for (int n = -1074; n < 1024; ++n) {
    REQUIRE(maths::exp2(n) == std::ldexp(1.0, n));
    REQUIRE(maths::pow(2, n) == std::ldexp(1.0, n));
    if (n > -1023) REQUIRE(maths::log2(std::ldexp(1.0, n)) == n);
  }
  double ten = 1;
  for (int n = 0; n <= 22; ++n, ten *= 10) {
    CHECK(maths::pow(10, n) == ten);
    CHECK(maths::log10(ten) == n);
  }
  CHECK(maths::pow(-3, 3) == -27);
  CHECK(maths::pow(-3, 4) == 81);
  CHECK(maths::pow(9, 0.5) == 3);
}

TEST_CASE("Special arguments give what the C library gives") {
  const double special[] = {0.0,        -0.0,  1,      -1,     infinity, -infinity, no_number, least, -least, 0x1p-1022,
                            -0x1p-1022, 2,     -2,     3,      -3,       0.5,       -0.5,      709.8, -745.2, 1024,
                            -1080,      1e300, -1e300, 1e-300, -1e-300,  0x1p53,    0x1p63,    1.5,   1e9,    -1e9};
  for (const double x : special) {
    CAPTURE(x);
    if (std::abs(x) != 2 && std::abs(x) != 3) {  // the rest may differ by a last bit
      CHECK((alike(maths::exp(x), std::exp(x)) || std::abs(maths::exp(x) / std::exp(x) - 1) < 3e-16));
      CHECK((alike(maths::exp2(x), std::exp2(x)) || std::abs(maths::exp2(x) / std::exp2(x) - 1) < 3e-16));
    }
    const auto close = [](double a, double b) { return alike(a, b) || std::abs(a / b - 1) < 3e-16; };
    CHECK(close(maths::expm1(x), std::expm1(x)));
    CHECK(close(maths::log(x), std::log(x)));
    CHECK(close(maths::log2(x), std::log2(x)));
    CHECK(close(maths::log10(x), std::log10(x)));
    CHECK(close(maths::log1p(x), std::log1p(x)));
    for (const double y : special) {
      CAPTURE(y);
      CHECK(close(maths::pow(x, y), std::pow(x, y)));
    }
  }
}

TEST_CASE("Golden bits: the same on every machine") {
  std::uint64_t all = 0;
  const auto take = [&](double x) { all = (all ^ std::bit_cast<std::uint64_t>(x)) * 0x100000001b3; };
  Arguments numbers{{1, 0, 0}};
  for (int n = 0; n < many; ++n) {
    const double x = numbers.even(-700, 700), y = std::abs(x) + 1e-9;
    for (const double bits : {maths::exp(x), maths::expm1(x / 20), maths::exp2(x), maths::log(y), maths::log2(y),
                              maths::log10(y), maths::log1p(y), maths::pow(y, x / 100)})
      take(bits);
  }
  CHECK(all == 0x3c3ff486d935ed4f);
}
