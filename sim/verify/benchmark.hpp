#pragma once
/// Benchmarks: published models with known answers, reproduced with the mechanisms of Moat.
///
/// A benchmark runs real scenarios (`scenarios/verify/`) or calls the functions of mechanisms; it never computes the
/// model a second time, except for the mean-field twin, which is a second implementation on purpose. Its result is a
/// list of numbers, each beside the one expected from theory.

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace moat {

struct Scenario;

/// How much work to do, and where the scenarios are.
struct Effort {
  bool full = false;  ///< paper precision instead of the short suite
  int threads = 1;
  std::filesystem::path scenarios;  ///< the folder with the scenarios of the benchmarks

  /// Replicates to run.
  Index runs(Index in_short, Index in_full) const { return full ? in_full : in_short; }
};

/// How a number is judged.
///   exact    |obtained - expected| <= tolerance
///   sampled  |z| <= critical (false alarm 6e-5: 4, or more where few runs leave the standard error uncertain), and
///            critical x standard error <= tolerance: a bias of twice the tolerance is found
///   sign     obtained is 1 (the pattern appears) as expected
enum class Test { exact, sampled, sign };

struct CheckResult {
  std::string what;  ///< "P(A locks in), K = 6 and 11, p = 0.5"
  Test test = Test::exact;
  double expected = 0;
  double obtained = 0;
  double tolerance = 0;       ///< in the unit of the numbers
  double standard_error = 0;  ///< of `obtained`; 0 unless sampled
  Index runs = 1;
  double critical = 4;  ///< largest |z| that passes, if sampled

  /// Standard errors (sampled) or tolerances (exact) between the numbers.
  double z() const;
  bool holds() const;
};

/// A number that must agree within a relative tolerance (absolute where the expected number is 0).
CheckResult exact(std::string what, double expected, double obtained, double relative_tolerance);

/// A mean over replicates; `tolerance` is the bias that must not go unnoticed. The critical z is that of Student's
/// distribution with as many degrees of freedom as the replicates leave (4.5 with 40, 33 with 4).
CheckResult sampled(std::string what, double expected, std::span<const double> values, double tolerance);

/// A mean over replicates that must lie within `tolerance` of theory with four standard errors to spare: for rules and
/// limits that are approached, not reached, so that a small bias is left.
CheckResult mean_within(std::string what, double expected, std::span<const double> values, double tolerance);

/// A share of replicates in which something happened; the standard error is that of the expected share.
CheckResult sampled_share(std::string what, double expected, Index happened, Index runs, double tolerance);

/// A pattern that has to appear; `shown` are the numbers behind it, for the table.
CheckResult sign(std::string what, bool appears);

double mean(std::span<const double> values);

struct Benchmark {
  std::string_view id;       ///< "B1"
  std::string_view name;     ///< "Lock-in by increasing returns"
  std::string_view source;   ///< publication, with DOI where there is one
  std::string_view through;  ///< mechanisms or functions that it exercises
  std::vector<CheckResult> (*run)(const Effort& effort) = nullptr;
  std::string_view cannot = {};  ///< instead of `run`: why the mechanisms of Moat cannot express it
};

/// A benchmark and its results.
struct Examined {
  const Benchmark* benchmark = nullptr;
  std::vector<CheckResult> checks;
  double seconds = 0;
};

/// Runs a benchmark. One that throws has a single check, which fails and says why; the others go on.
Examined examine(const Benchmark& benchmark, const Effort& effort);

/// All benchmarks, in the order of their numbers.
std::span<const Benchmark> benchmarks();

/// The scenario `<name>.yaml` of the folder, with `--set` assignments.
std::shared_ptr<const Scenario> verify_scenario(const Effort& effort, std::string_view name,
                                                const std::vector<std::string>& sets = {});

/// The world at the end of the last month of one replicate.
World last_month(const Scenario& scenario, Index replicate = 0, int threads = 1);

/// Runs replicates 0 .. count - 1 of a scenario on all threads, each from its first month to its last. `see` is called
/// at the end of each month, by several threads at once but for each replicate in order.
void replicate(const Scenario& scenario, Index count, const Effort& effort,
               const std::function<void(const World& world, Index replicate)>& see);

}  // namespace moat
