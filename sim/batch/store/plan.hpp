#pragma once
/// What is to be run: points x replicates. Arms of a scenario, several scenario files and the points of a sweep are one
/// thing here, a list of named points; each is a variant (a scenario with one of its arms) with values of its own.
///
/// Runs are numbered replicate by replicate: run = place of the replicate x points + point. Executed in this order, a
/// sweep that is stopped early has covered all points before it repeats any.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "design/table.hpp"
#include "scenario/question.hpp"
#include "scenario/run_params.hpp"
#include "simulation/layout.hpp"
#include "batch/store/precision.hpp"

namespace moat {

struct LoadedScenario;
struct Scenario;

/// A scenario file as given: what a batch is made of.
struct NamedScenario {
  std::string name;
  std::shared_ptr<const LoadedScenario> loaded;
  std::string replay;  ///< the command that runs it alone, such as `moat run a.yaml --set 'x=1'`; empty: its copy
};

/// A scenario with one of its arms.
struct Variant {
  std::string name;        ///< of the point, where the design adds nothing
  std::string arm;         ///< empty: the scenario as it is
  std::size_t source = 0;  ///< place of its scenario in Plan::scenarios
  std::shared_ptr<const Scenario> scenario;
  Shape shape;

  /// What the scenario says of its outputs and outcomes, which all its points share.
  const RecordParams& record() const;
  const std::vector<OutcomeEntry>& outcomes() const;
};

struct Plan {
  std::string title, question;
  std::vector<NamedScenario> scenarios;
  std::string given;    ///< the text of all files that were read, with their names
  DesignTable design;   ///< no rows: one point for each variant
  Precision precision;  ///< adaptive replicates, if any
  std::vector<Variant> variants;
  std::vector<int> variant_of;  ///< by point
  Layout layout;
  std::string id;  ///< fingerprint of all that results depend on, but for the program's version

  std::int64_t points() const { return std::int64_t(variant_of.size()); }
  std::int64_t replicates() const { return std::int64_t(layout.replicates.size()); }
  std::int64_t runs() const { return points() * replicates(); }
  std::int64_t run_of(std::int64_t point, std::int64_t place) const { return place * points() + point; }
  std::int64_t point_of(std::int64_t run) const { return run % points(); }
  std::int64_t place_of(std::int64_t run) const { return run / points(); }

  const Variant& variant(std::int64_t point) const { return variants[std::size_t(variant_of[std::size_t(point)])]; }
  std::string name(std::int64_t point) const;
  /// False where the scenario of the point asks for other replicates.
  bool is_asked(std::int64_t run) const;
  /// The scenario of a point, complete: that of its variant, or a copy where the point has values of its own.
  /// InputError for a value of the design that the scenario does not take: large designs are not checked throughout.
  std::shared_ptr<const Scenario> scenario(std::int64_t point) const;
  /// Its seed, developers and months, also where other values of the point are no good.
  RunParams run_params(std::int64_t point) const;
  /// The command that runs into the same again, up to a month.
  std::string replay(std::int64_t run, Month until) const;

 private:
  std::shared_ptr<const Scenario> scenario(std::int64_t point, std::vector<Problem>& problems) const;
};

/// Points are the files, or their arms where they have some (`only`: these arms). Problems of all files at once.
Plan plan_of_files(std::span<const std::string> files, std::span<const std::string> assignments,
                   const std::vector<std::string>& only);

/// Points are the rows of the sweep's design.
Plan plan_of_sweep(const std::filesystem::path& file, std::span<const std::string> assignments);

/// Fills variants, layout and id from scenarios, design and precision.
void complete(Plan& plan);

/// The scenarios of the plan in full, as files that can be run again.
std::string resolved(const NamedScenario& scenario);

}  // namespace moat
