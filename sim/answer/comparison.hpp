#pragma once
/// Points compared with the first one: levels and differences with their summaries over runs, basins, and the verdict
/// on the claim.

#include <optional>
#include <string>
#include <vector>

#include "answer/basins.hpp"
#include "answer/samples.hpp"

namespace moat {

/// Summary of a value over runs, which never gives the mean alone.
struct RunSummary {
  std::size_t runs = 0;  ///< with a finite value; if there are none, all else is NaN
  double mean = 0;
  double error = 0;                      ///< standard error of the mean; NaN for one run
  double interval = 0;                   ///< half the width of its 95 % interval (Student); infinite for one run
  double low = 0, middle = 0, high = 0;  ///< 5, 50, 95 % of the runs
  std::optional<Basins> basins;
};
RunSummary summary_of(const std::vector<double>& values);

/// One point in one table.
struct PointRow {
  std::string point;
  RunSummary level;
  std::optional<RunSummary> difference;  ///< from the first point; none for that one
  bool paired = false;                   ///< whether runs of the same seed and replicate were compared
};

struct OutcomeTable {
  std::string name, description, unit;
  std::vector<PointRow> rows;
};

enum class Finding { holds, fails, open };
std::string_view name_of(Finding finding);

struct TestResult {
  TestEntry test;
  std::string unit;            ///< of the bounds and of the contrast
  std::vector<double> values;  ///< its contrast, run by run
  RunSummary found;
  Finding finding = Finding::open;
};

struct Answer {
  std::string title, question, claim, source;
  std::vector<OutcomeTable> tables;
  std::vector<TestResult> tests;
  /// "supported", "contradicted", "depends", "not settled"; empty without tests.
  std::string verdict;
  /// The verdict in a line, such as "depends on the part of the claim (holds: strict_works; fails: leaky_works)".
  std::string sentence;
};

/// The difference of two points, run by run where they have runs of the same seed and replicate, else of independent
/// runs in the order in which they come.
std::vector<double> differences(const Samples& samples, const Quantity& quantity, std::size_t point, std::size_t from,
                                bool& paired);

/// The contrast of a test, run by run: NaN where a run is missing. Nothing if its outcomes or points are not there.
std::vector<double> contrast_values(const Samples& samples, const TestEntry& test);

/// Which side of its bounds the 95 % interval of a mean lies on.
Finding classify(const TestEntry& test, const RunSummary& found);

/// The verdict of findings in the order of the tests: its word, and a sentence that names them.
std::pair<std::string, std::string> judge(const std::vector<TestResult>& tests);

Answer compare(const Samples& samples);

}  // namespace moat
