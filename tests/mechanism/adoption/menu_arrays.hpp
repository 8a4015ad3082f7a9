#pragma once
/// A menu with arrays of its own, for tests and benchmarks of choices: all zero until filled.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mechanism/adoption/menu.hpp"

namespace moat {

struct MenuArrays {
  std::vector<float> common, experience, price, open, distance;
  std::vector<std::int32_t> firm;

  explicit MenuArrays(int options)
      : common(std::size_t(options)),
        experience(common),
        price(common),
        open(common),
        distance(common),
        firm(std::size_t(options), -1) {}

  /// Points into the arrays. Bounds and what is the same for all options are the caller's.
  Menu menu() const {
    Menu m;
    m.count = int(common.size());
    m.common = common.data();
    m.experience = experience.data();
    m.price = price.data();
    m.open = open.data();
    m.distance = distance.data();
    m.firm = firm.data();
    return m;
  }
};

}  // namespace moat
