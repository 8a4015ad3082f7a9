#pragma once
/// Something that varies: in the sweeps of design/, and between the parameter samples of a question.

#include <string>

#include "base/rows.hpp"

namespace moat {

/// A lever is for someone to choose, an uncertainty is not known.
enum class Role : int { lever, uncertainty };
template <>
struct Choices<Role> {
  static constexpr std::array<std::string_view, 2> names{"lever", "uncertainty"};
};

/// One thing that varies. Numbers are kept as written and read by resolve().
struct FactorEntry {
  std::string name;
  Texts values, categorical, uniform, log_uniform, normal, triangular, integer, dates;
  Texts within;
  std::string unit;
  Role role = Role::uncertainty;
  std::int64_t levels = 3;
  Texts paths;

  template <class P = FactorEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&P::name,
                   "The parameter, by dotted path such as adoption.peer_weight; any name where `paths` is given."),
        scalars("values", &P::values, "Levels in order, each equally likely, such as [0.1, 0.5, 2]."),
        scalars("categorical", &P::categorical, "Levels without order, each equally likely."),
        scalars("uniform", &P::uniform, "[low, high]: every number in between equally likely."),
        scalars("log_uniform", &P::log_uniform, "[low, high], both positive: every ratio equally likely."),
        scalars("normal", &P::normal, "[mean, standard deviation]."),
        scalars("triangular", &P::triangular, "[low, mode, high]."),
        scalars("integer", &P::integer, "[low, high]: every whole number from low to high equally likely."),
        scalars("dates", &P::dates, "[first, last]: every month from first to last equally likely."),
        scalars("within", &P::within, "[low, high]: where a normal is cut off."),
        value("unit", &P::unit, "Unit of the values, for the reader: must be that of the parameter."),
        value("role", &P::role, "A lever is for someone to choose, an uncertainty is not known."),
        number(
            "levels", &P::levels, "", moat::within(2, 1e6),
            "Levels in a grid or one at a time: from the low to the high end at equal steps of probability (a normal "
            "without `within`: in the middle of equal shares). Left out, integer and dates have all of theirs.",
            setting()),
        value("paths", &P::paths, "The parameters that take the value; the factor's own name where left out."),
    };
  }
};

}  // namespace moat
