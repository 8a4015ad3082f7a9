#pragma once
/// What is drawn of a run (mechanism/uncertain.hpp), as a few numbers for each run: /draws of an output file, one
/// variable each, to be set against what came of the run.

#include <functional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "state/keep.hpp"
#include "state/world.hpp"

namespace moat {

struct Scenario;

/// How the values of months become the number of a run.
///   mean    their mean, from the month on from which it is drawn; 0 where the run ends before
///   months  the number of months in which the value is 1
///   last    that of the last month
enum class Summary : int { mean, months, last };

struct Draw {
  std::string name;  ///< what, and of whom: capex.OpenAI
  std::string unit;
  std::string doc;
  Summary summary;
  Month from;  ///< first month that counts
  std::function<double(const World&)> read;
};

/// All that the scenario draws; nothing where nothing is uncertain.
std::vector<Draw> draws_of(const Scenario& scenario);

/// Follows the draws of one run.
class DrawReader {
 public:
  explicit DrawReader(std::vector<Draw> draws) : draws_(std::move(draws)), sum_(draws_.size(), 0.0) {}
  /// To be called at the end of each month.
  void see(const World& world);
  /// The numbers of these names; NaN for what the run does not draw.
  std::vector<double> values(const std::vector<Draw>& wanted) const;
  /// How far it is, for a run that goes on later (state/keep.hpp).
  template <class Archive>
  void pass_through(Archive& archive) {
    pass(archive, sum_);
    pass(archive, months_);
  }

 private:
  std::vector<Draw> draws_;
  std::vector<double> sum_;
  std::vector<int> months_ = std::vector<int>(draws_.size(), 0);
};

}  // namespace moat
