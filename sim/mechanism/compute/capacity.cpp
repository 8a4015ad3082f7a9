#include "mechanism/compute/capacity.hpp"

#include <algorithm>

#include "base/maths.hpp"

namespace moat {
namespace {

/// Chips that come from the same lines.
bool same_vendor(const ChipEntry& a, const ChipEntry& b) {
  return a.vendor == b.vendor && a.vendor_region == b.vendor_region;
}

/// Units short of orders over all chips of the vendor of chip c, relative to its path and programmes.
double missing_at(const Chips& chips, Index c, Month now, const ComputeParams& p) {
  double lacking = 0, planned = 0;
  for (Index other = 0; other < chips.chip_count(); ++other) {
    const ChipEntry& chip = chips.chips[std::size_t(other)];
    if (!same_vendor(chip, chips.chips[std::size_t(c)]) || !on_sale(chip, now)) continue;
    const double path = chip.capacity.at(now) * (1 - p.other_buyers);
    lacking += (chips.orders[other] - path * chips.supply[other]) * chip.h100e_training;
    planned += path * chips.programme[other] * chip.h100e_training;
  }
  const double most = 1e9;  // times what was planned, where controls have left next to nothing of it
  return planned > 0 ? std::min(std::max(0.0, lacking) / planned, most) : 0;
}

}  // namespace

void set_capacity(Chips& chips, const Governments& g, const Clock& clock, const ComputeParams& p) {
  if (chips.missing.rows() != p.capacity_lead || chips.missing.cols() != chips.chip_count())
    chips.missing.setZero(p.capacity_lead, chips.chip_count());
  const Index due = clock.step % p.capacity_lead;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const int home = chips.vendor_region[c];
    const double most = highest_expansion(chips.chips[std::size_t(c)], clock.now());
    const double built =
        (1 - p.capacity_decay) * (chips.expansion[c] - 1) + p.capacity_response * chips.missing(due, c);
    chips.programme[c] *= std::max(0.0, 1 + (g.chip_growth[home] - g.tool_slowdown[home]) / 12);
    chips.expansion[c] = std::min(most, 1 + built);
    chips.supply[c] = chips.programme[c] * chips.expansion[c] * (1 - g.memory_cut[home]) *
                      maths::exp(chips.vendor_yield[home] + chips.chip_yield[c]);
  }
}

void note_missing(Chips& chips, const Clock& clock, const ComputeParams& p) {
  const Index now = clock.step % p.capacity_lead;  // read again when it is due
  for (Index c = 0; c < chips.chip_count(); ++c) chips.missing(now, c) = missing_at(chips, c, clock.now(), p);
}

}  // namespace moat
