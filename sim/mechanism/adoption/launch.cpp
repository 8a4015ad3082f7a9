#include "mechanism/adoption/launch.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "mechanism/adoption/choice.hpp"

namespace moat {

Launches::Launches(const Market& market, const Society& society, const Offers& offers) {
  for (int k = 1; k < offers.count; ++k) {
    const Index l = offers.slot[std::size_t(k)] - 1;
    if (market.buzz[l] > 0) option_.push_back(k);
  }
  upper_.setZero(society.segment_count(), Index(option_.size()));
  for (Index s = 0; s < upper_.rows(); ++s) {
    double sum = 0;
    for (Index n = 0; n < upper_.cols(); ++n) {
      const Index l = offers.slot[std::size_t(option_[std::size_t(n)])] - 1;
      sum += 1 - maths::pow(1 - society.segments[std::size_t(s)].review, market.buzz[l]);
      upper_(s, n) = sum;
    }
    upper_.row(s) /= std::max(sum, 1.0);
  }
}

int Launches::which(Index segment, double uniform) const {
  std::size_t n = 0;
  while (n + 1 < option_.size() && uniform * chance(segment) >= upper_(segment, Index(n))) ++n;
  return option_[n];
}

bool takes_launch(const Menu& menu, const Chooser& who, int tried, float uniform) {
  float better = utility(menu, who, tried) + menu.experience[tried] - utility(menu, who, who.current);
  if (menu.scale && menu.firm[tried] != menu.firm[who.current])  // lines of one nest differ by more than others
    better = (utility(menu, who, tried) + menu.experience[tried]) / menu.scale[tried] -
             utility(menu, who, who.current) / menu.scale[who.current];
  // 1/(1 + 2^-better), without an overflow; what is not on offer has utility -inf, and two of those no difference.
  return better > -most_bits && uniform * (1.0f + power_of_two(better < most_bits ? -better : -most_bits)) < 1.0f;
}

}  // namespace moat
