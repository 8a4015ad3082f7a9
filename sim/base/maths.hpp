#pragma once
/// Exponentials, logarithms and powers of our own. The C library's differ by a last bit from one version, processor or
/// system to the next, and in a simulation one bit grows into another history. These consist of + - * / and whole
/// numbers only, which IEEE 754 fixes: the same bits on every x86-64. The square root, rounding to whole numbers and
/// std::ldexp are as fixed, and stay the C library's.
///
/// Logarithms and powers are computed in pairs of doubles (Dekker 1971, doi:10.1007/BF01397083) with tables of 128
/// entries (Tang 1989, doi:10.1145/63522.214389), as CORE-MATH's first step (Sibidanov, Zimmermann and Glondu 2022,
/// doi:10.1109/ARITH54963.2022.00010). Their errors: at most 0.51 units in the last place, of pow 0.55 and of
/// expm1 0.6, subnormal results too (tests/base/maths_test.cpp measures them against 50 digits). Special arguments give
/// what the C standard says (annex F), without errno or traps.

namespace moat::maths {

double exp(double x);
/// 2^x.
double exp2(double x);
/// e^x - 1.
double expm1(double x);
double log(double x);
double log2(double x);
double log10(double x);
/// ln(1 + x).
double log1p(double x);
double pow(double x, double y);

}  // namespace moat::maths
