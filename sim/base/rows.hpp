#pragma once
/// Rows: the one place where a parameter is described.
///
/// A struct of parameters lists its members once more in `rows()`, with key, unit, range, one sentence and evidence.
/// From these rows come parsing, validation, `--set`, the JSON schema, `moat explain`, the tables of the docs and
/// the provenance in the output. Include describe.hpp, which turns them into what all these read.

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.hpp"

namespace moat {

/// How well a value is known. `setting`: a choice of the user, neither true nor false.
/// `entry`: known as well as the entry (the chip, the firm, the measure) says in its own `grade` and `source`.
enum class Grade : int { measured, estimated, assumed, setting, entry };

struct Evidence {
  Grade grade = Grade::setting;
  std::string_view source;  ///< publication, data set, or the reason for the assumption
};
constexpr Evidence measured(std::string_view source) {
  return {Grade::measured, source};
}
constexpr Evidence estimated(std::string_view source) {
  return {Grade::estimated, source};
}
constexpr Evidence assumed(std::string_view why) {
  return {Grade::assumed, why};
}
constexpr Evidence setting() {
  return {Grade::setting, ""};
}
constexpr Evidence by_entry() {
  return {Grade::entry, ""};
}

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  constexpr bool holds(double x) const { return x >= low && x <= high; }
};
constexpr Range within(double low, double high) {
  return {low, high};
}
constexpr Range share() {
  return {0, 1};
}

/// Numbers by name in the order of the file, such as weights by task.
using Numbers = std::vector<std::pair<std::string, double>>;

/// A change to a described object: a dotted path, and its new value as YAML text.
struct Change {
  std::string path;
  std::string value;
  friend bool operator==(const Change&, const Change&) = default;
};
using Changes = std::vector<Change>;

/// The names of an enumeration, in the order of its enumerators 0, 1, 2, ...: specialise `names` for each.
template <class E>
struct Choices;

struct Field;

/// An object whose members are described at run time.
struct Item {
  void* object = nullptr;
  std::span<const Field> fields;
};

/// Handles to one member of an object, by kind of value.
struct ChoiceRef {
  void* member;
  std::span<const std::string_view> names;
  int (*get)(const void* member);
  void (*set)(void* member, int index);
};
/// Choices over time, such as a firm's strategy.
struct ChoicePathRef {
  std::vector<std::pair<Month, int>>* points;
  std::span<const std::string_view> names;
};
/// A list of objects with a `name`: a mapping in YAML.
struct ListRef {
  void* member;
  std::span<const Field> (*fields)();
  std::size_t (*size)(const void* member);
  void* (*at)(void* member, std::size_t index);
  void* (*add)(void* member);
  void (*remove)(void* member, std::size_t index);
};
using Texts = std::vector<std::string>;
using MemberRef = std::variant<double*, std::int64_t*, bool*, std::string*, Month*, Texts*, Numbers*, Path*, Changes*,
                               ChoiceRef, ChoicePathRef, Item, ListRef>;

/// Description of one member.
struct Text {
  std::string_view unit;
  Range range;
  std::string_view doc;
  Evidence evidence;
  std::string_view refers = "";  ///< the list whose names the value (or its keys) must be, "" for none
  bool required = false;
  bool is_name = false;           ///< filled from the key of the entry, not written inside it
  bool names_are_paths = false;   ///< entries of the list are named by dotted paths
  bool any_scalar = false;        ///< elements of the list may be written as numbers or switches too
  std::string_view acts_if = "";  ///< condition without which nothing reads it (io/scenario_text/acts.hpp), "" for none
};

struct Field {
  std::string_view key;
  Text text;
  MemberRef (*ref)(void* owner);
};

template <class Owner, class T>
struct Row {
  std::string_view key;
  T Owner::*member;
  Text text;

  /// The same row of a parameter, or part, that acts only where the rest of the scenario makes the condition true.
  constexpr Row acts_if(std::string_view condition) const {
    Row r = *this;
    r.text.acts_if = condition;
    return r;
  }
};

template <class T>
concept Described = requires {
  T::rows();
};

/// A choice that may change over time: each holds from its month to the next one, the first before it too.
template <class E>
struct ChoicePath {
  std::vector<std::pair<Month, int>> points{{Month{}, 0}};  ///< months ascending, numbers of the enumeration E

  /// One choice for all months.
  ChoicePath& operator=(E choice) {
    points = {{Month{}, int(choice)}};
    return *this;
  }
  E at(Month month) const {
    E current{};
    for (const auto& [from, choice] : points)
      if (from <= month || from == points.front().first) current = E(choice);
    return current;
  }
  bool has(E choice) const {
    for (const auto& [from, other] : points)
      if (other == int(choice)) return true;
    return false;
  }
};

template <class O, class T>
constexpr Row<O, T> row(std::string_view key, T O::*member, std::string_view unit, Range range, std::string_view doc,
                        Evidence evidence) {
  return {key, member, {unit, range, doc, evidence}};
}
/// A real number, a whole number, a path over time or numbers by name, with unit and range.
template <class O, class T>
constexpr Row<O, T> number(std::string_view key, T O::*member, std::string_view unit, Range range, std::string_view doc,
                           Evidence evidence) {
  return row(key, member, unit, range, doc, evidence);
}
/// Numbers by name, whose names must be those of the list `refers`.
template <class O>
constexpr Row<O, Numbers> numbers(std::string_view key, Numbers O::*member, std::string_view refers,
                                  std::string_view unit, Range range, std::string_view doc, Evidence evidence) {
  return {key, member, {unit, range, doc, evidence, refers}};
}
/// Text, a switch, a date or a choice: no unit, no range.
template <class O, class T>
constexpr Row<O, T> value(std::string_view key, T O::*member, std::string_view doc, Evidence evidence = setting()) {
  return row(key, member, "", Range{}, doc, evidence);
}
/// A list of numbers, dates, switches or texts, kept as written.
template <class O>
constexpr Row<O, Texts> scalars(std::string_view key, Texts O::*member, std::string_view doc) {
  Row<O, Texts> r = value(key, member, doc);
  r.text.any_scalar = true;
  return r;
}
/// The name, or names, of entries of the list `refers`.
template <class O, class T>
constexpr Row<O, T> reference(std::string_view key, T O::*member, std::string_view refers, std::string_view doc,
                              Evidence evidence = setting()) {
  return {key, member, {"", Range{}, doc, evidence, refers}};
}
/// A described struct, or a list of named ones.
template <class O, class T>
constexpr Row<O, T> part(std::string_view key, T O::*member, std::string_view doc) {
  return row(key, member, "", Range{}, doc, setting());
}
/// A list whose entries are named by dotted paths.
template <class O, class T>
constexpr Row<O, T> part_by_path(std::string_view key, T O::*member, std::string_view doc) {
  Row<O, T> r = part(key, member, doc);
  r.text.names_are_paths = true;
  return r;
}
/// The member that holds the entry's own name.
template <class O>
constexpr Row<O, std::string> entry_name(std::string O::*member, std::string_view doc) {
  Row<O, std::string> r{"name", member, {"", Range{}, doc, setting()}};
  r.text.is_name = true;
  return r;
}
template <class O, class T>
constexpr Row<O, T> required(Row<O, T> r) {
  r.text.required = true;
  return r;
}

}  // namespace moat
