// moat export: an output file as CSV, Parquet or netCDF.

#include <unistd.h>

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/series_names.hpp"
#include "simulation/export.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct ExportOptions {
  std::string file, output, format = "csv";
  std::vector<std::string> series;
  bool force = false;
};

[[noreturn]] void refuse(const fs::path& path, std::string_view reason) {
  throw IoError(path.string(), "be written", reason, Exit::cannot_create);
}

/// A folder to which files are added only when all are finished.
class Staging {
 public:
  Staging(const fs::path& folder, bool force) : folder_(folder), hidden_(folder / fmt::format(".tmp-{}", ::getpid())) {
    std::error_code error;
    if (fs::exists(folder, error) && !fs::is_directory(folder, error))
      refuse(folder, "it is a file, and tables go to a folder: name another with -o");
    if (!force && fs::exists(folder, error) && !fs::is_empty(folder, error))
      refuse(folder, "it exists: give --force to replace the tables in it, or another folder with -o");
    made_ = fs::create_directories(folder, error);
    if (!error) fs::create_directory(hidden_, error);
    if (error) refuse(folder, error.message());
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  ~Staging() {
    std::error_code ignored;
    fs::remove_all(hidden_, ignored);
    if (made_) fs::remove(folder_, ignored);  // only if it is empty
  }
  const fs::path& hidden() const { return hidden_; }
  void publish(const std::string& name) const {
    std::error_code error;
    fs::rename(hidden_ / name, folder_ / name, error);
    if (error) throw IoError((folder_ / name).string(), "be moved to its place", error.message());
  }

 private:
  fs::path folder_, hidden_;
  bool made_ = false;
};

void export_tables(const h5::Reader& reader, const ExportOptions& o, const fs::path& folder) {
  const TableFormat format = o.format == "csv" ? TableFormat::csv : TableFormat::parquet;
  const std::vector<ExportTable> tables = plan_tables(reader, with_new_names(o.series));
  const Staging staging(folder, o.force);
  const auto name = [&](const ExportTable& table) { return table.name + "." + o.format; };
  for (const ExportTable& table : tables) write_table(reader, table, format, staging.hidden() / name(table));
  for (const ExportTable& table : tables) {
    staging.publish(name(table));
    hsize_t rows = 1;
    for (const hsize_t length : table.shape) rows *= length;
    fmt::print("{}: {} rows, {} columns\n", (folder / name(table)).string(), rows, table.columns.size());
  }
}

Exit export_file(const ExportOptions& o) {
  if (o.format != "csv" && o.format != "parquet" && o.format != "netcdf") {
    fmt::print(stderr, "moat export: --format is '{}' (must be csv, parquet or netcdf)\n", o.format);
    return Exit::usage;
  }
  const fs::path file = o.file;
  const h5::Reader reader = open_output(file);
  const bool netcdf = o.format == "netcdf";
  const fs::path stem = file.parent_path() / file.stem();
  fs::path output = o.output.empty() ? stem.string() + (netcdf ? ".nc" : "_" + o.format) : o.output;
  if (!output.has_filename()) output = output.parent_path();  // out/ is out
  if (!netcdf) {
    export_tables(reader, o, output);
    return Exit::ok;
  }
  if (!o.force && fs::exists(output)) refuse(output, "it exists: give --force to replace it, or another name with -o");
  write_netcdf(reader, with_new_names(o.series), output);
  fmt::print("{}\n", output.string());
  return Exit::ok;
}

}  // namespace

void add_export(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("export", "Turn an output file into CSV, Parquet or netCDF");
  auto o = std::make_shared<ExportOptions>();
  verb->add_option("file", o->file, "output file of moat run or moat gather")->required()->type_name("FILE.h5");
  verb->add_option("--format", o->format, "csv, parquet or netcdf [csv]")->type_name("FORMAT");
  verb->add_option("--series", o->series, "only these, e.g. tokens,frontier")->type_name("NAME,...")->delimiter(',');
  verb->add_option("-o,--output", o->output, "folder of the tables [FILE_csv, FILE_parquet], or file [FILE.nc]")
      ->type_name("PATH");
  verb->add_flag("--force", o->force, "replace files of the same name");
  verb->callback([&action, o] { action = [o] { return export_file(*o); }; });
}

}  // namespace moat
