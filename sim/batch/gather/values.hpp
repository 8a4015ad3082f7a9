#pragma once
/// Series and outcomes of finished runs, from part files into an output file. Memory does not grow with their number;
/// runs that are not done are NaN.
///
/// All functions throw IoError, with the path, where a part is missing, damaged or of another shape than the plan, or
/// where the output cannot be written; the output is then not to be committed.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "io/hdf5/write.hpp"
#include "batch/store/journal.hpp"
#include "batch/store/part.hpp"

namespace moat {

/// Where finished runs are.
class DoneRuns {
 public:
  struct Place {
    std::int32_t part;
    std::int32_t row;
  };
  DoneRuns(const Plan& plan, const JournalState& state, const std::vector<std::int8_t>& statuses, Parts& parts)
      : plan_(plan), state_(state), statuses_(statuses), parts_(parts) {}

  /// Where the run of a point (0 .. points - 1) and of a replicate's place (0 .. replicates - 1) is; nothing if it is
  /// not done.
  std::optional<Place> find(std::int64_t point, std::int64_t place) const;
  /// The part stays open until several others have been asked for. IoError if it cannot be opened.
  Part& open(Place place) const;

 private:
  const Plan& plan_;
  const JournalState& state_;
  const std::vector<std::int8_t>& statuses_;
  Parts& parts_;
};

/// Series on (point, replicate, time, axes).
void write_values(h5::File& file, const Plan& plan, const DoneRuns& runs);

/// Series on (point, statistic, time, axes).
void write_statistics(h5::File& file, const Plan& plan, const DoneRuns& runs);

/// The same as write_values, but the values stay in the parts, and `output` shows them as virtual datasets (HDF5); it
/// finds the parts in `folder` by a path relative to itself.
void write_views(h5::File& file, const Plan& plan, const JournalState& state, const std::vector<std::int8_t>& statuses,
                 const std::filesystem::path& folder, const std::filesystem::path& output);

/// Outcomes on (point, replicate), and their statistics if the scenario asks for some.
void write_outcomes(h5::File& file, const Plan& plan, const DoneRuns& runs);

/// The group /draws, if anything is drawn: one variable on (point, replicate) each.
void write_draws(h5::File& file, const Plan& plan, const DoneRuns& runs);

}  // namespace moat
