#pragma once
/// Which developers review this month, and which ones try a launched line.

#include <vector>

#include "mechanism/adoption/desk.hpp"
#include "mechanism/adoption/launch.hpp"
#include "mechanism/adoption/review.hpp"

namespace moat {

class Attention {
 public:
  Attention(const Developers& developers, const Market& market, const Society& society, const Offers& offers,
            const Launches& launches, const AdoptionParams& params, const Random& random);

  /// Calls body(block, members of the group in the block who have the task) for each block of the group.
  template <class Body>
  void for_blocks(const Group& g, Body body) const {
    for (Index block = g.begin / Flags::size; block * Flags::size < g.end; ++block) {
      const Flags here = Flags::between(g.begin - block * Flags::size, g.end - block * Flags::size);
      body(block, here & with_bit(d_.tasks, block, g.task));
    }
  }

  /// Those of `asked` who review: at random, because they hear of models, because their line is withdrawn, or all of
  /// them, where a promotion has just admitted them.
  Flags reviewers(const Group& g, Index block, Flags asked) const;

  /// Those of `asked` who try a launched line.
  Flags triers(const Group& g, Index block, Flags asked) const;

 private:
  template <class Such>
  Flags where(Index block, int task, Flags asked, Such such) const;

  const Developers& d_;
  const Society& society_;
  const Offers& offers_;
  const Launches& launches_;
  const Random& random_;
  bool one_by_one_;
  double word_of_mouth_;
  std::vector<double> chance_;  ///< [segment] of a review
};

}  // namespace moat
