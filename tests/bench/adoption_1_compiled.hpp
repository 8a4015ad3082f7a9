#pragma once
/// How a program for comparison was compiled: for which vector instructions, and with OpenMP or for one thread.

#ifdef _OPENMP
#include <omp.h>
#else
inline int omp_get_max_threads() {
  return 1;
}
inline int omp_get_thread_num() {
  return 0;
}
#endif

#if defined(__AVX512F__)
inline constexpr const char* instructions = "avx512";
#elif defined(__AVX2__)
inline constexpr const char* instructions = "avx2";
#else
inline constexpr const char* instructions = "base";
#endif
