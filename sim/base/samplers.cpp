#include "base/samplers.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/maths.hpp"
#include "base/normal.hpp"

namespace moat {

double draw_probability(Draws& draws) {
  return (double(draws() >> 12) + 0.5) * 0x1p-52;
}

double draw_normal(Draws& draws) {
  return normal_quantile(draw_probability(draws));
}

int draw_poisson(double mean, Draws& draws) {
  expects(mean >= 0 && mean < 1e6, "a Poisson number has a mean from 0 to a million");
  int count = 0;
  for (double part = 0; mean > 0; mean -= part) {  // parts add up, and none is so large that e^-part vanishes
    part = std::min(mean, 16.0);
    double left = draw_probability(draws), probability = maths::exp(-part);
    for (int n = 1; left >= probability && n < 200; ++n) {
      left -= probability;
      probability *= part / n;
      ++count;
    }
  }
  return count;
}

double draw_gamma(double shape, Draws& draws) {
  expects(shape > 0, "a gamma number has a shape above 0");
  if (shape < 1) {
    const double larger = draw_gamma(shape + 1, draws);
    return larger * maths::pow(draw_probability(draws), 1 / shape);
  }
  const double d = shape - 1.0 / 3, c = 1 / (3 * std::sqrt(d));
  for (;;) {
    const double x = draw_normal(draws), root = 1 + c * x, v = root * root * root;
    const double u = draw_probability(draws);
    if (v > 0 && maths::log(u) < x * x / 2 + d * (1 - v + maths::log(v))) return d * v;
  }
}

}  // namespace moat
