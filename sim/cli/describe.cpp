// moat explain, schema, describe, version: what the program knows of itself, printed from its rows.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/instructions.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "design/sweep_file.hpp"
#include "io/scenario_text/explain.hpp"
#include "io/scenario_text/renamed.hpp"
#include "io/scenario_text/schema.hpp"
#include "model/model.hpp"
#include "model/state.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

void print_parameters() {
  Scenario defaults;
  fmt::print("{}", parameter_table(item(defaults)));
}

void print_sweep() {
  SweepParams defaults;
  fmt::print("{}", parameter_table(item(defaults)));
}

void print_outputs() {
  fmt::print("| series | unit | axes beside point, replicate, time | meaning |\n|---|---|---|---|\n");
  for (const Series& s : all_series()) fmt::print("| {} | {} | {} | {} |\n", s.name, s.unit, s.dims, s.doc);
}

void print_steps() {
  fmt::print("| step | what happens |\n|---|---|\n");
  for (const Mechanism& m : mechanisms()) fmt::print("| {} | {} |\n", m.name, m.sentence);
}

void print_instruments() {
  fmt::print("| instrument | acts on | what it does | keys |\n|---|---|---|---|\n");
  for (const InstrumentRow& row : instruments())
    fmt::print("| {} | {} | {} | {} |\n", Choices<Instrument>::names[std::size_t(row.instrument)], row.acts_on, row.doc,
               row.keys);
}

const InstrumentRow* instrument_named(std::string_view name) {
  for (const InstrumentRow& row : instruments())
    if (Choices<Instrument>::names[std::size_t(row.instrument)] == name) return &row;
  return nullptr;
}

/// A word of `policy.measures.*.instrument`, which is no parameter itself.
std::string explain(const InstrumentRow& row) {
  return fmt::format(
      "policy.measures.*.instrument: {}\n  acts on: {}\n  {}\n  keys: {}\n"
      "  moat describe instruments has all of them, moat explain policy.measures.*.KEY each key\n",
      Choices<Instrument>::names[std::size_t(row.instrument)], row.acts_on, row.doc, row.keys);
}

void print_renamed() {
  fmt::print("| what | before | now | where |\n|---|---|---|---|\n");
  for (const Renamed& row : renamed())
    fmt::print("| {} | `{}` | `{}` | {} |\n", name_of(row.what), row.before, row.now, row.where);
  for (const Gone& row : gone()) fmt::print("| parameter | `{}` | no more | {} |\n", row.path, row.instead);
}

void print_state() {
  fmt::print("| column | one value for each | owner | begins with | held |\n|---|---|---|---|---|\n");
  for (const auto& [column, owner] : state_columns())
    fmt::print("| {} | {} | {} | {} | {} |\n", column->name, column->axes, owner,
               column->first.by_start ? "" : fmt::format("{}", column->first.value),
               Choices<Held>::names[std::size_t(column->held)]);
}

constexpr std::pair<std::string_view, void (*)()> topics[] = {
    {"parameters", print_parameters},   {"sweep", print_sweep},     {"outputs", print_outputs}, {"steps", print_steps},
    {"instruments", print_instruments}, {"renamed", print_renamed}, {"state", print_state}};

constexpr std::string_view topic_names = "parameters, sweep, outputs, steps, instruments, renamed, state";

Exit describe(const std::string& topic) {
  for (const auto& [name, print] : topics)
    if (name == topic) {
      print();
      return Exit::ok;
    }
  fmt::print(stderr, "moat describe: '{}' is no topic (must be one of {})\n", topic, topic_names);
  return Exit::usage;
}

Exit print_version(bool json) {
  const std::string_view instructions = Choices<Instructions>::names[std::size_t(chosen_instructions())];
  if (!json) {
    fmt::print("moat {} (git {}, {}; {}, {}; {})\n", version(), git_hash(), git_state(), compiler(), build_type(),
               instructions);
    return Exit::ok;
  }
  nlohmann::ordered_json object;
  for (const auto& [key, text] : build_identity()) object[std::string(key)] = text;
  object["instructions"] = instructions;
  fmt::print("{}\n", object.dump(2));
  return Exit::ok;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("explain", "Say what a parameter means: unit, range, default, source");
  auto key = std::make_shared<std::string>();
  verb->add_option("key", *key, "e.g. adoption.peer_weight, firms.strategy, review")->required()->type_name("KEY");
  verb->callback([&action, key] {
    action = [key] {
      Scenario defaults;
      if (const InstrumentRow* instrument = instrument_named(*key))
        fmt::print("{}", explain(*instrument));
      else
        fmt::print("{}", explain(item(defaults), *key));
      return Exit::ok;
    };
  });
}

void add_schema(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("schema", "Print the JSON schema of scenario files");
  auto sweep = std::make_shared<bool>(false);
  verb->add_flag("--sweep", *sweep, "of sweep files instead");
  verb->callback([&action, sweep] {
    action = [sweep] {
      Scenario scenario;
      SweepParams params;
      fmt::print("{}", *sweep ? json_schema(item(params), "Moat sweep") : json_schema(item(scenario)));
      return Exit::ok;
    };
  });
}

void add_describe(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("describe", "Print tables: parameters, sweep, outputs, steps, ...");
  auto topic = std::make_shared<std::string>();
  verb->add_option("topic", *topic, std::string(topic_names))->required()->type_name("TOPIC");
  verb->callback([&action, topic] { action = [topic] { return describe(*topic); }; });
}

void add_version(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("version", "Print version, commit and compiler");
  auto json = std::make_shared<bool>(false);
  verb->add_flag("--json", *json, "as JSON");
  verb->callback([&action, json] { action = [json] { return print_version(*json); }; });
}

}  // namespace moat
