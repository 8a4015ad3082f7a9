#include "model/first_difference.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/values.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// Months by which budgets are read ahead (finance, capex of the next month).
constexpr int months_ahead = 1;

/// List and key of the paths over time that are read in their month, or that much ahead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> dated_paths{{{"firms", "capex"},
                                                                                    {"firms", "funding"},
                                                                                    {"firms", "other_revenue"},
                                                                                    {"firms", "strategy"},
                                                                                    {"regions", "developers"},
                                                                                    {"tasks", "tokens"}}};

constexpr std::string_view measures = "policy.measures.";

std::string_view first_part(std::string_view path) {
  return path.substr(0, path.find('.'));
}
std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('.') + 1);
}

/// Keys that no month reads.
bool makes_no_difference(std::string_view path) {
  const std::string_view part = first_part(path), key = last_part(path);
  for (const std::string_view text : {"title", "question", "description", "arms", "verdict", "robust"})
    if (part == text) return true;
  for (const std::string_view of_run : {"run.end", "run.replicates", "run.first_replicate"})
    if (path == of_run) return true;
  return key == "description" || key == "grade" || key == "source";
}

bool is_dated_path(std::string_view path) {
  return std::count(path.begin(), path.end(), '.') == 2 &&
         std::find(dated_paths.begin(), dated_paths.end(), std::pair{first_part(path), last_part(path)}) !=
             dated_paths.end();
}

/// The first month in which two paths have not the same value, in any century that scenarios know.
Month first_unlike(const Path& a, const Path& b) {
  Month month = Month::of(1900, 1);
  while (month < Month::of(2201, 1) && a.at(month) == b.at(month)) month = month + 1;
  return month;
}

using ChoicePoints = std::vector<std::pair<Month, int>>;
/// The first date from which one of them has a choice of its own, of runs that begin at `start`. What is chosen first
/// holds before its date, too.
Month first_unlike(ChoicePoints a, ChoicePoints b, Month start) {
  for (ChoicePoints* points : {&a, &b})
    if (!points->empty() && points->front().first <= start) points->front().first = start;
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.begin()) return Month{};
  return std::min(x == a.end() ? never : x->first, y == b.end() ? never : y->first);
}

class KeyByKey {
 public:
  KeyByKey(const Scenario& one, const Scenario& other) : one_(one), other_(other) {}

  std::optional<Difference> earliest() {
    std::map<std::string, MemberRef> left;
    std::vector<std::string> order;
    visit_all(item(one_), [&](const Visit& visit) {
      left.emplace(visit.path, visit.ref);
      order.push_back(visit.path);
    });
    std::set<std::string> found;
    visit_all(item(other_), [&](const Visit& visit) {
      const auto same = left.find(visit.path);
      found.insert(visit.path);
      if (same == left.end())
        note(visit.path, month_of_one(visit.path));
      else if (!same_value(same->second, visit.ref))
        note(visit.path, month_of(visit.path, same->second, visit.ref));
    });
    for (const std::string& path : order)
      if (!found.contains(path)) note(path, month_of_one(path));
    if (order_of_common(one_, other_) != order_of_common(other_, one_)) note("policy.measures", one_.run.start);
    return earliest_;
  }

 private:
  void note(const std::string& path, Month month) {
    if (makes_no_difference(path) || month >= never) return;
    month = std::max(month, one_.run.start);
    if (!earliest_ || month < earliest_->month) earliest_ = {path, month};
  }

  static const MeasureEntry* measure(const Scenario& s, std::string_view name) {
    const auto& all = s.policy.measures;
    const auto found = std::find_if(all.begin(), all.end(), [&](const MeasureEntry& m) { return m.name == name; });
    return found == all.end() ? nullptr : &*found;
  }

  /// Names of measures that both have; lists and entries are used in their order.
  static std::vector<std::string> order_of_common(const Scenario& s, const Scenario& other) {
    std::vector<std::string> names;
    for (const MeasureEntry& m : s.policy.measures)
      if (measure(other, m.name)) names.push_back(m.name);
    return names;
  }

  /// Measures of a rule have no dates of their own.
  static bool belongs_to_rule(const Scenario& s, const std::string& name) {
    return std::any_of(s.policy.rules.begin(), s.policy.rules.end(), [&](const RuleEntry& rule) {
      return std::find(rule.measures.begin(), rule.measures.end(), name) != rule.measures.end();
    });
  }

  Month month_of_measure(std::string_view path) const {
    const std::string name(first_part(path.substr(measures.size())));
    if (belongs_to_rule(one_, name) || belongs_to_rule(other_, name)) return Month{};
    const MeasureEntry *a = measure(one_, name), *b = measure(other_, name);
    const bool until_alone = a && b && path == path_of(name, "until");
    Month month = never;
    for (const MeasureEntry* m : {a, b})
      if (m) month = std::min({month, until_alone ? m->until : m->from, until_alone ? never : m->announced});
    return month;
  }
  static std::string path_of(const std::string& name, std::string_view key) {
    return std::string(measures) + name + "." + std::string(key);
  }

  /// Of a key that only one of them has.
  Month month_of_one(std::string_view path) const {
    return path.starts_with(measures) ? month_of_measure(path) : Month{};
  }

  Month month_of(std::string_view path, const MemberRef& a, const MemberRef& b) const {
    if (path.starts_with(measures)) return month_of_measure(path);
    if (!is_dated_path(path)) return Month{};
    Month month{};
    if (const auto* over_time = std::get_if<Path*>(&a)) month = first_unlike(**over_time, **std::get_if<Path*>(&b));
    if (const auto* choices = std::get_if<ChoicePathRef>(&a))
      month = first_unlike(*choices->points, *std::get_if<ChoicePathRef>(&b)->points, one_.run.start);
    return month >= never ? never : month + -(months_ahead + foresight());
  }

  int foresight() const {
    int months = 0;
    for (const Scenario* s : {&one_, &other_})
      for (const FirmEntry& firm : s->firms)
        if (firm.strategy.has(Strategy::adaptive)) months = std::max(months, int(s->release.horizon));
    return months;
  }

  Scenario one_, other_;  ///< copies: walks need objects that could be changed
  std::optional<Difference> earliest_;
};

}  // namespace

std::optional<Difference> first_difference(const Scenario& one, const Scenario& other) {
  return KeyByKey(one, other).earliest();
}

}  // namespace moat
