#pragma once
/// Single values of described objects: compared, found by path, and set without text.

#include <optional>
#include <string_view>

#include "base/describe.hpp"

namespace moat {

/// Whether two members of one kind hold the same. Parts and lists, whose members hold it, count as the same.
bool same_value(const MemberRef& a, const MemberRef& b);

/// Puts the one's value into the other, of the same kind. Nothing for parts and lists, whose members hold it.
void copy_value(const MemberRef& to, const MemberRef& from);

/// A value and its description.
struct FoundValue {
  const Field* field;
  MemberRef ref;
};

/// The value at a dotted path through entries that exist, also one of numbers by name. Nothing if there is none.
std::optional<FoundValue> find_value(Item root, std::string_view path);

/// Sets the number at a dotted path as a file with that number would. False, with nothing changed, where there is no
/// number or it may not have this value.
bool set_number(Item root, std::string_view path, double value);

}  // namespace moat
