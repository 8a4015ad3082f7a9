#include "mechanism/adoption_launch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"

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
      sum += 1 - std::pow(1 - society.segments[std::size_t(s)].review, market.buzz[l]);
      upper_(s, n) = sum;
    }
    upper_.row(s) /= std::max(sum, 1.0);
  }
}

int Launches::tried(Index segment, std::uint32_t word) const {
  const double u = uniform(word);
  for (std::size_t n = 0; n < option_.size(); ++n)
    if (u < upper_(segment, Index(n))) return option_[n];
  return -1;
}

const float* Launches::pair(const Menu& menu, int current, int tried, float experience, std::vector<float>& room) {
  room.assign(std::size_t(menu.padded), -std::numeric_limits<float>::infinity());
  room[std::size_t(current)] = menu.common[current];
  room[std::size_t(tried)] = menu.common[tried] + experience;
  return room.data();
}

}  // namespace moat
