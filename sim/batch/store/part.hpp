#pragma once
/// Part files: blocks of finished runs, written once and never changed.
///
/// values(run, value) holds the series of the layout one after the other, outcomes(run, outcome) the outcomes,
/// draws(run, draw) what was drawn; the events of run i are rows first[i] to first[i+1] of each event table.

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "io/hdf5/read.hpp"
#include "simulation/event_tables.hpp"
#include "batch/store/plan.hpp"

namespace moat {

/// A finished run on its way to a part file.
struct FinishedRun {
  std::int64_t run = 0;
  std::vector<double> values;    ///< in the places of the layout
  std::vector<double> outcomes;  ///< of the layout
  Events events;
  double seconds = 0;
  std::vector<double> draws;  ///< of the layout

  std::size_t bytes() const {
    return (values.size() + outcomes.size() + draws.size()) * sizeof(double) +
           100 * (events.releases.size() + events.policies.size() + events.incidents.size() + events.firms.size());
  }
};

/// Writes a part and returns its size [bytes]: the file is complete and on disk when this returns. IoError, with no
/// file left behind, if it cannot be written (Exit::cannot_create where it cannot be begun). `runs` is not empty.
std::uint64_t write_part(const std::filesystem::path& path, const Plan& plan, std::span<const FinishedRun> runs);

/// One part file, opened for reading. What cannot be read is an IoError (Exit::input_missing without a file). Rows are
/// the places of runs in the part, from 0; the caller knows how many there are (from the journal).
class Part {
 public:
  explicit Part(const std::filesystem::path& path);
  /// Reads out.size() values of the run in a row, from number `begin` of the layout on.
  void values(std::int64_t row, std::size_t begin, std::span<double> out);
  std::vector<double> outcomes(std::int64_t row);
  std::vector<double> draws(std::int64_t row);
  /// Appends the events of the run in a row to the tables, which are those of empty_event_tables().
  void events(std::int64_t row, std::vector<EventTable>& tables);

 private:
  std::vector<double> row_of(const std::string& table, std::int64_t row);

  h5::Reader reader_;
  std::vector<std::vector<std::int64_t>> first_;  ///< by table: first event of each run; read at first use
};

/// The parts of a folder, the last few used kept open. The reference that open() returns holds until several other
/// parts have been asked for; IoError as of Part.
class Parts {
 public:
  explicit Parts(std::filesystem::path folder) : folder_(std::move(folder)) {}
  Part& open(const std::string& file);

 private:
  struct Opened {
    std::unique_ptr<Part> part;
    std::uint64_t used = 0;
  };
  std::filesystem::path folder_;
  std::map<std::string, Opened> opened_;
  std::uint64_t clock_ = 0;
};

}  // namespace moat
