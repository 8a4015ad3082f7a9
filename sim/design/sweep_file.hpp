#pragma once
/// A sweep file: a scenario, what varies in it, and by which design.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/describe.hpp"
#include "io/scenario_text/yaml.hpp"
#include "scenario/factor_entry.hpp"
#include "scenario/known_names.hpp"
#include "scenario/question.hpp"

namespace moat {

struct LoadedScenario;

enum class DesignType : int { grid, list, random, lhs, sobol, qmc, morris, oat };
template <>
struct Choices<DesignType> {
  static constexpr std::array<std::string_view, 8> names{"grid",  "list", "random", "lhs",
                                                         "sobol", "qmc",  "morris", "oat"};
};

enum class Combine : int { cross, zip, concat };
template <>
struct Choices<Combine> {
  static constexpr std::array<std::string_view, 3> names{"cross", "zip", "concat"};
};

struct DesignParams {
  DesignType type = DesignType::grid;
  std::int64_t n = 64;
  std::int64_t seed = 1;
  bool second_order = false;
  std::int64_t levels = 4;
  std::string file;

  template <class P = DesignParams>
  static constexpr auto rows() {
    return std::tuple{
        value("type", &P::type,
              "grid: all combinations of levels. list: the rows of a CSV file. random: independent draws. lhs: Latin "
              "hypercube. qmc: scrambled Sobol sequence. sobol: Saltelli's design for variance-based indices. morris: "
              "trajectories for elementary effects. oat: the scenario, then each level of each factor alone."),
        number("n", &P::n, "", within(1, 1e7),
               "Points; of sobol, base points, each of which makes factors + 2 rows (2 factors + 2 with second_order); "
               "of morris, trajectories, each of factors + 1 rows.",
               setting()),
        number("seed", &P::seed, "", within(0, 9.007199254740992e15),
               "Seed of the design; run.seed is that of the runs.", setting()),
        value("second_order", &P::second_order, "Whether sobol has the rows for interactions of two factors."),
        number("levels", &P::levels, "", moat::within(2, 1e6), "Levels of each factor in morris; an even number.",
               setting()),
        value("file", &P::file, "The CSV file of a list, relative to this file; its header names factors or paths."),
    };
  }
};

/// One of several designs in a sweep.
struct BlockEntry {
  std::string name;
  std::vector<FactorEntry> factors;
  DesignParams design;

  template <class P = BlockEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&P::name, "Name of the block."),
        part_by_path("factors", &P::factors, "What varies in this block."),
        part("design", &P::design, "The points of this block."),
    };
  }
};

/// Replicates until an outcome is known well enough.
struct UntilCi {
  std::string outcome;
  double half_width = 0;
  double confidence = 0.95;
  std::int64_t batch = 8;
  std::int64_t maximum = 128;

  template <class P = UntilCi>
  static constexpr auto rows() {
    return std::tuple{
        value("outcome", &P::outcome, "The outcome to be known; none for a fixed number of replicates."),
        number("half_width", &P::half_width, "", within(0, std::numeric_limits<double>::infinity()),
               "Half the width of the confidence interval of its mean, at which a point is done.", setting()),
        number("confidence", &P::confidence, "", within(0.5, 0.9999), "Probability of the interval.", setting()),
        number("batch", &P::batch, "runs", moat::within(2, 1e6), "Replicates added at a time, and the fewest.",
               setting()),
        number("maximum", &P::maximum, "runs", moat::within(2, 1e6), "The most replicates of a point.", setting()),
    };
  }
};

struct SweepParams {
  std::string title;
  std::string question;
  std::string description;
  std::string scenario;
  Changes set;
  Texts arms;
  std::int64_t replicates = 0;
  UntilCi until_ci;
  std::vector<OutcomeEntry> outcomes;
  std::vector<FactorEntry> factors;
  DesignParams design;
  std::vector<BlockEntry> blocks;
  Combine combine = Combine::cross;
  std::string filter;

  template <class P = SweepParams>
  static constexpr auto rows() {
    return std::tuple{
        required(value("title", &P::title, "Name of the sweep in tables and pictures.")),
        value("question", &P::question, "The question that the sweep puts."),
        value("description", &P::description, "What a reader should know."),
        required(value("scenario", &P::scenario, "The scenario file, relative to this file.")),
        value("set", &P::set, "Values changed at all points, by dotted path such as run.developers."),
        value("arms", &P::arms, "The arms of the scenario that take part; all where left out. Each has all points."),
        number("replicates", &P::replicates, "runs", within(0, 1e6),
               "Independent repetitions of each point; 0 for those of the scenario.", setting()),
        part("until_ci", &P::until_ci, "Replicates until an outcome is known well enough, instead of a fixed number."),
        part("outcomes", &P::outcomes, "Numbers that each run comes to, beside those of the scenario."),
        part_by_path("factors", &P::factors, "What varies."),
        part("design", &P::design, "The points."),
        part("blocks", &P::blocks, "Several designs with factors of their own, instead of factors and design."),
        value("combine", &P::combine,
              "cross: every point of a block with every one of the others, the last block fastest. zip: the first "
              "points of all, then the second. concat: one after the other, the rest as in the scenario."),
        value("filter", &P::filter,
              "Points to keep, such as \"adoption.peer_weight < 1 or run.developers == 2000\": names of factors and "
              "arm, numbers, dates, 'text', + - * /, comparisons, and, or, not."),
    };
  }
};

/// A sweep file and its scenario, in which `set`, replicates, outcomes and the choice of arms have been put.
struct LoadedSweep {
  SweepParams params;
  Reading reading;  ///< of the sweep file
  std::shared_ptr<const LoadedScenario> base;
  KnownNames known;
};

/// Reads and checks a sweep file; `assignments` (--set) change the scenario after the file's own `set`. Throws
/// InputError with all problems at once, IoError where the sweep file cannot be read.
LoadedSweep load_sweep(const std::filesystem::path& file, std::span<const std::string> assignments,
                       const KnownNames& known);

/// The file at a path relative to the sweep file that gave the value of `key`.
std::filesystem::path beside(const Reading& reading, std::string_view key, const std::string& file);

}  // namespace moat
