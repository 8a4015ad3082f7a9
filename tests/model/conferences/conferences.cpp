#include "mechanism/conferences.hpp"

#include <boost/random/normal_distribution.hpp>

#include <algorithm>

#include "state/columns.hpp"

namespace moat {

void meet(Firms& firms, const ConferencesParams& p, const Random& random) {
  const Column<double> active = firms.active.cast<double>();
  const double mean = (firms.compute * active).sum() / std::max(1.0, active.sum());
  for (Index f = 0; f < firms.size(); ++f) {
    if (!firms.active[f] || firms.compute[f] <= 0) continue;
    Draws draws = random(conference_luck, f);
    const double z = boost::random::normal_distribution<double>{0, 1}(draws);
    const double target = 2 * firms.compute[f] / (firms.compute[f] + mean);
    firms.contacts[f] = std::max(0.0, firms.contacts[f] + p.exchange * (target - firms.contacts[f]) + p.luck * z);
  }
}

namespace {

constexpr Series conferences_rows[] = {
    {"contacts", "1", "firm", "Contacts of a firm's staff relative to a firm of average compute.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.contacts.data(), out.size(), out.begin()); }},
};

constexpr StateColumn conferences_columns[] = {
    column<&Firms::contacts>("firms.contacts", "firm", 1, Held::taken, positive),
};

}  // namespace

std::span<const Series> conferences_series() {
  return conferences_rows;
}

std::span<const StateColumn> conferences_state() {
  return conferences_columns;
}

}  // namespace moat
