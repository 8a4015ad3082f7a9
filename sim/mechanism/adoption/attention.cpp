#include "mechanism/adoption/attention.hpp"

#include <algorithm>

#include "base/parallel.hpp"

namespace moat {

static_assert(chunk_size % Flags::size == 0, "no two threads share a block");

Attention::Attention(const Developers& developers, const Market& market, const Society& society, const Offers& offers,
                     const Launches& launches, const AdoptionParams& params, const Random& random)
    : d_(developers),
      society_(society),
      offers_(offers),
      launches_(launches),
      random_(random),
      one_by_one_(params.timing == Timing::one_by_one),
      word_of_mouth_(params.word_of_mouth) {
  for (const SegmentEntry& segment : society.segments)
    chance_.push_back(std::min(1.0, segment.review * (1 + market.attention)));
}

/// Those of `asked` whose slot for the task is such.
template <class Such>
Flags Attention::where(Index block, int task, Flags asked, Such such) const {
  Flags found;
  asked.for_each([&](Index place) {
    if (such(d_.slot(task, block * Flags::size + place))) found.add(place);
  });
  return found;
}

Flags Attention::reviewers(const Group& g, Index block, Flags asked) const {
  if (g.fresh) return asked;
  const double usual = chance_[std::size_t(g.segment)];
  Flags looking = numbers_below(chance_threshold(usual), random_, Purpose::review, block, g.task, asked);
  if (word_of_mouth_ > 0) {
    const double self = one_by_one_ ? society_.weight[g.region] : 0;
    const double heard = word_of_mouth_ * offers_.uptake.share_with_model(g.region, g.task, self);
    const Flags hearing = where(block, g.task, asked & ~looking, [](int slot) { return slot == 0; });
    looking = looking | numbers_below(chance_threshold(std::min(1.0, usual + heard)), random_, Purpose::review, block,
                                      g.task, hearing);
  }
  if (offers_.any_lost(g.region, g.segment)) {
    const char* lost = offers_.lost.row(g.region, g.segment);
    looking = looking | where(block, g.task, asked & ~looking, [&](int slot) { return lost[slot] != 0; });
  }
  return looking;
}

Flags Attention::triers(const Group& g, Index block, Flags asked) const {
  if (!launches_.any()) return {};
  return numbers_below(chance_threshold(launches_.chance(g.segment)), random_, Purpose::trial, block, g.task, asked);
}

}  // namespace moat
