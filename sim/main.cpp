// The command line and its exit codes.

#include <exception>

#include <fmt/format.h>

#include "base/instructions.hpp"
#include "base/parallel.hpp"
#include "cli/commands.hpp"

namespace {

int code(moat::Exit exit) {
  return static_cast<int>(exit);
}

/// Verbs whose input is checked before anything is written.
bool writes_nothing(const CLI::App& app) {
  for (const char* verb : {"run", "sweep", "validate", "expand"})
    if (app.got_subcommand(verb)) return true;
  return false;
}

int run_program(int argc, char** argv) {
  using namespace moat;
  std::string command_line;
  for (int i = 0; i < argc; ++i) command_line += (i ? " " : "") + std::string(argv[i]);
  CLI::App app{"Moat simulates the competition between open-weight and proprietary AI.", "moat"};
  app.get_formatter()->column_width(24);  // the page fits 80 columns
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 ok, 1 some runs failed, 2 usage, 65 scenario invalid, 66 input\n"
      "missing, 70 internal error, 73 cannot create output, 74 input/output, 75 stopped");
  app.failure_message([](const CLI::App*, const CLI::Error& error) {
    return fmt::format("{}\nRun with --help for more information.\n", error.what());
  });
  Action action;
  add_run(app, action, command_line);
  add_compare(app, action);
  add_sweep(app, action, command_line);
  add_resume(app, action, command_line);
  add_status(app, action);
  add_gather(app, action, command_line);
  add_slurm(app, action, command_line);
  add_validate(app, action);
  add_verify(app, action);
  add_expand(app, action);
  add_export(app, action);
  add_explain(app, action);
  add_schema(app, action);
  add_describe(app, action);
  add_version(app, action);
  app.get_help_ptr()->group("");  // known to everybody, and the page fits 24 lines
  const auto verb = [&](const CLI::App* known) { return argc > 1 && known->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && app.get_subcommands(verb).empty()) {
    std::vector<std::string> verbs;
    for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; }))
      verbs.push_back(known->get_name());
    fmt::print(stderr, "moat: '{}' is no verb (must be one of {})\n", argv[1], fmt::join(verbs, ", "));
    return code(Exit::usage);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : code(Exit::usage);
  }
  try {
    chosen_instructions();
  } catch (const InputError& error) {
    fmt::print(stderr, "moat: {}\n", error.what());
    return code(Exit::usage);
  }
  try {
    return code(action());
  } catch (const InputError& error) {
    fmt::print(stderr, "{}\n", error.what());
    const std::size_t count = error.problems().size();
    if (writes_nothing(app))
      fmt::print(stderr, "moat: {} problem{} in the input; nothing was written\n", count, count == 1 ? "" : "s");
    return code(Exit::scenario_invalid);
  } catch (const IoError& error) {
    fmt::print(stderr, "moat: {}\n", error.what());
    return code(error.code());
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "moat: out of memory (fewer developers, fewer runs at once with -j, or see --dry-run)\n");
    return code(Exit::internal);
  } catch (const std::exception& error) {
    fmt::print(stderr, "moat: internal error: {}\nPlease report it with the command line: {}\n", error.what(),
               command_line);
    return code(Exit::internal);
  }
}

}  // namespace

int main(int argc, char** argv) {
  moat::keep_freed_memory();
  return run_program(argc, argv);
}
