#pragma once
/// Outcomes: the few numbers that a run comes to, read from the state month by month.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "model/axes.hpp"
#include "scenario/question.hpp"
#include "state/keep.hpp"

namespace moat {

struct Reading;

/// An outcome of a scenario, resolved: which cells of which series, in which months.
struct Outcome {
  std::string name;
  const Series* series = nullptr;
  std::size_t cells = 0;            ///< number of cells of the series in one record
  std::vector<std::size_t> chosen;  ///< places of the selected cells among them
  Across across = Across::none;     ///< how several selected cells are combined
  bool is_share = false;            ///< taken as a share of the sum over all cells
  Over over = Over::at;
  Month from, to;
};

/// Unit of an outcome of a series: that of the series, but a sum over months of something per month is without the month.
std::string unit_over(std::string_view unit, Over over);

/// The outcomes of a scenario that passed check_outcomes.
std::vector<Outcome> outcomes_of(const Scenario& scenario, const Axes& axes);

/// Unknown series, axes and labels, axes without a label, months outside of the run, names that outputs use already.
std::vector<Problem> check_outcomes(const Scenario& scenario, const Reading& reading);

/// Follows the outcomes of one run.
class OutcomeReader {
 public:
  explicit OutcomeReader(const std::vector<Outcome>& outcomes);
  /// To be called at the end of each month.
  void see(const World& world);
  /// One value per outcome; NaN where the run has reached none of its months.
  std::vector<double> values() const;
  /// How far it is, for a run that goes on later (state/keep.hpp).
  template <class Archive>
  void pass_through(Archive& archive) {
    for (Progress& one : progress_) {
      pass(archive, one.value);
      pass(archive, one.months);
    }
  }

 private:
  struct Progress {
    const Outcome* outcome;
    double value;
    int months = 0;
  };
  std::vector<Progress> progress_;
  std::vector<double> record_;  ///< scratch: one record of a series
};

}  // namespace moat
