#include "mechanism/adoption_counts.hpp"

#include <algorithm>

namespace moat {
namespace {

/// Number of different families among a developer's lines.
int family_count(const Developers& d, Index i, const Market& market) {
  int families[max_tasks], count = 0;
  for (Index t = 0; t < d.slot.rows(); ++t) {
    if (d.slot(t, i) == 0) continue;
    const int family = market.firm[d.slot(t, i) - 1];
    if (std::find(families, families + count, family) == families + count) families[count++] = family;
  }
  return count;
}

bool uses(const Developers& d, Index i, int slot) {
  for (Index t = 0; t < d.slot.rows(); ++t)
    if (d.slot(t, i) == slot) return true;
  return false;
}

}  // namespace

Counts::Counts(const Market& m)
    : assignments(m.assignments.size(0), m.assignments.size(1), m.assignments.size(2), m.assignments.size(3)),
      usage(assignments),
      developers(m.developers.size(0), m.developers.size(1), m.developers.size(2)),
      by_sector(Grid<std::int64_t>::Zero(m.by_sector.rows(), m.by_sector.cols())),
      families(Grid<std::int64_t>::Zero(m.families.rows(), m.families.cols())),
      flow(Grid<std::int64_t>::Zero(m.flow.rows(), m.flow.cols())),
      taken(Grid<std::int64_t>::Zero(m.taken.rows(), m.taken.cols())) {}

void Counts::add_to(Market& m) const {
  m.assignments.flat() += assignments.flat();
  m.usage.flat() += usage.flat();
  m.developers.flat() += developers.flat();
  m.by_sector += by_sector;
  m.families += families;
  m.flow += flow;
  m.taken += taken;
  m.reviews += reviews;
  m.trials += trials;
}

void Counts::move(Developers& d, const Market& market, Index i, int t, int after, std::int64_t ktok, bool record_flow) {
  const Index r = d.region[i], s = d.segment[i];
  const int before = d.slot(t, i), families_before = family_count(d, i, market);
  const bool new_line = after > 0 && !uses(d, i, after);
  d.slot(t, i) = std::uint8_t(after);
  if (new_line) developers(after, r, s) += 1;
  if (before > 0 && !uses(d, i, before)) developers(before, r, s) -= 1;
  const int families_after = family_count(d, i, market);
  families(s, families_before) -= 1;
  families(s, families_after) += 1;
  developers(0, r, s) += (families_after == 0) - (families_before == 0);
  assignments(before, r, s, t) -= 1;
  assignments(after, r, s, t) += 1;
  usage(before, r, s, t) -= ktok;
  usage(after, r, s, t) += ktok;
  by_sector(before, d.sector[i]) -= 1;
  by_sector(after, d.sector[i]) += 1;
  taken(after, r) += 1;
  if (record_flow) flow(before, after) += 1;
}

void count_users(Market& m, const Developers& d, const Society& society) {
  m.assignments.flat().setZero();
  m.usage.flat().setZero();
  m.developers.flat().setZero();
  m.by_sector.setZero();
  m.families.setZero();
  for (Index i = 0; i < d.size(); ++i) {
    const Index r = d.region[i], s = d.segment[i];
    const int families = family_count(d, i, m);
    m.families(s, families) += 1;
    m.developers(0, r, s) += families == 0;
    for (Index slot = 1; slot <= m.line_count(); ++slot) m.developers(slot, r, s) += uses(d, i, int(slot));
    for (Index t = 0; t < d.slot.rows(); ++t) {
      if (!(d.tasks[i] >> t & 1)) continue;
      const int slot = d.slot(t, i);
      m.assignments(slot, r, s, t) += 1;
      m.usage(slot, r, s, t) += task_usage(d.usage[i], society.intensity(d.sector[i], t));
      m.by_sector(slot, d.sector[i]) += 1;
    }
  }
}

}  // namespace moat
