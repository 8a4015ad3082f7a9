#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "io/scenario_text/amend.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// `, unit: 1/month`, where there is a unit.
std::string unit_clause(const Text& text) {
  return text.unit.empty() || text.unit == "1" ? "" : fmt::format(", unit: {}", text.unit);
}

/// Large bounds as powers: nobody counts twelve zeros.
std::string bound_text(double x) {
  return std::abs(x) < 1e6 ? fmt::format("{}", x) : fmt::format("{:.6g}", x);
}

std::string range_clause(Range range) {
  constexpr double none = std::numeric_limits<double>::infinity();
  if (range.high == none) return fmt::format("must be at least {}", bound_text(range.low));
  if (range.low == -none) return fmt::format("must be at most {}", bound_text(range.high));
  return fmt::format("must lie in [{}, {}]", bound_text(range.low), bound_text(range.high));
}

/// What stands there, in words.
std::string found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "empty";
    case Node::Kind::plain:
      return fmt::format("'{}'", excerpt(node.text));
    case Node::Kind::quoted:
      return fmt::format("'{}' in quotes", excerpt(node.text));
    case Node::Kind::list:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return "";
}

}  // namespace

void Amender::wrong_kind(const Place& place, std::string_view expected, std::string_view advice) {
  report(place.node.at, fmt::format("{} is {} (expected {}{}{})", place.path, found(place.node), expected,
                                    unit_clause(place.text), advice));
}

template <class T>
std::optional<T> Amender::number(const Place& place, std::string_view expected) {
  const Node& node = place.node;
  Parsed<T> parsed;
  if constexpr (std::is_same_v<T, double>)
    parsed = parse_number(node.text);
  else
    parsed = parse_whole(node.text);
  if (!node.is_scalar() || !parsed.value) {
    wrong_kind(place, fmt::format("{}{}{}", expected, parsed.fault.empty() ? "" : " ", parsed.fault));
  } else if (node.kind == Node::Kind::quoted) {
    wrong_kind(place, expected, "; write it without quotes");
  } else if (!place.text.range.holds(double(*parsed.value))) {
    const std::string unit =
        place.text.unit == "1" || place.text.unit.empty() ? "" : fmt::format(" {}", place.text.unit);
    report(node.at, fmt::format("{} is {}{} ({})", place.path, node.text, unit, range_clause(place.text.range)));
  } else {
    return parsed.value;
  }
  return {};
}

void Amender::read(double* member, const Place& place) {
  note(place.path, place.node.at);
  *member = number<double>(place, "a number").value_or(*member);
}

void Amender::read(std::int64_t* member, const Place& place) {
  note(place.path, place.node.at);
  *member = number<std::int64_t>(place, "a whole number").value_or(*member);
}

void Amender::read(bool* member, const Place& place) {
  note(place.path, place.node.at);
  const bool yes = place.node.text == "true";
  if (place.node.kind == Node::Kind::plain && (yes || place.node.text == "false"))
    *member = yes;
  else
    report(place.node.at, fmt::format("{} is {} (write true or false)", place.path, found(place.node)));
}

void Amender::read(std::string* member, const Place& place) {
  note(place.path, place.node.at);
  if (place.node.is_scalar())
    *member = place.node.text;
  else
    wrong_kind(place, "text");
}

void Amender::read(Month* member, const Place& place) {
  note(place.path, place.node.at);
  const auto month = place.node.is_scalar() ? parse_month(place.node.text) : std::nullopt;
  if (month)
    *member = *month;
  else
    report(place.node.at, fmt::format("{} is {}, which is not a date (write 2027-01, 2027-01-15 or never)", place.path,
                                      found(place.node)));
}

void Amender::read(Texts* member, const Place& place) {
  forget_below(place.path);
  note(place.path, place.node.at);
  if (place.node.kind != Node::Kind::list) return wrong_kind(place, "a list of texts such as [a, b]");
  member->clear();
  for (const Node& node : place.node.nodes) {
    const std::string path = fmt::format("{}[{}]", place.path, member->size());
    read(&member->emplace_back(), {place.text, node, path});
  }
}

void Amender::read(Numbers* member, const Place& place) {
  note(place.path, place.node.at);
  if (place.node.step) return amend_number(*member, place);
  forget_below(place.path);
  if (place.node.kind != Node::Kind::mapping) return wrong_kind(place, "numbers by name such as {a: 1, b: 2}");
  member->clear();
  for (const Node* node : distinct(place.node, place.path)) {
    const std::string path = join(place.path, excerpt(node->key));
    note(path, node->key_at);
    if (!is_name(node->key)) report(node->key_at, fmt::format("{} is no name (use letters, digits, _, - and +)", path));
    member->emplace_back(node->key, number<double>({place.text, *node, path}, "a number").value_or(0));
  }
}

/// `--set weights.coding=2` changes one of the numbers.
void Amender::amend_number(Numbers& numbers, const Place& place) {
  const Node& node = place.node.nodes.front();
  const std::string path = join(place.path, excerpt(node.key));
  const auto found = std::ranges::find(numbers, node.key, &Numbers::value_type::first);
  note(path, node.key_at);
  if (found != numbers.end()) {
    found->second = number<double>({place.text, node, path}, "a number").value_or(found->second);
    return;
  }
  std::vector<std::string> names;
  for (const auto& [name, value] : numbers) names.push_back(name);
  report(node.key_at, fmt::format("{} is unknown {}", path, suggestion(node.key, names)));
}

/// Calls read_one(month, place) for each date of a mapping, if the dates ascend.
template <class ReadOne>
void Amender::by_date(const Place& place, ReadOne&& read_one) {
  if (place.node.step)
    return report(place.node.at,
                  fmt::format("{0} is a path over time (give all of it: --set {0}='{{2027-01: ...}}')", place.path));
  std::optional<Month> before;
  for (const Node* node : distinct(place.node, place.path)) {
    const std::string path = join(place.path, excerpt(node->key));
    const auto month = parse_month(node->key);
    if (!month || *month == never)
      report(node->key_at, fmt::format("{} does not begin with a date (write 2027-01 or 2027-01-15)", path));
    else if (before && *month <= *before)
      report(node->key_at, fmt::format("{} is not later than {} (months must ascend)", path, to_string(*before)));
    if (!month) continue;
    before = month;
    note(path, node->at);
    read_one(*month, Place{place.text, *node, path});
  }
}

void Amender::read(Path* member, const Place& place) {
  constexpr std::string_view expected = "a number, or numbers by date such as {2027-01: 1}";
  forget_below(place.path);
  note(place.path, place.node.at);
  if (place.node.kind == Node::Kind::mapping) {
    if (place.node.nodes.empty())
      return report(place.node.at, fmt::format("{} has no date (expected {})", place.path, expected));
    member->points.clear();
    by_date(place, [&](Month month, const Place& one) {
      member->points.emplace_back(month, number<double>(one, "a number").value_or(0));
    });
  } else if (const auto constant = number<double>(place, expected)) {
    member->points = {{always, *constant}};
  }
}

void Amender::read(Changes* member, const Place& place) {
  forget_below(place.path);
  note(place.path, place.node.at);
  if (place.node.kind != Node::Kind::mapping || place.node.step)
    return wrong_kind(place, "values by path such as {run.developers: 2000, adoption.peer_weight: 1}");
  member->clear();
  for (const Node* node : distinct(place.node, place.path)) {
    const std::string path = join(place.path, excerpt(node->key));
    note(path, node->at);
    if (!std::ranges::all_of(split(node->key), is_name))
      report(node->key_at, fmt::format("{} is no dotted path (use letters, digits, _, - and +)", path));
    member->push_back({node->key, yaml_of(*node)});
  }
}

std::optional<int> Amender::choice(std::span<const std::string_view> names, const Place& place) {
  const auto index = std::ranges::find(names, place.node.text) - names.begin();
  if (place.node.is_scalar() && index < std::ssize(names)) return int(index);
  const std::vector<std::string> all(names.begin(), names.end());
  const std::string close = nearest(place.node.text, all);
  report(place.node.at, fmt::format("{} is {} (must be one of {}{})", place.path, found(place.node), listed(all),
                                    close.empty() ? "" : fmt::format("; did you mean {}?", close)));
  return {};
}

void Amender::read(const ChoiceRef& ref, const Place& place) {
  note(place.path, place.node.at);
  if (const auto index = choice(ref.names, place)) ref.set(ref.member, *index);
}

void Amender::read(const ChoicePathRef& ref, const Place& place) {
  forget_below(place.path);
  note(place.path, place.node.at);
  if (place.node.kind != Node::Kind::mapping) {
    if (const auto index = choice(ref.names, place)) *ref.points = {{always, *index}};
    return;
  }
  const bool starts = !place.node.later;
  if (starts && place.node.nodes.empty())
    return report(place.node.at, fmt::format("{} has no date (expected a name, or names by date such as "
                                             "{{2027-01: {}}})",
                                             place.path, ref.names.front()));
  if (starts)
    ref.points->clear();
  else
    *ref.points = {{Month::of(1900, 1), ref.points->front().second}};
  by_date(place, [&](Month month, const Place& one) {
    if (const auto index = choice(ref.names, one)) ref.points->emplace_back(month, *index);
  });
  if (ref.points->empty()) *ref.points = {{always, 0}};  // nothing of it could be read
}

}  // namespace moat
