#pragma once
/// Nests: the lines of one maker are nearer substitutes than lines of different makers, so a maker does not win users
/// by having more of them. Choices follow the nested logit, exactly for each developer (choice.hpp):
///
///     P[k]    = P[n] exp(U[k] / nesting) / sum over j of exp(U[j] / nesting)                         [1]
///     P[n]    = exp(V[n]) / sum over m of exp(V[m])                                                  [1]
///     V[n]    = nesting ln sum over j of exp(U[j] / nesting)                                         [utility]
///
/// so a second line that is equal to the first in all that counts moves its maker's odds by 2^nesting: by 2 with a
/// nesting of 1, where lines are as unlike as those of different makers, and hardly at all near 0. No model is a nest
/// of its own.
///
/// As the prices of some lines of a nest rise together, as firms ask it (survey.hpp), each of them loses
///
///     loss    = a ((1 - own) / nesting + own (1 - P[n]))                                             [1/USD/Mtok]
///
/// Symbols     n, m: nests, the lines of a maker that are on offer
///             k, j: a line of the nest; each of them
///             U: utility (adoption.hpp)
///             loss: relative fall of its expected tokens per unit of price
///             own: share of those lines within the nest
///             a: price weight x change of the price response per unit of price
/// Sources     nested logit: Train 2009, Discrete Choice Methods with Simulation, ch. 4, doi:10.1017/CBO9780511805271;
///             as a random-coefficient model: Cardell 1997, Econometric Theory 13: 185-213; red bus and blue bus:
///             Debreu 1960, American Economic Review 50: 186-188

#include <cstdint>
#include <vector>

#include "mechanism/adoption/menu.hpp"

namespace moat {

/// The nests of a list of options in which those of one maker stand together.
class Nests {
 public:
  Nests() = default;
  /// `firm` [option]: maker, -1 for no model. `nesting` in (0, 1]: with 1 there are no nests.
  Nests(const std::vector<std::int32_t>& firm, double nesting);

  bool any() const { return !end_.empty(); }
  /// 1 / nesting in a nest of several, else 1.
  float scale(int option) const { return any() ? scale_[std::size_t(option)] : 1; }
  /// [option] the same; null without nests.
  const float* scales() const { return any() ? scale_.data() : nullptr; }
  /// Options [begin, end) of the nest that the option is in.
  int begin(int option) const { return begin_of_[std::size_t(option)]; }
  int end(int option) const { return end_of_[std::size_t(option)]; }

  /// The menu reads this object's arrays from now on.
  void put_into(Menu& menu) const;

 private:
  float nesting_ = 1;
  std::vector<int> end_, begin_of_, end_of_;
  std::vector<float> scale_;
};

}  // namespace moat
