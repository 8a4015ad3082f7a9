#include "model/state.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace moat {
namespace {

/// More bytes than alignment leaves between members, and less than an array has.
constexpr std::size_t least_member = 8;

/// Members of a world that no owner declares show as bytes between those that are declared.
void check_that_all_is_declared() {
  const World world;
  struct Member {
    std::size_t begin, end;
    std::string_view name;
  };
  std::vector<Member> members;
  for (const OwnedColumn& one : state_columns()) {
    const auto [begin, end] = one.column->acts->bytes(world);
    members.push_back({begin, end, one.column->name});
  }
  members.push_back({sizeof(World), sizeof(World), "the end"});
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.begin < b.begin; });
  Member last{0, 0, "the beginning"};
  for (const Member& member : members) {
    expects(member.begin >= last.end, fmt::format("{} has one owner", member.name));
    expects(member.begin - last.end < least_member,
            fmt::format("all of the state is declared: between {} and {} there is a member that no mechanism owns",
                        last.name, member.name));
    last = member;
  }
}

std::string text_of(const Extents& extents) {
  return extents.empty() ? "0" : fmt::format("{}", fmt::join(extents, " x "));
}

}  // namespace

const std::vector<OwnedColumn>& state_columns() {
  static const std::vector<OwnedColumn> all = [] {
    std::vector<OwnedColumn> list;
    const auto add = [&](const auto& owner) {
      for (const StateColumn& column : owner.state())
        if (column.owned) list.push_back({&column, owner.name});
    };
    for (const Ground& ground : grounds()) add(ground);
    for (const Mechanism& mechanism : mechanisms()) add(mechanism);
    return list;
  }();
  return all;
}

SavedValues keep_state(const World& world) {
  SavedValues saved;
  for (const OwnedColumn& one : state_columns()) saved.emplace(one.column->name, one.column->acts->keep(world));
  return saved;
}

void restore_state(World& world, const SavedValues& saved, int steps) {
  const int threads = world.threads;
  for (const OwnedColumn& one : state_columns()) {
    const auto found = saved.find(one.column->name);
    if (found == saved.end()) throw std::runtime_error(fmt::format("{} was not saved", one.column->name));
    one.column->acts->take_kept(world, found->second);
    if (!one.column->lies_along("step")) {
      if (!is_sized(world, *one.column, steps))
        throw std::runtime_error(fmt::format("{} was saved with another size", one.column->name));
      continue;
    }
    const Index more = steps - one.column->acts->extents(world).at(0);
    if (more > 0) one.column->acts->lengthen(world, more, one.column->first.value);
  }
  world.threads = threads;
}

void check_state(const World& world, int steps) {
  for (const auto& [column, owner] : state_columns())
    if (!is_sized(world, *column, steps))
      throw ContractError(
          fmt::format("{} was never sized: it is {}, not one value for each {}; `{}`, which owns it, "
                      "must size it in its start",
                      column->name, text_of(column->acts->extents(world)), column->axes, owner));
  static const bool declared = (check_that_all_is_declared(), true);
  static_cast<void>(declared);
}

}  // namespace moat
