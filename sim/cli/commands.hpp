#pragma once
/// The verbs of the command line. Each adds itself to the program and leaves what to do in `action`.

#include <functional>

#include <CLI/CLI.hpp>

#include "base/error.hpp"

namespace moat {

using Action = std::function<Exit()>;

void add_run(CLI::App& app, Action& action, const std::string& command_line);
void add_compare(CLI::App& app, Action& action);
void add_sweep(CLI::App& app, Action& action, const std::string& command_line);
void add_resume(CLI::App& app, Action& action, const std::string& command_line);
void add_status(CLI::App& app, Action& action);
void add_gather(CLI::App& app, Action& action, const std::string& command_line);
void add_slurm(CLI::App& app, Action& action, const std::string& command_line);
void add_validate(CLI::App& app, Action& action);
void add_verify(CLI::App& app, Action& action);
void add_expand(CLI::App& app, Action& action);
void add_export(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_schema(CLI::App& app, Action& action);
void add_describe(CLI::App& app, Action& action);
void add_version(CLI::App& app, Action& action);

}  // namespace moat
