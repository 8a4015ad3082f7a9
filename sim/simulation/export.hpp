#pragma once
/// An output file in other formats: CSV or Parquet tables for tools that know no HDF5, or netCDF with some series only.
///
/// Tables are long ("tidy"): one row per combination of the dimensions, one file per set of dimensions, and one per
/// event table. All is read and written by blocks, so that memory does not grow with the number of runs.

#include <filesystem>
#include <string>
#include <vector>

#include "io/hdf5/read.hpp"

namespace moat {

/// One table to be made of an output file.
struct ExportTable {
  std::string name;                  ///< file name without ending
  std::vector<std::string> dims;     ///< scales whose combinations are the rows, the last fastest
  h5::Extent shape;                  ///< their lengths
  std::vector<std::string> columns;  ///< full names in the file: the scales, then what is on all or one of them
};

enum class TableFormat { csv, parquet };

/// Opens an output file of `moat run` or of a sweep. IoError for any other.
h5::Reader open_output(const std::filesystem::path& path);

/// The tables of a file: `runs` (point, replicate), with the columns per point; `by_time`, `by_time_region`, ... for
/// what is on (point, replicate, time, ...); `points_by_...` for what is on (point, ...) without replicates; the names
/// of other dimensions alone, such as `line`; `draws`; and event tables by their group. `only`: names of root
/// variables, all if empty; then without event tables. InputError for a name that the file does not have.
std::vector<ExportTable> plan_tables(const h5::Reader& reader, const std::vector<std::string>& only);

/// Writes one table. Flags stand as their words, days as dates.
void write_table(const h5::Reader& reader, const ExportTable& table, TableFormat format,
                 const std::filesystem::path& path);

/// Writes netCDF-4: the whole file, or only these root variables with their dimensions and the provenance. Values that
/// the file shows from other files are copied. Errors as of plan_tables.
void write_netcdf(const h5::Reader& reader, const std::vector<std::string>& only, const std::filesystem::path& path);

/// Throws InputError unless each of `only` is a root variable of the file.
void check_variables(const h5::Reader& reader, const std::vector<std::string>& only);

}  // namespace moat
