#include "mechanism/security.hpp"

#include <boost/random/poisson_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <algorithm>

#include "mechanism/purpose.hpp"
#include "state/columns.hpp"

namespace moat {
namespace {

double dual_use(const Market& market, const Society& society, const Texts& domains, Index line) {
  double sum = 0;
  for (const std::string& domain : domains) sum += market.capability(line, find_entry(society.domains, domain));
  return domains.empty() ? market.capability.row(line).mean() : sum / double(domains.size());
}

std::int64_t users(const Market& market, Index slot) {
  std::int64_t sum = 0;
  for (Index r = 0; r < market.assignments.size(1); ++r)
    for (Index s = 0; s < market.assignments.size(2); ++s)
      for (Index t = 0; t < market.assignments.size(3); ++t) sum += market.assignments(slot, r, s, t);
  return sum;
}

/// The open firm that an incident is blamed on: drawn by its users.
int blamed(const Market& market, double u) {
  double all = 0;
  for (Index l = 0; l < market.line_count(); ++l) all += market.open[l] ? double(users(market, l + 1)) : 0;
  double left = u * all;
  for (Index l = 0; l < market.line_count(); ++l) {
    if (!market.open[l] || users(market, l + 1) == 0) continue;
    left -= double(users(market, l + 1));
    if (left <= 0) return market.firm[l];
  }
  return -1;
}

}  // namespace

void assess_security(Security& security, Firms& firms, Events& events, const Market& market, const Society& society,
                     const Clock& clock, const SecurityParams& p, const Random& random) {
  firms.trust_shift *= 1 - p.decay;
  security.openness_shift *= 1 - p.decay;
  double offence = 0;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.open[l] && market.on_sale[l]) offence = std::max(offence, dual_use(market, society, p.domains, l));
  std::int64_t defended = 0;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.on_sale[l] && dual_use(market, society, p.domains, l) >= offence) defended += users(market, l + 1);
  const std::int64_t all = market.assignments.flat().sum();
  security.offence = offence;
  security.defence = all > 0 ? double(defended) / double(all) : 0;
  security.index = std::max(0.0, offence - p.threshold) * (1 - security.defence);
  security.incidents = 0;
  const double mean = p.hazard * security.index;
  if (mean <= 0) return;
  Draws draws = random(Purpose::incident, 0), blame = random(Purpose::incident_firm, 0);
  const int count = boost::random::poisson_distribution<int>{mean}(draws);
  for (int i = 0; i < count; ++i) {
    const int f = blamed(market, boost::random::uniform_01<double>{}(blame));
    if (f < 0) continue;
    security.incidents += 1;
    firms.trust_shift[f] += p.trust_loss;
    security.openness_shift += p.openness_loss;
    events.incidents.push_back({clock.now(), f, true, p.trust_loss});
  }
}

namespace {

constexpr Series security_rows[] = {
    {"dual_use_offence", "ECI", "", "Capability of the best open weights on dual-use domains.",
     [](const World& w, std::span<double> out) { out[0] = w.security.offence; }},
    {"dual_use_defence", "1", "", "Share of developer-tasks on models at least as good as the best open weights.",
     [](const World& w, std::span<double> out) { out[0] = w.security.defence; }},
    {"dual_use_index", "ECI", "", "Offence potential above the threshold that defence does not cover.",
     [](const World& w, std::span<double> out) { out[0] = w.security.index; }},
    {"incident_count", "1/month", "", "Misuse incidents.",
     [](const World& w, std::span<double> out) { out[0] = w.security.incidents; }},
    {"trust_shift", "utility", "firm", "Utility that a firm has lost through incidents.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.trust_shift.data(), out.size(), out.begin()); }},
};

constexpr StateColumn security_columns[] = {
    single<&Security::offence>("security.offence", Held::here),
    single<&Security::defence>("security.defence", Held::here),
    single<&Security::index>("security.index", Held::here, any_finite),
    single<&Security::incidents>("security.incidents", Held::here),
    single<&Security::openness_shift>("security.openness_shift", Held::here),
    column<&Firms::trust_shift>("firms.trust_shift", "firm", 0, Held::here),
    single<&Events::incidents>("events.incidents", Held::here),
};

}  // namespace

std::span<const Series> security_series() {
  return security_rows;
}

std::span<const StateColumn> security_state() {
  return security_columns;
}

}  // namespace moat
