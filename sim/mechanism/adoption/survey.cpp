#include "mechanism/adoption/survey.hpp"

#include <algorithm>
#include <cmath>

#include "base/instructions.hpp"

namespace moat {

// Each is survey_kernel.cpp, compiled for its instructions.
namespace lanes_plain {
void survey(const Asked& asked);
}
namespace lanes_base {
void survey(const Asked& asked);
}
#ifdef MOAT_X86
namespace lanes_avx2 {
void survey(const Asked& asked);
}
namespace lanes_avx512 {
void survey(const Asked& asked);
}
#endif

void survey_in_lanes(const Asked& asked, Instructions instructions) {
  switch (instructions) {
    case Instructions::plain:
      return lanes_plain::survey(asked);
#ifdef MOAT_X86
    case Instructions::avx512:
      return lanes_avx512::survey(asked);
    case Instructions::avx2:
      return lanes_avx2::survey(asked);
#endif
    default:
      return lanes_base::survey(asked);
  }
}

Survey::Survey(const Offers& o) : sums_(std::size_t(o.count * survey_columns * survey_lane_count)) {
  for (int k = 1; k < o.count; ++k) by_maker_.push_back(k);
  const auto firm = [&](int k) { return o.firm[std::size_t(k)]; };
  const auto closed = [&](int k) { return o.open[k] == 0; };
  std::stable_sort(by_maker_.begin(), by_maker_.end(),
                   [&](int a, int b) { return firm(a) != firm(b) ? firm(a) < firm(b) : closed(a) > closed(b); });
  for (int place = 0; place < int(by_maker_.size()); ++place) {
    const int k = by_maker_[std::size_t(place)];
    if (place == 0 || firm(k) != firm(by_maker_[std::size_t(place - 1)]))
      makers_.push_back({place, place, place, o.nests.scale(k)});
    makers_.back().closed_end += closed(k);
    makers_.back().end = place + 1;
  }
  on_offer_.resize(std::size_t(o.count));
  asked.sums = sums_.data();
  asked.quality = o.quality_slope.flat().size() > 0;
}

void Survey::add(const Offers& o, const Menu& menu, Index r, Index s, Index t, Instructions instructions) {
  const double *const quantity = o.quantity.row(r, s, t), *const slope = o.slope.row(r, s),
                      *const worth = asked.quality ? o.quality_slope.row(s, t) : nullptr;
  makers_on_offer_.clear();
  int listed = 0;
  const auto list = [&](int begin, int end) {
    for (int place = begin; place < end; ++place) {
      const int k = by_maker_[std::size_t(place)];
      on_offer_[std::size_t(listed)] = {k, float(quantity[k]), float(slope[k]), worth ? float(worth[k]) : 0};
      listed += std::isfinite(menu.common[k]);
    }
    return listed;
  };
  for (const SurveyedMaker& maker : makers_) {
    const int begin = listed, closed_end = list(maker.begin, maker.closed_end), end = list(maker.closed_end, maker.end);
    if (end > begin) makers_on_offer_.push_back({begin, closed_end, end, maker.scale});
  }
  asked.options = on_offer_.data();
  asked.makers = makers_on_offer_.data();
  asked.maker_count = int(makers_on_offer_.size());
  const int end = std::min(Batch::stride, asked.size + Batch::block);
  for (float* column : {asked.share, asked.tokens, asked.priced}) std::fill(column + asked.size, column + end, 0.0f);
  survey_in_lanes(asked, instructions);
}

Grid<double> Survey::take() {
  Grid<double> sums = Grid<double>::Zero(Index(sums_.size()) / survey_columns / survey_lane_count, survey_columns);
  const float* lane = sums_.data();
  for (Index n = 0; n < sums.size(); ++n)
    for (int l = 0; l < survey_lane_count; ++l) sums.data()[n] += double(*lane++);
  std::fill(sums_.begin(), sums_.end(), 0.0f);
  return sums;
}

}  // namespace moat
