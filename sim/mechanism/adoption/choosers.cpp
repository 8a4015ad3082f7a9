#include "mechanism/adoption/choosers.hpp"

#include <algorithm>

#include "mechanism/adoption/tokens.hpp"

namespace moat {

Choosers::Choosers(const Developers& developers, const Society& society, const Offers& offers, const PeerView& peers,
                   const Clock& clock, const AdoptionParams& params)
    : d_(developers),
      offers_(offers),
      peers_(peers),
      bill_(params.price_response == PriceResponse::bill),
      intensity_(society.intensity.transpose()),
      mtok_per_ktok_(society.task_count()),
      budget_(society.region_count(), society.segment_count()) {
  for (Index t = 0; t < society.task_count(); ++t)
    mtok_per_ktok_[t] = 1e-3 * tokens_a_month(society, t, clock.now()) * offers.entry[t];
  for (Index r = 0; r < society.region_count(); ++r)
    for (Index s = 0; s < society.segment_count(); ++s)
      budget_(r, s) = society.segments[std::size_t(s)].budget.at(clock.now()) * society.regions[std::size_t(r)].income;
}

float Choosers::price_scale(Index r, Index s, int t) const {
  return float((bill_ ? bits_per_nat * mtok_per_ktok_[t] / budget_(r, s) : bits_per_nat) * offers_.price_factor(r, t));
}

std::int64_t Choosers::ktok(const Group& g, Index i) const {
  return task_usage(d_.usage[i], intensity_(g.task, d_.sector[i]));
}

float Choosers::price_weight(const Group& g, Index i) const {
  const float weight = d_.price_weight[i] * g.price_scale;
  return bill_ ? weight * float(ktok(g, i)) : weight;
}

Chooser Choosers::one(const Group& g, Index i, Desk& desk) const {
  const int current = offers_.option[d_.slot(g.task, i)];
  if (g.menu.needs > 0) {
    std::int32_t needs[max_needs];
    for (int d = 0; d < g.menu.needs; ++d) needs[d] = d_.needs(d, i);
    weigh_needs(g.menu, needs, 1, desk.own_needs);
  }
  const float share = peers_.is_on() ? peers_.see(i, desk.own_seen, desk.own_peers.data(), 1) : 0;
  return {price_weight(g, i),
          float(d_.openness_weight.steps[i]) * g.menu.openness_unit,
          float(d_.trust_weight.steps[i]) * g.menu.trust_unit,
          offers_.firm_in_use[d_.slot(g.task, i)],
          current,
          desk.own_needs,
          peers_.is_on() ? desk.own_peers.data() : nullptr,
          g.menu.peer_weight * share};
}

namespace {

template <class T>
void fetch_column(const T* column, Index begin, Index end) {
  constexpr Index line = 64 / sizeof(T);
  for (Index i = begin; i < end; i += line) __builtin_prefetch(column + i);
}

}  // namespace

void Choosers::fetch(const Group& g, Index begin, Index end) const {
  fetch_column(d_.price_weight.data(), begin, end);
  fetch_column(d_.openness_weight.steps.data(), begin, end);
  if (g.menu.highest_distance > 0) fetch_column(d_.trust_weight.steps.data(), begin, end);
  fetch_column(d_.usage.data(), begin, end);
  for (int need = 0; need < g.menu.needs; ++need) fetch_column(d_.needs.row(need).data(), begin, end);
}

void Choosers::fill(const Group& g, Desk& desk) const {
  Batch& b = desk.batch;
  // Pointers of its own, which no store can change, so that each developer costs one load and one store a column.
  const std::uint8_t *const slots = d_.slot.row(g.task).data(), *const sectors = d_.sector.data();
  const std::int16_t *const openness = d_.openness_weight.steps.data(), *const trust = d_.trust_weight.steps.data();
  const float* const price = d_.price_weight.data();
  const double* const intensity = intensity_.row(g.task).data();
  const std::uint32_t* const usage = d_.usage.data();
  const std::int32_t *const option = offers_.option.data(), *const firm = offers_.firm_in_use.data();
  for (int n = 0; n < b.size; ++n) {
    const Index i = desk.developer[n];
    b.agent[n] = std::uint32_t(i);
    b.current[n] = option[slots[i]];
    b.firm[n] = firm[slots[i]];
    b.price_weight[n] = price[i] * g.price_scale;
    b.openness[n] = openness[i];
  }
  for (int n = 0; n < b.size && g.menu.highest_distance > 0; ++n) b.trust[n] = trust[desk.developer[n]];
  for (int n = 0; n < b.size; ++n) {
    const Index i = desk.developer[n];
    desk.ktok[n] = task_usage(usage[i], intensity[sectors[i]]);
  }
  for (int n = 0; n < b.size && bill_; ++n) b.price_weight[n] *= float(desk.ktok[n]);
  for (int d = 0; d < g.menu.needs; ++d) {
    const std::uint16_t* const needs = d_.needs.row(d).data();
    std::int32_t* const column = b.needs + d * Batch::stride;
    for (int n = 0; n < b.size; ++n) column[n] = needs[desk.developer[n]];
  }
  constexpr int ahead = 8;  // developers: about as long as memory takes to answer
  for (int n = 0; n < b.size && peers_.is_on(); ++n) {
    peers_.fetch(desk.developer[std::min(n + ahead, b.size - 1)]);
    b.peer_scale[n] = g.menu.peer_weight * peers_.see(desk.developer[n], desk.own_seen, b.peers + n, Batch::stride);
  }
}

}  // namespace moat
