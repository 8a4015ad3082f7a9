#pragma once
/// Values of runs, read from output files: outcomes, and cells of series in one month.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "scenario/question.hpp"

namespace moat {

/// One number in all runs of all points.
struct Quantity {
  std::string name;
  std::string description;
  std::string unit;                         ///< of the values, which are as tables show them
  std::vector<std::vector<double>> values;  ///< [point][place of the replicate]; NaN where there is no run
};

/// What some files hold, side by side. Points of several files are named FILE/POINT, or FILE if it has only one.
struct Samples {
  std::string title, question, claim, source;  ///< of the first file
  std::vector<std::string> points;
  std::vector<std::int64_t> replicates;           ///< numbers, those of all points
  std::vector<std::vector<std::uint64_t>> seeds;  ///< [point][place of the replicate]: runs of one seed are paired
  std::vector<Quantity> quantities;
  std::vector<TestEntry> tests;  ///< `of` names points
};

/// Reads outcomes, and the `series` asked for: NAME, NAME[axis=label,...], or either with @YYYY-MM for a month other
/// than the last one; axes without a label give a number for each of their labels, at most 24. With `series` outcomes
/// are left out. InputError for a name that a file does not have, IoError for files that cannot be read.
Samples read_samples(std::span<const std::filesystem::path> files, std::span<const std::string> series);

}  // namespace moat
