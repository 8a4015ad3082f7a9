#include "design/factor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "design/list_file.hpp"
#include "design/distribution_entry.hpp"
#include "design/target.hpp"
#include "io/scenario_text/check.hpp"
#include "io/scenario_text/parse.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// A scenario that points are made from: one for each arm, or the scenario as it is.
struct Variant {
  std::string arm;
  Changes set;
  Scenario scenario;
};

class Resolver {
 public:
  Resolver(const LoadedSweep& sweep, std::vector<Problem>& problems) : sweep_(sweep), problems_(problems) {
    const std::vector<ArmEntry>& arms = sweep.base->scenario.arms;
    if (arms.empty()) variants_.push_back({"", {}, sweep.base->scenario});
    for (const ArmEntry& arm : arms) {
      Variant& variant = variants_.emplace_back(Variant{arm.name, arm.set, sweep.base->scenario});
      std::vector<Problem> known;  // load_scenario has looked at the arms
      apply(
          variant.scenario, arm.set, "", [](const std::string&) { return Position{}; }, known);
    }
  }

  Block block(const std::string& name, const std::string& key, const DesignParams& design,
              const std::vector<FactorEntry>& entries) {
    Block block{name, design, {}, key};
    for (const FactorEntry& entry : entries)
      if (auto factor = resolve_one(entry, join(key, "factors." + entry.name), design.type))
        block.factors.push_back(std::move(*factor));
    if (design.type == DesignType::list && !design.file.empty()) list(block);
    return block;
  }

 private:
  struct Named {
    FactorColumn column;
    Target target;
  };

  void report(const std::string& path, std::string text) {
    problems_.push_back({sweep_.reading.where(path), std::move(text)});
  }

  /// The one parameter, or the several alike, that a factor sets.
  std::optional<Named> named(const std::string& name, const Texts& paths, const std::string& key, const Position& at) {
    std::optional<Named> named;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const std::string element = fmt::format("{}.paths[{}]", key, i);
      const Position where = sweep_.reading.given.contains(element) ? sweep_.reading.where(element) : at;
      const auto refuse = [&](const std::string& why) {
        problems_.push_back({where, paths[i] == name ? why : fmt::format("{}: {}", key, why)});
      };
      for (const Variant& variant : variants_) {
        const FoundTarget found = find_target(variant.scenario, paths[i]);
        if (!found.target) {
          const bool in_all = std::ranges::none_of(
              variants_, [&](const Variant& v) { return find_target(v.scenario, paths[i]).target.has_value(); });
          refuse(in_all ? found.fault : fmt::format("{} in arm {}", found.fault, variant.arm));
          return {};
        }
        if (!named) {
          const Text& text = found.target->text;
          named = Named{{name, paths, std::string(text.unit), "", "", std::string(text.doc), found.target->is_number()},
                        *found.target};
        } else if (found.target->kind != named->target.kind || found.target->text.unit != named->target.text.unit) {
          refuse(fmt::format("{} is of another kind or unit than {} (a factor sets values that are alike)", paths[i],
                             paths[0]));
          return {};
        } else if (found.target->own != named->target.own) {
          named->target.own.clear();
        }
      }
      if (const std::string other = set_already(paths[i]); !other.empty()) {
        refuse(fmt::format("{} is set by {} too (leave one out)", paths[i], other));
        return {};
      }
    }
    return named;
  }

  /// Who else gives a value to the path: an arm, `set`, another factor of a block that is combined with this one.
  std::string set_already(const std::string& path) const {
    for (const Variant& variant : variants_)
      for (const Change& change : variant.set)
        if (overlap(change.path, path)) return "arm " + variant.arm;
    for (const Change& change : sweep_.params.set)
      if (overlap(change.path, path)) return "set";
    for (const auto& [taken, key] : taken_)
      if (overlap(taken, path)) return key;
    return "";
  }

  std::optional<Factor> resolve_one(const FactorEntry& entry, const std::string& key, DesignType design) {
    const Texts paths = entry.paths.empty() ? Texts{entry.name} : entry.paths;
    const auto found = named(entry.name, paths, key, sweep_.reading.where(key));
    if (!found) return {};
    take(paths, key);
    Factor factor;
    factor.column = found->column;
    factor.column.role = Choices<Role>::names[std::size_t(entry.role)];
    factor.key = key;
    const auto plain = [](std::string_view unit) { return unit == "1" ? "" : unit; };
    if (sweep_.reading.given.contains(key + ".unit") && plain(entry.unit) != plain(factor.column.unit))
      report(key + ".unit", fmt::format("{}.unit is '{}', but the unit of {} is '{}' (write values in that unit)", key,
                                        excerpt(entry.unit), paths[0], factor.column.unit));
    const bool is_list = design == DesignType::list;
    const std::vector<Check> checks =
        read_distribution(entry, found->target, is_list, sweep_.reading, factor, problems_);
    for (const Check& check : checks) check_value(factor, check);
    if (!checks.empty() || is_list) finish(factor, found->target, design);
    return checks.empty() && !is_list ? std::nullopt : std::optional(std::move(factor));
  }

  /// What the design asks of the factor beyond its values.
  void finish(Factor& factor, const Target& target, DesignType design) {
    factor.is_date = target.kind == Target::Kind::date;
    if (!target.own.empty()) factor.own = factor.value_of(target.own);
    if (design == DesignType::oat && !factor.own)
      report(factor.key,
             fmt::format("{} has no single value in the scenario to start from (set one, or use grid)", factor.key));
    if (design == DesignType::morris && !factor.distribution.is_bounded())
      report(factor.key,
             fmt::format("{}.normal has no ends, which morris needs (give within: [low, high])", factor.key));
  }

  /// One value put into every variant of the scenario, whose own checks speak. Whether it goes with other values is
  /// seen at the points, where other factors have theirs. A number refers to nothing, so nothing else is checked again.
  void check_value(const Factor& factor, const Check& check) {
    for (const Variant& variant : variants_) {
      Scenario scenario = variant.scenario;
      Changes changes;
      for (const std::string& path : factor.column.paths) changes.push_back({path, check.yaml});
      std::vector<Problem> found, references;
      apply(
          scenario, changes, factor.key, [&](const std::string&) { return check.where; }, found);
      if (found.empty() && !factor.column.is_number) check_tree(item(scenario), sweep_.base->reading, references);
      for (const Problem& problem : references)
        found.push_back({check.where, fmt::format("{}: {}", factor.key, problem.text)});
      problems_.insert(problems_.end(), found.begin(), found.end());
      if (!found.empty()) return;  // the other arms would say the same
    }
  }

  void take(const Texts& paths, const std::string& key) {
    for (const std::string& path : paths) taken_.emplace_back(path, key);
  }

  void list(Block& block) {
    const Position at = sweep_.reading.where(join(block.key, "design.file"));
    const std::filesystem::path file = beside(sweep_.reading, join(block.key, "design.file"), block.design.file);
    ListFile list(file, at, problems_);
    for (const ListColumn& column : list.columns()) {
      auto known = std::ranges::find(block.factors, column.name, [](const Factor& f) { return f.column.name; });
      if (known == block.factors.end()) {
        const auto found = named(column.name, {column.name}, column.name, column.where);
        if (!found) continue;
        take({column.name}, column.name);
        block.factors.push_back({});
        known = block.factors.end() - 1;
        known->column = found->column;
        known->column.role = Choices<Role>::names[std::size_t(Role::uncertainty)];
        known->key = column.name;
      }
      known->column.distribution = "list";
      const FoundTarget target = find_target(variants_.front().scenario, known->column.paths.front());
      for (const Check& check : list.read(column, *target.target, *known)) check_value(*known, check);
      finish(*known, *target.target, DesignType::list);
    }
    for (const Factor& factor : block.factors)
      if (factor.column.distribution.empty())
        report(factor.key, fmt::format("{} is no column of {} (add it, or leave the factor out)", factor.column.name,
                                       file.string()));
  }

 public:
  /// The next block shares no point with those before.
  void forget_taken() { taken_.clear(); }

 private:
  const LoadedSweep& sweep_;
  std::vector<Problem>& problems_;
  std::vector<Variant> variants_;
  std::vector<std::pair<std::string, std::string>> taken_;  ///< path, key of its factor
};

}  // namespace

std::optional<double> Factor::value_of(const std::string& text) {
  if (column.is_number) return parse_number(text).value;
  const auto found = std::ranges::find(levels, text);
  const auto number = found - levels.begin();
  if (found == levels.end()) levels.push_back(text);
  return double(number);
}

std::vector<Block> resolve(const LoadedSweep& sweep, std::vector<Problem>& problems) {
  Resolver resolver(sweep, problems);
  const SweepParams& params = sweep.params;
  if (params.blocks.empty()) return {resolver.block("", "", params.design, params.factors)};
  std::vector<Block> blocks;
  for (const BlockEntry& entry : params.blocks) {
    blocks.push_back(resolver.block(entry.name, "blocks." + entry.name, entry.design, entry.factors));
    if (params.combine == Combine::concat) resolver.forget_taken();
  }
  return blocks;
}

}  // namespace moat
