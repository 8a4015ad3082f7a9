#pragma once
/// Words with which the rows of mechanisms.cpp are written.

#include <utility>
#include <vector>

#include "model/foresight.hpp"
#include "model/mechanisms.hpp"

namespace moat {

/// In `month` of a row what a mechanism changes comes first; what it only reads is wrapped in reads() (std::as_const),
/// so that a mechanism that tries to write it does not compile. Parameters and randomness come last.
template <class T>
const T& reads(T& value) {
  return std::as_const(value);
}

// Words for rows that have nothing to say.
inline constexpr auto nothing_to_start = [](World&, const Scenario&) {};
inline constexpr auto nothing_stands_in = [](World&, const Scenario&) {};
inline constexpr auto all_of_it = [](Scenario&) {};
inline constexpr Foresight frozen{false, all_of_it};
inline constexpr std::span<const Purpose> no_luck{};

template <Purpose... purposes>
inline constexpr Purpose luck_of[] = {purposes...};

inline constexpr Channel community_channel{
    "community", "What users of open weights give back, and hosts and tools that grow with their use."},
    money_channel{"compute",
                  "Chips and the money for them: what is bought and denied, budgets, entry and exit of firms."},
    research_channel{"research", "What firms can train with the compute, the people and the know-how they have."},
    models_channel{"release", "What firms publish, how openly, under which licence, and what the public learns of it."};

/// The series of several parts of a mechanism.
template <std::span<const Series> (*... parts)()>
std::span<const Series> series_of() {
  static const std::vector<Series> all = [] {
    std::vector<Series> list;
    (list.insert(list.end(), parts().begin(), parts().end()), ...);
    return list;
  }();
  return all;
}

}  // namespace moat
