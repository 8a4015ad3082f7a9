// moat compare: points of output files against the first one.

#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "answer/print.hpp"
#include "cli/commands.hpp"
#include "cli/print_options.hpp"
#include "cli/series_names.hpp"

namespace moat {
namespace {

struct CompareOptions : PrintOptions {
  std::vector<std::string> files, series;
};

Exit run_compare(const CompareOptions& o) {
  const std::vector<std::filesystem::path> files(o.files.begin(), o.files.end());
  const Samples samples = read_samples(files, with_new_names(o.series));
  if (samples.quantities.empty())
    throw IoError(o.files.front(), "be compared", "it has no outcomes: name series with --series");
  const Answer answer = compare(samples);
  fmt::print("{}", o.json ? as_json(answer) : o.csv ? as_csv(answer) : as_text(answer));
  return Exit::ok;
}

}  // namespace

void add_compare(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("compare", "Compare arms or files with the first, with intervals");
  auto o = std::make_shared<CompareOptions>();
  verb->add_option("files", o->files, "output files; the first point is compared with")
      ->required()
      ->type_name("FILE.h5");
  verb->add_option("--series", o->series, "NAME, NAME[axis=label,...], or with @2027-12\n(repeatable) [the outcomes]")
      ->type_name("SERIES")
      ->allow_extra_args(false);
  add_print_options(*verb, *o);
  verb->callback([&action, o] { action = [o] { return run_compare(*o); }; });
}

}  // namespace moat
