#pragma once
/// A question asked again at many parameter samples: a Latin hypercube over what is assumed, all arms at each sample,
/// and the tests of the claim judged by their means at it.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "answer/comparison.hpp"
#include "answer/flips.hpp"
#include "batch/store/plan.hpp"

namespace moat {

struct LoadedScenario;

/// In the order of `flag_values` in the file.
enum class SampleVerdict : std::int8_t { unknown = -1, contradicted = 0, supported = 1, depends = 2 };

struct Robustness {
  std::string title, claim, verdict;
  std::vector<FactorColumn> factors;
  std::vector<std::vector<double>> factor_values;  ///< [factor][sample]
  std::vector<TestResult> tests;                   ///< as found with the scenario as it is
  std::vector<std::vector<double>> values;         ///< [test][sample]: the contrast of the test, mean over replicates
  std::vector<std::vector<bool>> holds;            ///< [test][sample]
  std::vector<SampleVerdict> verdicts;             ///< [sample]
  std::vector<bool> same;                          ///< [sample]: the tests that held or failed do so here too
  std::vector<Flip> flips;                         ///< of `same`
  std::vector<std::vector<Flip>> test_flips;       ///< [test]: of `holds`
  /// The share of groups of as many runs, of the scenario as it is, in which it is the same: expected from sampling
  /// noise alone. Where the share of `same` is smaller, the difference is due to the parameters.
  double baseline_agreement = 0;
  std::int64_t runs = 0, failed = 0;

  std::size_t size() const { return verdicts.size(); }
};

/// The points to run: arms x samples. InputError for factors that the scenario does not take, or that are no numbers.
Plan robustness_plan(const LoadedScenario& scenario, const std::string& name);

/// Problems with the factors of a scenario; none where it has none.
std::vector<Problem> check_robust(const LoadedScenario& scenario);

/// Runs them on `jobs` threads and judges. `on_run(done, due)` is called one at a time; a request to stop ends it with
/// fewer runs done than due, and then nothing is judged.
Robustness ask_in_samples(const Plan& plan, const Answer& answer, int jobs,
                          const std::function<void(std::int64_t done, std::int64_t due)>& on_run);

std::string as_text(const Robustness& robust);
std::string as_json(const Robustness& robust);

/// An HDF5 file with dimensions test, factor and sample.
void write_robustness(const Robustness& robust, const std::filesystem::path& path, const std::string& command_line);

}  // namespace moat
