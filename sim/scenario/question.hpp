#pragma once
/// What makes a scenario a question: arms to compare, the numbers they come to, the claim these test, and the parameter
/// samples at which it is asked again.

#include <limits>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "scenario/factor_entry.hpp"

namespace moat {

/// A variant of the scenario. Arms share seed and replicates, so that they differ by their changes alone.
struct ArmEntry {
  std::string name;
  std::string description;
  Changes set;

  template <class P = ArmEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&P::name, "Name of the arm in outputs."),
        value("description", &P::description, "What sets the arm apart."),
        value("set", &P::set,
              "Values changed, by dotted path such as adoption.peer_weight; none for the scenario as it is."),
    };
  }
};

/// How a series is combined over the months of an outcome.
enum class Over : int { at, mean, min, max, sum };
template <>
struct Choices<Over> {
  static constexpr std::array<std::string_view, 5> names{"at", "mean", "min", "max", "sum"};
};

/// How a series is combined over the axes on which an outcome selects no place.
enum class Across : int { none, sum, mean, max, min };
template <>
struct Choices<Across> {
  static constexpr std::array<std::string_view, 5> names{"none", "sum", "mean", "max", "min"};
};

/// One number that a run comes to: a cell of a series, or several together, in one month or over several.
struct OutcomeEntry {
  std::string name;
  std::string description;
  std::string series;
  Changes select;
  Across across = Across::none;
  bool is_share = false;
  Over over = Over::at;
  Month from = Month::of(1900, 1);
  Month month = never;
  std::string unit;
  double factor = 1;

  template <class P = OutcomeEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&P::name, "Name of the outcome in outputs."),
        value("description", &P::description, "What it is called in tables and pictures."),
        required(value("series", &P::series, "The series, by name as in `moat describe outputs`.")),
        value("select", &P::select, "The place on each axis of the series, such as {region: china, openness: open}."),
        value("across", &P::across, "What becomes of axes that `select` leaves out; none: it must leave out no axis."),
        value("share", &P::is_share, "Whether it is taken as a share of the sum over the whole series."),
        value("over", &P::over, "Its value in the month, or mean, min, max or sum from `from` to it."),
        value("from", &P::from, "First month; the first of the run where left out. Not used by `over: at`."),
        value("month", &P::month, "The month, or the last one; the last of the run where left out."),
        value("unit", &P::unit, "Unit in tables, such as % or billion USD; that of the series where left out."),
        number("factor", &P::factor, "", within(1e-15, 1e15), "What tables multiply it by, to have it in `unit`.",
               setting()),
    };
  }
};

/// A relation between outcomes that a claim implies. It holds where the 95 % interval of the mean lies on the right
/// side of the bounds, fails where it lies on the wrong one, and is open in between.
struct TestEntry {
  std::string name;
  std::string description;
  std::string outcome;
  std::string minus;
  Numbers of;
  bool is_relative = false;
  double above = -std::numeric_limits<double>::infinity();
  double below = std::numeric_limits<double>::infinity();

  template <class P = TestEntry>
  static constexpr auto rows() {
    constexpr double most = std::numeric_limits<double>::infinity();
    return std::tuple{
        entry_name(&P::name, "Name of the test, as the verdict gives it."),
        value("description", &P::description, "The test in words."),
        required(reference("outcome", &P::outcome, "outcomes", "The outcome.")),
        reference("minus", &P::minus, "outcomes", "Another outcome of the same run that is taken off it."),
        required(numbers("of", &P::of, "arms", "", within(-1e3, 1e3),
                         "The arms whose outcomes are added up run by run, each times its number: {strict: 1} for a "
                         "level, {strict: 1, none: -1} for a difference.",
                         setting())),
        value("relative", &P::is_relative,
              "Whether the bounds are in % of what is taken off, the arms with negative numbers."),
        number("above", &P::above, "", within(-most, most),
               "The claim has it above this, in the unit of tables: the least that matters.", setting()),
        number("below", &P::below, "", within(-most, most), "The claim has it below this, in the unit of tables.",
               setting()),
    };
  }
};

struct VerdictParams {
  std::string claim;
  std::vector<TestEntry> tests;

  template <class P = VerdictParams>
  static constexpr auto rows() {
    return std::tuple{
        value("claim", &P::claim, "What the sources say."),
        part("tests", &P::tests,
             "What the claim implies. It is supported if all hold and contradicted if some fail and none holds; it "
             "depends if some hold and some fail, and is not settled if some are open and none fails."),
    };
  }
};

/// The question asked again at many parameter samples: a Latin hypercube over what is assumed.
struct RobustParams {
  std::int64_t samples = 128;
  std::int64_t replicates = 2;
  std::int64_t developers = 5000;
  std::int64_t seed = 1;
  std::vector<FactorEntry> factors;

  template <class P = RobustParams>
  static constexpr auto rows() {
    return std::tuple{
        number("samples", &P::samples, "", within(8, 1e6), "Parameter samples: points of the Latin hypercube.",
               setting()),
        number("replicates", &P::replicates, "runs", within(1, 1e4), "Repetitions at each parameter sample.",
               setting()),
        number("developers", &P::developers, "developers", within(1, 1e9), "Simulated developers.", setting()),
        number("seed", &P::seed, "", within(0, 9.007199254740992e15), "Seed of the design.", setting()),
        part_by_path("factors", &P::factors, "What differs between parameter samples, as in a sweep."),
    };
  }
};

}  // namespace moat
