#include "mechanism/talent.hpp"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>

#include "state/columns.hpp"

namespace moat {

void move_talent(Firms& firms, const TalentParams& p, const Random& random) {
  const Column<double> active = firms.active.cast<double>();
  const double mean = (firms.compute * active).sum() / std::max(1.0, active.sum());
  for (Index f = 0; f < firms.size(); ++f) {
    if (!firms.active[f] || firms.compute[f] <= 0) continue;
    Draws draws = random(talent_moves, f);
    const double z = boost::random::normal_distribution<double>{0, 1}(draws);
    const double target = 2 * firms.compute[f] / (firms.compute[f] + mean);
    firms.talent[f] = std::max(0.0, firms.talent[f] + p.mobility * (target - firms.talent[f]) + p.luck * z);
  }
}

namespace {

constexpr Series talent_rows[] = {
    {"talent", "1", "firm", "Research staff relative to a firm of average compute.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.talent.data(), out.size(), out.begin()); }},
};

constexpr StateColumn talent_columns[] = {
    column<&Firms::talent>("firms.talent", "firm", 1, Held::taken, positive),
};

}  // namespace

std::span<const Series> talent_series() {
  return talent_rows;
}

std::span<const StateColumn> talent_state() {
  return talent_columns;
}

}  // namespace moat
