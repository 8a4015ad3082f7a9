#pragma once
/// Random numbers of the usual distributions. Boost's samplers reach the C library's exponentials and logarithms, these
/// only ours (base/maths.hpp): the same draws are the same bits on every machine.

#include "base/random.hpp"

namespace moat {

/// A number in (0, 1): the middle of one of 2^52 equal intervals.
double draw_probability(Draws& draws);
/// A standard normal number, by inversion.
double draw_normal(Draws& draws);
/// How many of many rare events happen, by inversion.
int draw_poisson(double mean, Draws& draws);
/// Of scale 1 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).
double draw_gamma(double shape, Draws& draws);

}  // namespace moat
