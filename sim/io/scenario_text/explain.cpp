#include "io/scenario_text/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <span>

#include "base/error.hpp"
#include "io/scenario_text/acts.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/renamed.hpp"

namespace moat {
namespace {

struct Entry {
  std::vector<std::string> parts;  ///< of the path
  std::string path;
  const Field* field;
};

std::vector<Entry> all_fields(Item scratch) {
  std::vector<Entry> all;
  visit_described(scratch, [&](const Visit& v) { all.push_back({split(v.path), v.path, &v.field}); });
  return all;
}

/// True if the parts wanted are the last ones of the path.
bool ends_with(std::span<const std::string> path, std::span<const std::string> wanted) {
  return path.size() >= wanted.size() && std::ranges::equal(path.last(wanted.size()), wanted);
}

/// The same over the whole path, where `*` stands for the name of any entry.
bool is_at(std::span<const std::string> path, std::span<const std::string> wanted) {
  return std::ranges::equal(path, wanted,
                            [](const auto& part, const auto& want) { return part == want || part == "*"; });
}

/// Fields whose key contains the word, or whose key or path is nearly it.
std::vector<Match> similar(const std::vector<Entry>& all, const std::string& text) {
  std::vector<Match> found;
  const auto add = [&](const Entry& e) {
    const bool is_new = std::ranges::find(found, e.path, &Match::path) == found.end();
    if (is_new) found.push_back({e.path, e.field, false});
  };
  const std::string last = split(text).back();
  std::vector<std::string> keys, paths;
  for (const Entry& e : all) keys.emplace_back(e.field->key), paths.push_back(e.path);
  const std::string key = nearest(last, keys), path = nearest(text, paths);
  for (const Entry& e : all)
    if (e.path == path) add(e);
  for (const Entry& e : all)
    if (e.field->key == key) add(e);
  for (const Entry& e : all)
    if (last.size() > 2 && e.field->key.find(last) != e.field->key.npos) add(e);
  return found;
}

/// `  unit      1/month`
std::string line(std::string_view label, std::string_view value) {
  return value.empty() ? "" : fmt::format("  {:<10}{}\n", label, value);
}

std::string describe(const Visit& visit, const std::string& condition) {
  const Text& text = visit.field.text;
  std::string all = fmt::format("{}\n  {}\n", visit.path, text.doc);
  all += line("kind", kind_text(visit.ref));
  all += line("unit", text.unit == "1" ? "" : text.unit);
  all += line("range", range_text(text.range));
  all += line("default", text.required ? "none: it must be given" : value_text(visit.ref));
  all += line("refers to", fmt::format("{}", fmt::join(split(text.refers, '|'), " or ")));
  all += line("acts if", condition);
  const bool has_keys = std::holds_alternative<Item>(visit.ref) || std::holds_alternative<ListRef>(visit.ref);
  return has_keys ? all : all + line("evidence", evidence_text(text.evidence));
}

}  // namespace

std::vector<Match> search_fields(Item scratch, std::string_view text) {
  const std::vector<Entry> all = all_fields(scratch);
  const std::vector<std::string> wanted = split(text);
  std::vector<Match> found;
  for (const Entry& e : all)
    if (is_at(e.parts, wanted)) found.push_back({e.path, e.field, true});
  if (!found.empty()) return found;
  for (const Entry& e : all)
    if (ends_with(e.parts, wanted)) found.push_back({e.path, e.field, true});
  return found.empty() ? similar(all, std::string(text)) : found;
}

std::string explain(Item scratch, std::string_view key) {
  const std::optional<std::string> now = path_now(key);
  if (now) return fmt::format("'{}' is now '{}'\n\n{}", key, *now, explain(scratch, *now));
  if (const std::string_view instead = what_replaced(key); !instead.empty())
    return fmt::format("'{}' is no more: {}\n", key, instead);
  const std::vector<Match> matches = search_fields(scratch, key);
  if (matches.empty() || !matches.front().exact) {
    if (const auto old = old_path_of(key)) return explain(scratch, *old);
    std::vector<std::string> paths;
    for (const Match& match : matches) paths.push_back(match.path);
    const std::string hint = paths.empty() ? "" : fmt::format(" (did you mean {}?)", listed(paths));
    throw InputError({{{}, fmt::format("{} is unknown{}", excerpt(key), hint)}});
  }
  // Before the walk, during which lists hold more than they do.
  std::map<std::string, std::string> conditions;
  for (const Match& match : matches) conditions[match.path] = acts_if(scratch, match.path);
  std::string text;
  visit_described(scratch, [&](const Visit& visit) {
    const bool wanted = conditions.contains(visit.path);
    if (wanted) text += (text.empty() ? "" : "\n") + describe(visit, conditions[visit.path]);
    const std::size_t dot = visit.path.find_last_of('.');
    std::string parent = dot == visit.path.npos ? "" : visit.path.substr(0, dot);
    if (parent.ends_with(".*")) parent.resize(parent.size() - 2);
    if (!wanted && matches.size() == 1 && parent == matches.front().path)
      text += fmt::format("  {}: {}\n", visit.path, visit.field.text.doc);
  });
  return text;
}

std::string range_text(Range range) {
  constexpr double none = std::numeric_limits<double>::infinity();
  if (range.low == -none && range.high == none) return "";
  if (range.high == none) return fmt::format("at least {}", range.low);
  if (range.low == -none) return fmt::format("at most {}", range.high);
  return fmt::format("[{}, {}]", range.low, range.high);
}

std::string evidence_text(const Evidence& evidence) {
  const std::string_view grade = Choices<Grade>::names[std::size_t(evidence.grade)];
  if (evidence.grade == Grade::entry) return "as the entry says in its grade and source";
  return evidence.source.empty() ? std::string(grade) : fmt::format("{}: {}", grade, evidence.source);
}

}  // namespace moat
