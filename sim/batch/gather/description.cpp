#include "batch/gather/description.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/fingerprint.hpp"
#include "base/version.hpp"
#include "io/scenario_text/schema.hpp"
#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Attributes;
using h5::Type;

std::string_view axis_meaning(std::string_view axis) {
  static constexpr std::pair<std::string_view, std::string_view> meanings[] = {
      {"region", "region of the developers, buyers or owners"},
      {"origin", "home region of the maker"},
      {"segment", "segment of developers"},
      {"sector", "sector of developers"},
      {"task", "task that a model is used for"},
      {"domain", "domain of capability"},
      {"chip", "accelerator"},
      {"stack", "software stack"},
      {"firm", "firm"},
      {"line", "product line"},
      {"from_line", "line left, none for no model"},
      {"to_line", "line taken, none for no model"},
      {"openness", "closed service or published weights"},
      {"use", "what compute is used for"},
      {"firm_count", "number of firms whose models a developer uses"},
      {"firm_item", "what moves a firm's cash"},
      {"government_item", "what a government takes in or pays"},
      {"host_item", "what hosts of open weights take in or pay"},
      {"outside_item", "what is paid to or by the rest of the world"}};
  for (const auto& [name, meaning] : meanings)
    if (name == axis) return meaning;
  return axis;
}

/// Place of a name on an axis.
std::size_t place_of(const std::string& name, const Labels& labels) {
  return std::size_t(std::find(labels.begin(), labels.end(), name) - labels.begin());
}

void write_firms(h5::File& file, const Plan& plan) {
  const Labels &lines = plan.layout.axes.find("line")->second, &firms = plan.layout.axes.find("firm")->second;
  Labels firm_of_line(lines.size()), region_of_firm(firms.size());
  std::vector<std::int8_t> open(lines.size(), 0);
  for (const Variant& variant : plan.variants)
    for (const FirmEntry& firm : variant.scenario->firms) {
      region_of_firm[place_of(firm.name, firms)] = firm.region;
      for (const LineEntry& line : firm.lines) {
        const std::size_t at = place_of(line.name, lines);
        firm_of_line[at] = firm.name;
        open[at] = line.openness == Openness::open;
      }
    }
  for (const Variant& variant : plan.variants)
    for (const AddedLine& added : added_lines(variant.scenario->firms, variant.scenario->release.kept_vintages)) {
      const std::size_t at = place_of(added.entry.name, lines);
      firm_of_line[at] = variant.scenario->firms[std::size_t(added.firm)].name;
      open[at] = added.entry.openness == Openness::open;
    }
  if (lines.empty()) return;
  file.variable("line_firm", {.dims = {"line"}, .type = Type::text, .attributes = about("maker of the line")});
  file.write("line_firm", firm_of_line);
  Attributes flags = about("whether the weights are published");
  flags.push_back({"flag_values", std::vector<std::int8_t>{0, 1}});
  flags.push_back({"flag_meanings", std::string("closed open")});
  file.variable("line_open", {.dims = {"line"}, .type = Type::int8, .attributes = flags});
  file.write("line_open", open);
  file.variable("firm_region", {.dims = {"firm"}, .type = Type::text, .attributes = about("home region of the firm")});
  file.write("firm_region", region_of_firm);
}

/// The value of each factor at each point.
void write_factors(h5::File& file, const Plan& plan) {
  const DesignTable& design = plan.design;
  if (design.size() == 0) return;
  file.variable("design_row",
                {.dims = {"point"}, .type = Type::int64, .attributes = about("row of the design, filter or not")});
  file.write("design_row", design.rows);
  for (std::size_t c = 0; c < design.columns.size(); ++c) {
    const FactorColumn& column = design.columns[c];
    Attributes attributes = about(column.doc, column.unit);
    attributes.push_back({"factor", column.role});
    attributes.push_back({"distribution", column.distribution});
    file.variable(column.name,
                  {.dims = {"point"}, .type = column.is_number ? Type::float64 : Type::text, .attributes = attributes});
    if (column.is_number) {
      std::vector<double> values;
      for (std::size_t p = 0; p < design.size(); ++p) values.push_back(design.number(p, c));
      file.write(column.name, values);
    } else {
      Labels values;
      for (std::size_t p = 0; p < design.size(); ++p) values.push_back(design.cell(p, c));
      file.write(column.name, values);
    }
  }
}

/// What sets the arm of each point apart.
void write_arm_descriptions(h5::File& file, const Plan& plan) {
  Labels texts;
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    const Variant& variant = plan.variant(point);
    const auto& arms = plan.scenarios[variant.source].loaded->scenario.arms;
    const auto arm = std::ranges::find(arms, variant.arm, &ArmEntry::name);
    texts.push_back(arm == arms.end() ? "" : arm->description);
  }
  file.variable("arm_description",
                {.dims = {"point"}, .type = Type::text, .attributes = about("what sets the arm apart")});
  file.write("arm_description", texts);
}

}  // namespace

void write_axes(h5::File& file, const Plan& plan) {
  Labels names;
  for (std::int64_t point = 0; point < plan.points(); ++point) names.push_back(plan.name(point));
  file.scale("point", names, about("point: scenario, arm or row of the design"));
  file.scale("replicate", plan.layout.replicates, about("replicate: independent repetition"));
  std::vector<double> days;
  for (const Month month : plan.layout.months) days.push_back(double(days_to_month_end(month)));
  Attributes time = about("last day of the month", "days since 1970-01-01");
  time.push_back({"calendar", std::string("standard")});
  time.push_back({"standard_name", std::string("time")});
  time.push_back({"axis", std::string("T")});
  file.scale("time", days, time);
  const Texts& statistics = plan.variants.front().record().statistics;
  if (!statistics.empty()) file.scale("statistic", statistics, about("statistic over replicates"));
  for (const auto& [axis, labels] : plan.layout.axes) file.scale(axis, labels, about(axis_meaning(axis)));
}

void write_names(h5::File& file, const Plan& plan) {
  write_firms(file, plan);
  Labels arms;
  for (std::int64_t point = 0; point < plan.points(); ++point) arms.push_back(plan.variant(point).arm);
  if (std::any_of(arms.begin(), arms.end(), [](const std::string& arm) { return !arm.empty(); })) {
    file.variable("arm", {.dims = {"point"}, .type = Type::text, .attributes = about("arm of the scenario")});
    file.write("arm", arms);
    write_arm_descriptions(file, plan);
  }
  write_factors(file, plan);
}

void write_verdict(h5::File& file, const Plan& plan) {
  Labels points, names, docs, outcomes, minus;
  std::vector<double> weights, above, below;
  std::vector<std::int8_t> relative;
  for (std::int64_t point = 0; point < plan.points(); ++point) points.push_back(plan.name(point));
  for (std::size_t source = 0; source < plan.scenarios.size(); ++source)
    for (const TestEntry& test : plan.scenarios[source].loaded->scenario.verdict.tests) {
      names.push_back(plan.scenarios.size() > 1 ? plan.scenarios[source].name + "/" + test.name : test.name);
      docs.push_back(test.description);
      outcomes.push_back(test.outcome);
      minus.push_back(test.minus);
      relative.push_back(test.is_relative);
      above.push_back(test.above);
      below.push_back(test.below);
      for (std::int64_t point = 0; point < plan.points(); ++point) {
        const Variant& variant = plan.variant(point);
        double weight = 0;
        for (const auto& [arm, number] : test.of)
          if (variant.source == source && variant.arm == arm) weight = number;
        weights.push_back(weight);
      }
    }
  if (names.empty() || plan.design.size() > 0) return;
  file.attribute("/", {"claim", plan.scenarios.front().loaded->scenario.verdict.claim});
  file.group("verdict");
  file.scale("verdict/test", names, about("test: what the claim implies"));
  file.scale("verdict/point", points, about("point: scenario or arm"));
  const auto column = [&](const char* name, Type type, const h5::Values& values, const char* meaning) {
    file.variable(name, {.dims = {"test"}, .type = type, .attributes = about(meaning)});
    file.write(name, values);
  };
  column("verdict/description", Type::text, docs, "the test in words");
  column("verdict/outcome", Type::text, outcomes, "its outcome");
  column("verdict/minus", Type::text, minus, "another outcome of the same run that is taken off, if any");
  file.variable("verdict/weight", {.dims = {"test", "point"},
                                   .attributes = about("the outcomes of points are added up run by run, times this")});
  file.write("verdict/weight", weights);
  column("verdict/relative", Type::int8, relative, "1: bounds are in % of the points with negative weights");
  column("verdict/above", Type::float64, above, "the claim has it above this, in the display unit of the outcome");
  column("verdict/below", Type::float64, below, "the claim has it below this, in the display unit of the outcome");
}

void write_provenance(h5::File& file, const Folder& folder, const std::string& command_line) {
  const Plan& plan = folder.plan;
  file.group("provenance");
  Scenario defaults;
  file.text("provenance/schema_json", json_schema(item(defaults)));
  for (const auto& [key, text] : build_identity()) file.text(fmt::format("provenance/{}", key), std::string(text));
  file.text("provenance/command_line", folder.command_line.empty() ? command_line : folder.command_line);
  std::string all;
  for (const NamedScenario& one : plan.scenarios) all += (all.empty() ? "" : "---\n") + resolved(one);
  file.text("provenance/scenario_yaml", plan.given);
  file.text("provenance/scenario_resolved_yaml", all);
  file.text("provenance/plan_id", plan.id);
  if (plan.design.size() == 0) return;
  file.text("provenance/design_json", plan.design.design_json());
  file.text("provenance/design_hash", fingerprint(to_csv(plan.design)));
}

void write_tasks(h5::File& file, const JournalState& state) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  const auto now = std::chrono::system_clock::now();
  file.text("timing/created",
            fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now))));
  file.text("timing/host", host);
  Labels journals, hosts, versions;
  std::vector<std::int64_t> runs;
  for (const TaskRecord& task : state.tasks) {
    journals.push_back(task.journal);
    hosts.push_back(task.host);
    versions.push_back(task.version);
    runs.push_back(task.done);
  }
  file.scale("timing/task", journals, about("journal of a process that worked on the batch"));
  const auto column = [&](const char* name, Type type, const h5::Values& values, const char* meaning) {
    file.variable(name, {.dims = {"task"}, .type = type, .attributes = about(meaning)});
    if (!journals.empty()) file.write(name, values);
  };
  column("timing/task_host", Type::text, hosts, "where it ran");
  column("timing/task_moat", Type::text, versions, "version of the program");
  column("timing/task_runs", Type::int64, runs, "runs it finished");
}

}  // namespace moat
