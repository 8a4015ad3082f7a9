// moat validate: is the scenario sound, what will governments do when, what do they react to, and what does nobody
// read?

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answer/robustness.hpp"
#include "cli/commands.hpp"
#include "io/scenario_text/acts.hpp"
#include "mechanism/policy/use.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

void print_time_line(const Scenario& s) {
  struct Line {
    Month month;
    std::string text;
  };
  std::vector<Line> lines;
  for (const MeasureEntry& m : s.policy.measures) {
    const std::string what =
        fmt::format("{:<12} {:<24} {}", m.actor, Choices<Instrument>::names[std::size_t(m.instrument)], m.name);
    if (m.announced < m.from) lines.push_back({m.announced, "announced  " + what});
    if (m.from < never) lines.push_back({m.from, "begins     " + what});
    if (m.until < never) lines.push_back({m.until, "ends       " + what});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.month < b.month; });
  for (const Line& line : lines)
    fmt::print("{}  {}{}\n", to_string(line.month), line.text, line.month > s.run.end ? "  (after the run)" : "");
}

std::string months(std::int64_t count) {
  return fmt::format("{} month{}", count, count == 1 ? "" : "s");
}

/// What governments do when a series crosses a threshold, one line a rule.
void print_rules(const PolicyParams& policy) {
  for (const RuleEntry& r : policy.rules) {
    const bool scripted = std::find(policy.scripted.begin(), policy.scripted.end(), r.actor) != policy.scripted.end();
    std::string text = fmt::format("when {} for {}, then {}", r.when, months(r.months), fmt::join(r.measures, ", "));
    if (r.from > Month::of(1900, 1)) text += "; from " + to_string(r.from);
    if (r.notice > 0) text += "; notice " + months(r.notice);
    text += r.lasts > 0 ? "; lasts " + months(r.lasts) : r.until.empty() ? "; for good" : "";
    if (!r.until.empty()) text += "; until " + r.until;
    if (r.cool_down > 0) text += "; cool-down " + months(r.cool_down);
    if (r.once) text += "; once";
    fmt::print("{:<7}  {:<10} {:<12} {}: {}\n", scripted ? "off" : "armed", "rule", r.actor, r.name, text);
  }
}

/// Bans whose coverage is undone in part, one line a ban that reaches open weights at all.
void print_undone(const Scenario& s) {
  for (const MeasureEntry& m : s.policy.measures) {
    const double left = 1 - reach_on_weights(m, s.policy.derivative_refuge);
    if (m.instrument != Instrument::model_ban || m.coverage <= 0 || left <= 0) continue;
    const bool any = std::ranges::any_of(s.firms, [&](const FirmEntry& f) {
      const auto is_in = [](const Texts& list, const std::string& name) { return std::ranges::count(list, name) > 0; };
      return (is_in(m.firms, f.name) || is_in(m.origins, f.region)) &&
             std::ranges::any_of(f.lines, [](const LineEntry& l) { return l.openness == Openness::open; });
    });
    if (any)
      fmt::print(
          "undone   policy.measures.{}: of its coverage {:g} of open weights {:g} is undone by derivatives "
          "(policy.derivative_refuge; `weights: both` reaches them)\n",
          m.name, m.coverage, m.coverage * left);
  }
}

/// What the scenario gives without need and nothing reads, one line a parameter.
void print_inert(const LoadedScenario& loaded, const std::vector<Inert>& inert) {
  for (const Inert& one : inert)
    if (!one.required && loaded.reading.origin(one.path) != "default")
      fmt::print("inert    {}: acts only if {}\n", one.path, one.condition);
}

/// The scenario in full, and in comments what of it nothing reads.
void print_full(Scenario& s, const std::vector<Inert>& inert) {
  fmt::print("{}", to_yaml(item(s)));
  for (const Inert& one : inert) fmt::print("# inert: {} acts only if {}\n", one.path, one.condition);
}

nlohmann::ordered_json as_json(const std::string& file, const LoadedScenario& loaded, const std::vector<Inert>& inert) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Inert& one : inert)
    list.push_back({{"key", one.path}, {"acts_if", one.condition}, {"origin", loaded.reading.origin(one.path)}});
  return {{"file", file}, {"valid", true}, {"inert", list}};
}

struct ValidateOptions {
  std::vector<std::string> files, set;
  bool quiet = false, full = false, json = false;
};

Exit validate(const ValidateOptions& o) {
  std::vector<Problem> problems;
  nlohmann::ordered_json reports = nlohmann::ordered_json::array();
  for (const std::string& file : o.files) {
    try {
      LoadedScenario loaded = load_scenario(file, o.set, known_names());
      throw_if_any(check_robust(loaded), loaded.reading);
      const std::vector<Inert> inert = inert_parameters(item(loaded.scenario));
      if (o.json) {
        reports.push_back(as_json(file, loaded, inert));
        continue;
      }
      if (o.full) {
        print_full(loaded.scenario, inert);
        continue;
      }
      const Scenario& s = loaded.scenario;
      std::size_t lines = 0;
      for (const FirmEntry& firm : s.firms) lines += firm.lines.size();
      fmt::print("{}: valid: {} to {}, {} developers, {} firms with {} lines, {} measures\n", file,
                 to_string(s.run.start), to_string(s.run.end), s.run.developers, s.firms.size(), lines,
                 s.policy.measures.size());
      if (o.quiet) continue;
      print_time_line(s);
      print_rules(s.policy);
      print_undone(s);
      print_inert(loaded, inert);
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(problems);
  if (o.json) fmt::print("{}\n", reports.dump(2));
  return Exit::ok;
}

}  // namespace

void add_validate(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("validate", "Check scenarios: dates, rules, what is undone or inert");
  auto o = std::make_shared<ValidateOptions>();
  verb->add_option("files", o->files, "scenario files")->required()->type_name("FILE.yaml");
  verb->add_option("--set", o->set, "set a value first (repeatable)")->type_name("KEY=VALUE")->allow_extra_args(false);
  auto* quiet = verb->add_flag("-q,--quiet", o->quiet, "nothing but whether it is valid");
  auto* full = verb->add_flag("--full", o->full,
                              "print the scenario with all it extends and all defaults, as YAML,\n"
                              "and in comments which of them nothing reads")
                   ->excludes(quiet);
  verb->add_flag("--json", o->json, "print as JSON which parameters nothing reads, defaults too")
      ->excludes(quiet)
      ->excludes(full);
  verb->callback([&action, o] { action = [o] { return validate(*o); }; });
}

}  // namespace moat
