#pragma once
/// Declarations of the state: every member of World is a column with one owner, which is a mechanism or a part of the
/// state that starts before the mechanisms (model/state.hpp).
///
/// A declaration gives a column's axes, its first value, how it follows another run where its mechanism is held
/// (model/held.hpp), and its bounds. Sizes before the first month, the check that no member is undeclared, copies of
/// the state and the check at the end of each month follow from it.
///
///   column<&Firms::stock>("firms.stock", "firm,chip", 0, Held::taken, positive)   owned
///   single<&Market::attention>("market.attention", Held::taken, any_finite)       owned: one value
///   shared<&Firms::cash>("firms.cash", Held::added)                               written, but owned by another
///
/// Axes: firm, line, slot (line + 1; 0 for no model), region, segment, sector, task, domain, chip, stack, strategy,
/// openness, firm_count, firm_item, government_item, host_item, outside_item, step, developer. "any": of no fixed size.
/// Axes that end in " or none": may be empty.

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/error.hpp"
#include "state/keep.hpp"
#include "state/world.hpp"

namespace moat {

/// How a column of a held mechanism follows the other run, once the mechanism has acted there.
///   taken   takes the values of the other run
///   added   the change that the mechanism made there is added: for columns that several mechanisms add to
///   here    keeps the values of this run, except for what the mechanism's own hold does (model/special_holds.hpp)
enum class Held : int { taken, added, here };
template <>
struct Choices<Held> {
  static constexpr std::array<std::string_view, 3> names{"taken", "added", "here"};
};

/// The value of all cells of a column before anything starts, or `by_start`: the owner's start sizes and fills it.
struct First {
  double value = 0;
  bool by_start = false;
  constexpr First(double x) : value(x) {}  // NOLINT(google-explicit-constructor): rows give a number
  struct ByStart {};
  constexpr First(ByStart) : by_start(true) {}  // NOLINT(google-explicit-constructor)
};
inline constexpr First::ByStart by_start{};

/// Bounds within which values must stay at the end of each month.
struct Bounds {
  bool checked = true;
  double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};
inline constexpr Bounds unchecked{false}, any_finite{}, positive{true, 0, 1e30}, a_share{true, 0, 1},
    a_share_rounded{true, 0, 1 + 1e-12};

enum class Fault : int { none, not_finite, out_of_bounds };

using Extents = std::vector<Index>;

/// What can be done with a column whatever its type.
struct ColumnActs {
  Extents (*extents)(const World&);
  void (*fill)(World&, const Extents&, double first);
  void (*take)(World& here, const World& other);
  void (*add_change)(World& here, const World& before, const World& after);
  void (*lengthen)(World&, Index by, double first);  ///< along its first axis, with new values at the end
  Fault (*fault)(const World&, const Bounds&);
  std::pair<std::size_t, std::size_t> (*bytes)(const World&);  ///< offsets at which its member begins and ends
  Bytes (*keep)(const World&);                                 ///< for a run that goes on later (state/keep.hpp)
  void (*take_kept)(World&, const Bytes&);
};

struct StateColumn {
  std::string_view name;  ///< part and member, as in the code
  std::string_view axes;  ///< separated by commas, last one fastest; "" for one value
  bool owned;
  First first;
  Held held;
  Bounds bounds;
  const ColumnActs* acts;

  bool lies_along(std::string_view axis) const;
};

/// Size of an axis in this state. `steps`: months of the run.
Index axis_size(std::string_view axis, const World& world, int steps);

/// Sizes the owned columns and fills them with their first values, except those that their owner's start sizes.
void size_up(World& world, std::span<const StateColumn> columns, int steps);

/// True if the column has the size that its axes imply.
bool is_sized(const World& world, const StateColumn& column, int steps);

namespace columns {

template <class Part, class T>
Part part_of(T Part::*);

template <auto Member, class AnyWorld>
auto& at(AnyWorld& world) {
  using Part = decltype(part_of(Member));
  if constexpr (std::is_same_v<Part, World>)
    return world.*Member;
  else
    return std::get<std::conditional_t<std::is_const_v<AnyWorld>, const Part&, Part&>>(world.parts()).*Member;
}

template <class T>
Extents extents(const T&) {
  return {};
}
template <class T>
Extents extents(const Column<T>& x) {
  return {x.size()};
}
template <class T>
Extents extents(const Grid<T>& x) {
  return {x.rows(), x.cols()};
}
inline Extents extents(const Packed& x) {
  return {x.steps.size()};
}
template <class T, int Rank>
Extents extents(const Cube<T, Rank>& x) {
  Extents sizes;
  for (int axis = 0; axis < Rank; ++axis) sizes.push_back(x.size(axis));
  return sizes;
}
template <class T>
Extents extents(const std::vector<T>& x) {
  return {Index(x.size())};
}

template <class T>
void fill_with(T&, const Extents&, double) {
  expects(false, "the column can be filled with one number");
}
template <class T>
void fill_with(Column<T>& x, const Extents& sizes, double first) {
  x.setConstant(sizes.at(0), T(first));
}
template <class T>
void fill_with(Grid<T>& x, const Extents& sizes, double first) {
  x.setConstant(sizes.at(0), sizes.at(1), T(first));
}
template <class T>
void fill_with(Cube<T, 3>& x, const Extents& sizes, double first) {
  x = Cube<T, 3>(sizes.at(0), sizes.at(1), sizes.at(2));
  x.flat().setConstant(T(first));
}
template <class T>
void fill_with(Cube<T, 4>& x, const Extents& sizes, double first) {
  x = Cube<T, 4>(sizes.at(0), sizes.at(1), sizes.at(2), sizes.at(3));
  x.flat().setConstant(T(first));
}
/// Lists begin with empty entries, whatever the number.
template <class T>
void fill_with(std::vector<T>& x, const Extents& sizes, double) {
  x.assign(std::size_t(sizes.at(0)), T{});
}

/// Adds the change of the other run. Values that were equal before stay equal to the bit, unlike in a rounded sum.
inline void add_change(double& here, double before, double after) {
  here = here == before ? after : here + (after - before);
}
inline void add_change(Column<double>& here, const Column<double>& before, const Column<double>& after) {
  for (Index i = 0; i < here.size(); ++i) add_change(here[i], before[i], after[i]);
}
template <class T>
void add_change(T&, const T&, const T&) {
  expects(false, "changes of the column can be added");
}

template <class T>
void lengthen(T&, Index, double) {
  expects(false, "the column can be lengthened");
}
template <class T>
void lengthen(Cube<T, 3>& x, Index by, double first) {
  Cube<T, 3> longer(x.size(0) + by, x.size(1), x.size(2));
  longer.flat().setConstant(T(first));
  longer.flat().head(x.flat().size()) = x.flat();
  x = std::move(longer);
}

template <class Array>
Fault fault_in(const Array& values, const Bounds& bounds) {
  // 0 x inf and 0 x NaN are NaN, and so is any sum with a NaN in it.
  if ((values * 0).sum() != 0) return Fault::not_finite;
  if (values.size() > 0 && (values.minCoeff() < bounds.low || values.maxCoeff() > bounds.high))
    return Fault::out_of_bounds;
  return Fault::none;
}
template <class T>
Fault fault(const T&, const Bounds&) {
  return Fault::none;
}
inline Fault fault(double x, const Bounds& bounds) {
  return !std::isfinite(x) ? Fault::not_finite : x < bounds.low || x > bounds.high ? Fault::out_of_bounds : Fault::none;
}
inline Fault fault(const Column<double>& x, const Bounds& bounds) {
  return fault_in(x, bounds);
}
inline Fault fault(const Grid<double>& x, const Bounds& bounds) {
  return fault_in(x, bounds);
}
template <int Rank>
Fault fault(const Cube<double, Rank>& x, const Bounds& bounds) {
  return fault_in(x.flat(), bounds);
}

template <auto Member>
requires Keepable<std::remove_reference_t<decltype(at<Member>(std::declval<World&>()))>>
inline constexpr ColumnActs acts{
    [](const World& w) { return extents(at<Member>(w)); },
    [](World& w, const Extents& sizes, double first) { fill_with(at<Member>(w), sizes, first); },
    [](World& here, const World& other) { at<Member>(here) = at<Member>(other); },
    [](World& here, const World& before, const World& after) {
      add_change(at<Member>(here), at<Member>(before), at<Member>(after));
    },
    [](World& w, Index by, double first) { lengthen(at<Member>(w), by, first); },
    [](const World& w, const Bounds& bounds) { return fault(at<Member>(w), bounds); },
    [](const World& w) {
      const auto begin = std::size_t(reinterpret_cast<const char*>(&at<Member>(w)) - reinterpret_cast<const char*>(&w));
      return std::pair{begin, begin + sizeof(at<Member>(w))};
    },
    [](const World& w) { return kept(at<Member>(w)); },
    [](World& w, const Bytes& bytes) { take_kept(at<Member>(w), bytes); }};

}  // namespace columns

template <auto Member>
constexpr StateColumn column(std::string_view name, std::string_view axes, First first, Held held,
                             Bounds bounds = unchecked) {
  return {name, axes, true, first, held, bounds, &columns::acts<Member>};
}

template <auto Member>
constexpr StateColumn single(std::string_view name, Held held, Bounds bounds = unchecked) {
  return {name, "", true, by_start, held, bounds, &columns::acts<Member>};
}

template <auto Member>
constexpr StateColumn shared(std::string_view name, Held held) {
  return {name, "", false, by_start, held, unchecked, &columns::acts<Member>};
}

}  // namespace moat
