#pragma once
/// Contents of an output file other than the values of its runs: axes, names, factors, provenance.

#include "io/hdf5/write.hpp"
#include "batch/store/folder.hpp"

namespace moat {

/// Points, replicates, months, statistics and the axes of series.
void write_axes(h5::File& file, const Plan& plan);

/// Makers of lines, regions of firms; arms, rows of the design and factors of points.
void write_names(h5::File& file, const Plan& plan);

/// /verdict: the claim of the scenarios and its tests, where they have some.
void write_verdict(h5::File& file, const Plan& plan);

/// /provenance, and /timing with a line for each journal.
void write_provenance(h5::File& file, const Folder& folder, const std::string& command_line);
void write_tasks(h5::File& file, const JournalState& state);

}  // namespace moat
