#include "base/normal.hpp"

#include <array>
#include <cmath>

#include "base/error.hpp"
#include "base/maths.hpp"

namespace moat {
namespace {

using Coefficients = std::array<double, 8>;

/// Polynomials in the numerator and the denominator, lowest power first.
struct Ratio {
  Coefficients above, below;

  double operator()(double x) const {
    double numerator = 0, denominator = 0;
    for (std::size_t i = above.size(); i-- > 0;) {
      numerator = numerator * x + above[i];
      denominator = denominator * x + below[i];
    }
    return numerator / denominator;
  }
};

constexpr Ratio centre{{3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
                        45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727},
                       {1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867,
                        39307.895800092710610, 28729.085735721942674, 5226.4952788528545610}};
constexpr Ratio shoulder{
    {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4},
    {1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590,
     0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9}};
constexpr Ratio tail{
    {6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230,
     0.0265321895265761230930, 0.00124266094738807843860, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
    {1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4,
     1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15}};

}  // namespace

double normal_quantile(double probability) {
  expects(probability > 0 && probability < 1, "a quantile is asked for a probability between 0 and 1");
  const double from_middle = probability - 0.5;
  if (std::abs(from_middle) <= 0.425) return from_middle * centre(0.180625 - from_middle * from_middle);
  const double depth = std::sqrt(-maths::log(from_middle < 0 ? probability : 1 - probability));
  const double size = depth <= 5 ? shoulder(depth - 1.6) : tail(depth - 5);
  return from_middle < 0 ? -size : size;
}

double normal_probability(double number) {
  const double size = std::abs(number), density = 0.39894228040143267794 * maths::exp(-size * size / 2);
  if (size > 2.5) {
    double fraction = size;
    for (int i = 150; i > 0; --i) fraction = size + i / fraction;
    return number < 0 ? density / fraction : 1 - density / fraction;
  }
  double sum = 0, term = number;
  for (int odd = 3; std::abs(term) > 1e-18; odd += 2) sum += term, term *= number * number / odd;
  return 0.5 + density * sum;
}

}  // namespace moat
