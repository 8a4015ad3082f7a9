#pragma once
/// An output: one row that describes it and reads it from the state.

#include <span>
#include <string_view>

#include "state/world.hpp"

namespace moat {

struct StateColumn;  ///< state/columns.hpp; the headers of mechanisms declare their columns beside their series

/// `dims` names the axes in order, separated by commas, last one fastest: any of line, firm, region, origin, segment,
/// sector, task, domain, chip, stack, openness, use, firm_count, from_line, to_line, firm_item, government_item, host_item,
/// outside_item; "" for one number a month.
struct Series {
  std::string_view name;
  std::string_view unit;
  std::string_view dims;
  std::string_view doc;
  void (*read)(const World& world, std::span<double> out);
};

}  // namespace moat
