#include "mechanism/adoption/counts.hpp"

#include <algorithm>
#include <bit>

#include "mechanism/adoption/offers.hpp"

namespace moat {
namespace {

/// Number of different firms among a developer's lines.
int count_firms(const Developers& d, Index i, const Market& market) {
  int firms[max_tasks], count = 0;
  for (Index t = 0; t < d.slot.rows(); ++t) {
    if (d.slot(t, i) == 0) continue;
    const int firm = market.firm[d.slot(t, i) - 1];
    if (std::find(firms, firms + count, firm) == firms + count) firms[count++] = firm;
  }
  return count;
}

Index first_task_with(const Developers& d, Index i, int slot) {
  Index t = 0;
  while (d.slot(t, i) != slot) ++t;
  return t;
}

}  // namespace

Counts::Counts(const Market& m)
    : first(std::size_t(m.assignments.flat().size() / m.assignments.size(0)), -1),
      by_sector(Grid<std::int64_t>::Zero(m.by_sector.rows(), m.by_sector.cols())),
      firms_in_use(Grid<std::int64_t>::Zero(m.firms_in_use.rows(), m.firms_in_use.cols())),
      flow(Grid<std::int64_t>::Zero(m.flow.rows(), m.flow.cols())),
      surplus(Grid<std::int64_t>::Zero(m.developers.size(1), m.developers.size(2))),
      reviewed(surplus),
      firm_of_slot{-1} {
  for (Index l = 0; l < m.line_count(); ++l) firm_of_slot.push_back(m.firm[l]);
}

void Counts::add_to(Market& m) const {
  auto row = first.begin();
  for (Index r = 0; r < m.assignments.size(1); ++r)
    for (Index s = 0; s < m.assignments.size(2); ++s)
      for (Index t = 0; t < m.assignments.size(3); ++t, ++row)
        for (Index slot = 0; *row >= 0 && slot < m.assignments.size(0); ++slot) {
          const SlotCounts& here = slots[std::size_t(*row + slot)];
          if ((here.users | here.tokens | here.distinct | here.came) == 0) continue;
          m.assignments(slot, r, s, t) += here.users;
          m.usage(slot, r, s, t) += here.tokens;
          m.developers(slot, r, s) += here.distinct;
          m.taken(slot, r) += here.came;
        }
  m.by_sector += by_sector;
  m.firms_in_use += firms_in_use;
  m.flow += flow;
  m.reviews += reviews;
  m.trials += trials;
}

Counts::Row Counts::row(const Market& m, Index r, Index s, int t, bool record_flow) {
  const Index slot_count = m.assignments.size(0);
  Index& row = first[std::size_t((r * m.assignments.size(2) + s) * m.assignments.size(3) + t)];
  if (row < 0) {
    row = Index(slots.size());
    slots.resize(slots.size() + std::size_t(slot_count));
  }
  return {slots.data() + row, firms_in_use.row(s).data(),          by_sector.data(),
          by_sector.cols(),   record_flow ? flow.data() : nullptr, slot_count,
          firm_of_slot.data()};
}

void count_among_tasks(const Developers& d, Index i, int t, int before, int after, const Counts::Row& n) {
  // What is true of "no model" is that nothing is lost or gained with it. No branches: they could not be foreseen.
  bool keeps_before = before == 0, had_after = after == 0, keeps_firm = keeps_before, had_firm = had_after;
  const int firm_before = n.firm_of_slot[before], firm_after = n.firm_of_slot[after];
  const unsigned others = d.tasks[i] & ~(1u << t);
  for (unsigned tasks = others; tasks; tasks &= tasks - 1) {
    const int slot = d.slot(std::countr_zero(tasks), i), firm = n.firm_of_slot[slot];
    keeps_before |= slot == before;
    had_after |= slot == after;
    keeps_firm |= firm == firm_before;
    had_firm |= firm == firm_after;
  }
  const std::int64_t one = d.counts(i);
  n.slots[before].distinct -= keeps_before ? 0 : one;
  n.slots[after].distinct += had_after ? 0 : one;
  if (keeps_firm == had_firm) return;
  int firms[max_tasks], count = 0;
  for (unsigned tasks = others; tasks; tasks &= tasks - 1) {
    const int firm = n.firm_of_slot[d.slot(std::countr_zero(tasks), i)];
    if (firm >= 0 && std::find(firms, firms + count, firm) == firms + count) firms[count++] = firm;
  }
  const int firms_before = count + !keeps_firm, firms_after = count + !had_firm;
  n.firms_in_use[firms_before] -= one;
  n.firms_in_use[firms_after] += one;
  n.slots[0].distinct += one * ((firms_after == 0) - (firms_before == 0));
}

void count_users(Market& m, const Developers& d, const Society& society) {
  m.assignments.flat().setZero();
  m.usage.flat().setZero();
  m.developers.flat().setZero();
  m.by_sector.setZero();
  m.firms_in_use.setZero();
  for (Index i = 0; i < d.size(); ++i) {
    const Index r = d.region[i], s = d.segment[i];
    const int firms = count_firms(d, i, m);
    const std::int64_t one = d.counts(i);
    m.firms_in_use(s, firms) += one;
    if (firms == 0) m.developers(0, r, s) += one;
    for (Index t = 0; t < d.slot.rows(); ++t) {
      if (!(d.tasks[i] >> t & 1)) continue;
      const int slot = d.slot(t, i);
      if (slot > 0 && first_task_with(d, i, slot) == t) m.developers(slot, r, s) += one;
      m.assignments(slot, r, s, t) += one;
      m.usage(slot, r, s, t) += one * task_usage(d.usage[i], society.intensity(d.sector[i], t));
      m.by_sector(slot, d.sector[i]) += one;
    }
  }
}

/// Real-world tokens, spending and downloads from counts, weights and prices.
void bill_users(Market& m, const Offers& offers, const Society& society, const Clock& clock, const AdoptionParams& p) {
  Column<double> path(society.task_count());
  for (Index t = 0; t < path.size(); ++t) path[t] = tokens_a_month(society, t, clock.now()) * offers.entry[t];
  for (auto* money : {&m.spend, &m.receipts, &m.self_hosted}) money->setZero();
  m.downloads.setZero();
  m.tokens.flat().setZero();
  for (int k = 1; k < offers.count; ++k) {  // of other lines there are no users
    const Index l = offers.slot[std::size_t(k)] - 1;
    for (Index r = 0; r < society.region_count(); ++r) {
      std::int64_t users = 0;
      for (Index s = 0; s < society.segment_count(); ++s) {
        const double served = m.open[l] ? m.hosted(l, r, s) : 1;
        for (Index t = 0; t < society.task_count(); ++t) {
          if (m.usage(l + 1, r, s, t) == 0) continue;  // most cells of a small run
          const double factor = 1e-3 * society.weight[r] * offers.quantity(r, s, t, k);
          m.tokens(l, r, s, t) = double(m.usage(l + 1, r, s, t)) * path[t] * factor;
          m.spend(l, r) += m.tokens(l, r, s, t) * m.price(l, r, s);
          m.receipts(l, r) += m.tokens(l, r, s, t) * served * m.received(l, r);
          m.self_hosted(l, r) += m.tokens(l, r, s, t) * (1 - served) * m.self_hosting(l, r);
        }
        users += m.developers(l + 1, r, s);
      }
      if (m.open[l])
        m.downloads[l] += society.weight[r] *
                          (p.downloads_per_user * double(users) + p.downloads_per_move * double(m.taken(l + 1, r)));
    }
  }
}

}  // namespace moat
