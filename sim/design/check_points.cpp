#include "design/check_points.hpp"

#include <fmt/format.h>

#include "design/point.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

constexpr std::size_t most_problems = 20;

class PointChecker {
 public:
  PointChecker(const LoadedSweep& sweep, const DesignTable& table)
      : sweep_(sweep), table_(table), scenario_(sweep.base->scenario), reading_(sweep.base->reading) {
    for (const FactorColumn& column : table.columns)
      for (const std::string& path : column.paths) {
        places_.push_back(where(column.name));
        reading_.given[path] = {places_.back(), "set"};
      }
  }

  /// Values of the factors replace those of the point before, so one scenario an arm is enough.
  void check(std::size_t point) {
    if (table_.arm(point) != arm_) begin_arm(table_.arm(point));
    const std::string who = "point " + table_.name(point);
    std::vector<Problem> found;
    put_point(
        scenario_, table_, point, who, [&](const std::string& path) { return reading_.where(path); }, found);
    if (found.empty())
      for (const Problem& problem : cross_check(scenario_, reading_, sweep_.known))
        found.push_back({in_sweep(problem.where), fmt::format("{}: {}", who, problem.text)});
    count_ += found.size();
    for (Problem& problem : found)
      if (problems_.size() < most_problems) problems_.push_back(std::move(problem));
  }

  void finish() {
    if (count_ > problems_.size())
      problems_.push_back({places_.empty() ? sweep_.reading.where("design") : places_.front(),
                           fmt::format("and {} more problems with points of the design", count_ - problems_.size())});
    if (!problems_.empty()) throw InputError(std::move(problems_));
  }

 private:
  /// A value of the scenario that does not go with one of a factor is found at the factors.
  Position in_sweep(const Position& at) const {
    for (const Position& place : places_)
      if (place.file == at.file && place.line == at.line && place.column == at.column) return at;
    return places_.empty() ? at : places_.front();
  }

  Position where(const std::string& factor) const {
    for (const BlockEntry& block : sweep_.params.blocks)
      if (const std::string key = fmt::format("blocks.{}.factors.{}", block.name, factor);
          sweep_.reading.given.contains(key))
        return sweep_.reading.where(key);
    return sweep_.reading.where("factors." + factor);
  }

  void begin_arm(const std::string& name) {
    arm_ = name;
    scenario_ = sweep_.base->scenario;
    std::vector<Problem> known;  // load_scenario has looked at the arms
    for (const ArmEntry& arm : sweep_.base->scenario.arms)
      if (arm.name == name)
        apply(
            scenario_, arm.set, "", [](const std::string&) { return Position{}; }, known);
  }

  const LoadedSweep& sweep_;
  const DesignTable& table_;
  Scenario scenario_;
  Reading reading_;
  std::vector<Position> places_;  ///< of the factors
  std::string arm_;               ///< that the scenario is in; empty for none
  std::vector<Problem> problems_;
  std::size_t count_ = 0;
};

}  // namespace

void check_points(const LoadedSweep& sweep, const DesignTable& table) {
  PointChecker checker(sweep, table);
  const std::size_t distance = (table.size() - 1) / most_points_checked + 1;
  for (std::size_t p = 0; p < table.size(); p += distance) checker.check(p);
  checker.finish();
}

}  // namespace moat
