// moat expand: the points of a sweep file, as CSV.

#include <fmt/format.h>

#include <filesystem>

#include "base/fingerprint.hpp"
#include "cli/commands.hpp"
#include "design/design.hpp"
#include "io/durable.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

struct ExpandOptions {
  std::string file, output;
  std::vector<std::string> set;
  bool force = false;
};

Exit expand(const ExpandOptions& o) {
  const LoadedSweep sweep = load_sweep(o.file, o.set, known_names());
  const DesignTable table = make_design(sweep);
  const std::string csv = to_csv(table);
  if (o.output.empty())
    fmt::print("{}", csv);
  else if (!o.force && std::filesystem::exists(o.output))
    throw IoError(o.output, "be written", "it exists: give --force to replace it, or another name with -o",
                  Exit::cannot_create);
  else
    write_whole(o.output, csv);
  const auto counted = [](std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  };
  const UntilCi& until = sweep.params.until_ci;
  const std::string replicates = until.outcome.empty()
                                     ? counted(std::size_t(sweep.base->scenario.run.replicates), "replicate")
                                     : fmt::format("{} to {} replicates", until.batch, until.maximum);
  fmt::print(stderr, "{}: {}, {}, {} each; design {}\n", o.file, counted(table.size(), "point"),
             counted(table.columns.size(), "factor"), replicates, fingerprint(csv));
  return Exit::ok;
}

}  // namespace

void add_expand(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("expand", "Print the points of a sweep file as CSV");
  auto o = std::make_shared<ExpandOptions>();
  verb->add_option("file", o->file, "sweep file")->required()->type_name("FILE.yaml");
  verb->add_option("-o,--output", o->output, "output file [standard output]")->type_name("FILE.csv");
  verb->add_option("--set", o->set, "set a value of the scenario first (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  verb->add_flag("--force", o->force, "replace an existing file");
  verb->callback([&action, o] { action = [o] { return expand(*o); }; });
}

}  // namespace moat
