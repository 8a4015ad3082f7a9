// The loop of survey_lanes.hpp, compiled once for each set of vector instructions, and for `plain` with one number in
// place of a vector. As in lanes_kernel.cpp, only headers without code may be included.

#include <cstdint>
#include <cstring>

#include "mechanism/adoption/survey_lanes.hpp"

namespace moat::MOAT_LANES {
namespace {

#if defined(MOAT_PLAIN)
constexpr int width = 1;
using Floats = float;
#else
#if defined(__AVX512F__)
constexpr int width = 16;
#elif defined(__AVX2__)
constexpr int width = 8;
#else
constexpr int width = 4;
#endif
using Floats [[gnu::vector_size(4 * width)]] = float;
#endif

[[gnu::always_inline]] inline Floats load(const float* from) {
  Floats v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
[[gnu::always_inline]] inline void add(const Floats& more, float* to) {
  const Floats sum = load(to) + more;
  std::memcpy(to, &sum, sizeof sum);
}

/// Adds what the developers at places [at, at + width) expect to take.
template <bool Quality>
void ask(const Asked& a, int at) {
  const Floats none{}, share = load(a.share + at), tokens = load(a.tokens + at), priced = load(a.priced + at);
  const auto column = [&](int option, SurveyColumn c) {
    return a.sums + (option * survey_columns + c) * survey_lane_count + at % survey_lane_count;
  };
  const auto weight = [&](int option) {
    const Floats e = load(a.weights + option * Batch::stride + at);
    return share > none ? e : none;  // what stands beyond the last place may be anything
  };
  for (const SurveyedMaker* m = a.makers; m < a.makers + a.maker_count; ++m) {
    const SurveyedOption *const begin = a.options + m->begin, *const closed_end = a.options + m->closed_end,
                                *const end = a.options + m->end;
    Floats closed = none, all = none, pull = none;
    for (const SurveyedOption* o = begin; o < end; ++o) {
      if (o == closed_end) closed = all;
      const Floats e = weight(o->option);
      all += e;
      if (Quality) pull += e * o->worth;
    }
    if (closed_end == end) closed = all;
    const Floats own = all > none ? closed / all : none + 1.0f, to_others = 1.0f - all * share;
    const Floats lost = priced * ((1.0f - own) * m->scale + own * to_others);
    const Floats with_all = Quality ? (all > none ? pull / all : none) * (to_others - m->scale) : none;
    for (const SurveyedOption* o = begin; o < closed_end; ++o) {
      const Floats taken = weight(o->option) * o->quantity, sloped = taken * o->slope;
      add(taken * tokens, column(o->option, demand_column));
      add(sloped * lost, column(o->option, slope_column));
      add(sloped * priced, column(o->option, weight_column));
    }
    for (const SurveyedOption* o = Quality ? begin : end; o < end; ++o) {
      const Floats expected = weight(o->option) * o->quantity * tokens;
      if (o >= closed_end) add(expected, column(o->option, demand_column));
      add(expected * (o->worth * m->scale + with_all), column(o->option, gain_column));
    }
  }
}

}  // namespace

void survey(const Asked& a) {
  for (int at = 0; at < a.size; at += width) a.quality ? ask<true>(a, at) : ask<false>(a, at);
}

}  // namespace moat::MOAT_LANES
