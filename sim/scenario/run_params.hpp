#pragma once
/// How long a scenario runs and how exactly, and what is written of it: all that most of batch/ needs of a scenario.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/describe.hpp"

namespace moat {

/// Which developers are simulated.
///   equal   as they are drawn: each counts once
///   usage   heavy users more often, and each counts for less: with a probability in proportion to the root of its
///           tokens (model/sampling.hpp)
enum class Sampling : int { equal, usage };
template <>
struct Choices<Sampling> {
  static constexpr std::array<std::string_view, 2> names{"equal", "usage"};
};

struct RunParams {
  Month start = Month::of(2023, 1);
  Month end = Month::of(2030, 12);
  std::int64_t seed = 1;
  std::int64_t replicates = 1;
  std::int64_t first_replicate = 0;
  std::int64_t developers = 100000;
  Sampling sampling = Sampling::equal;
  Texts skip;

  int steps() const { return end - start + 1; }
  template <class P = RunParams>
  static constexpr auto rows() {
    return std::tuple{
        value("start", &P::start, "First month simulated."),
        value("end", &P::end, "Last month simulated."),
        number("seed", &P::seed, "", within(0, 9.007199254740992e15),
               "Seed; scenarios with the same seed share their draws.", setting()),
        number("replicates", &P::replicates, "runs", within(1, 1e6), "Independent repetitions.", setting()),
        number("first_replicate", &P::first_replicate, "", within(0, 1e9),
               "Number of the first repetition: replicate 7 alone is the eighth of a batch.", setting()),
        number("developers", &P::developers, "developers", within(1, 1e9),
               "Simulated developers, all regions together: a knob of precision, not of size.", setting()),
        value("sampling", &P::sampling,
              "Which developers are simulated: equal draws each alike, usage draws heavy users more often and counts "
              "each for less, so that fewer are needed for the same precision of tokens and money."),
        value("skip", &P::skip, "Mechanisms switched off (ablation), by name as in `moat describe steps`."),
    };
  }
};

struct RecordParams {
  Texts series;
  std::int64_t every = 1;
  bool flows = false;
  bool events = true;
  Texts statistics;

  template <class P = RecordParams>
  static constexpr auto rows() {
    return std::tuple{
        value("series", &P::series,
              "Series to record, by name as in `moat describe outputs`; all where left out, [none] for none."),
        number("every", &P::every, "months", within(1, 1200), "Months between records; the last month of each period.",
               setting()),
        value("flows", &P::flows, "Whether to record the matrix of moves between lines (switching_flow)."),
        value("events", &P::events, "Whether to record the tables of releases, policy, incidents and firms."),
        value("statistics", &P::statistics,
              "Statistics over replicates that the output holds instead of the runs themselves: mean, sd, min, max, or "
              "quantiles such as q05, q50, q95."),
    };
  }
};

}  // namespace moat
