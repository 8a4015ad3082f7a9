#include "mechanism/security.hpp"

#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"
#include "base/samplers.hpp"
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

/// Part of what attackers ask of a line that they get: all of it from weights, whose safeguards they take off.
double leak_of(const Market& market, const Governments& g, Index l, const SecurityParams& p) {
  return market.open[l] ? 1 : p.leak * (1 - g.safeguards[market.origin[l]]) * (1 - g.gated[l]);
}

/// Capability that attackers have in a line on sale, 0 where nothing leaks.
double attack(const Market& market, const Society& society, Index l, double leak, const SecurityParams& p) {
  if (leak <= 0) return 0;
  const double whole = dual_use(market, society, p.domains, l);
  return std::max(0.0, market.open[l] ? whole - p.derivative_loss : whole + p.leak_worth * maths::log(leak));
}

/// How far a model of that capability keeps up with what attackers have.
double cover(double capability, double offence, double scale) {
  if (scale <= 0) return capability >= offence ? 1 : 0;
  return 1 / (1 + maths::exp((offence - capability) / scale));
}

/// The line that an incident is blamed on, drawn by users and what leaks; -1 for none.
Index blamed(const Market& market, const Column<double>& leak, double u) {
  double all = 0;
  for (Index l = 0; l < market.line_count(); ++l) all += leak[l] > 0 ? leak[l] * double(users(market, l + 1)) : 0;
  double left = u * all;
  for (Index l = 0; l < market.line_count(); ++l) {
    if (leak[l] <= 0 || users(market, l + 1) == 0) continue;
    left -= leak[l] * double(users(market, l + 1));
    if (left <= 0) return l;
  }
  return -1;
}

/// Backdoors that are found this month.
void find_backdoors(Firms& firms, Security& security, Events& events, const Market& market, Month now,
                    const SecurityParams& p) {
  for (const BackdoorEntry& one : p.backdoors) {
    if (one.found != now) continue;
    const Index f = find_entry(firms.firms, one.firm);
    bool open = false;
    for (Index l = 0; l < market.line_count(); ++l) open |= market.firm[l] == f && market.open[l] && market.on_sale[l];
    firms.trust_shift[f] += one.trust_loss;
    security.openness_shift += one.openness_loss;
    events.incidents.push_back({now, int(f), open, one.trust_loss});
  }
}

}  // namespace

void assess_security(Security& security, Firms& firms, Events& events, const Governments& governments,
                     const Market& market, const Society& society, const Clock& clock, const SecurityParams& p,
                     const Random& random) {
  firms.trust_shift *= 1 - p.decay;
  security.openness_shift *= 1 - p.decay;
  find_backdoors(firms, security, events, market, clock.now(), p);
  security.offence_open = security.offence_closed = 0;
  Column<double> leak = Column<double>::Zero(market.line_count());
  for (Index l = 0; l < market.line_count(); ++l) {
    leak[l] = leak_of(market, governments, l, p);
    if (!market.on_sale[l]) continue;
    double& best = market.open[l] ? security.offence_open : security.offence_closed;
    best = std::max(best, attack(market, society, l, leak[l], p));
  }
  security.offence = std::max(security.offence_open, security.offence_closed);
  double defended = 0;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.on_sale[l])
      defended +=
          double(users(market, l + 1)) * cover(dual_use(market, society, p.domains, l), security.offence, p.smoothing);
  const std::int64_t all = market.assignments.flat().sum();
  security.defence = all > 0 ? defended / double(all) : 0;
  security.index = std::max(0.0, security.offence - p.threshold) * (1 - security.defence);
  security.incidents = 0;
  const double mean = p.hazard * security.index;
  if (mean <= 0) return;
  Draws draws = random(Purpose::incident, 0), blame = random(Purpose::incident_firm, 0);
  const int count = draw_poisson(mean, draws);
  for (int i = 0; i < count; ++i) {
    const Index line = blamed(market, leak, boost::random::uniform_01<double>{}(blame));
    if (line < 0) continue;
    const int f = market.firm[line];
    const bool open = market.open[line] != 0;
    security.incidents += 1;
    firms.trust_shift[f] += p.trust_loss;
    security.openness_shift += open ? p.openness_loss : 0;
    events.incidents.push_back({clock.now(), f, open, p.trust_loss});
  }
}

namespace {

constexpr Series security_rows[] = {
    {"dual_use_offence", "ECI", "", "Capability of the best on dual-use domains that attackers can use.",
     [](const World& w, std::span<double> out) { out[0] = w.security.offence; }},
    {"dual_use_defence", "1", "", "Share of developer-tasks whose model keeps up with what attackers can use.",
     [](const World& w, std::span<double> out) { out[0] = w.security.defence; }},
    {"dual_use_index", "ECI", "", "Offence potential above the threshold that defence does not cover.",
     [](const World& w, std::span<double> out) { out[0] = w.security.index; }},
    {"incident_count", "1/month", "", "Misuse incidents.",
     [](const World& w, std::span<double> out) { out[0] = w.security.incidents; }},
    {"trust_shift", "utility", "firm", "Utility that a firm has lost through incidents.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.trust_shift.data(), out.size(), out.begin()); }},
    {"offence_by_openness", "ECI", "openness",
     "Capability on dual-use domains of the best closed service that attackers can misuse, and of the best open "
     "weights.",
     [](const World& w, std::span<double> out) {
       const double best[] = {w.security.offence_closed, w.security.offence_open};
       for (std::size_t i = 0; i < out.size(); ++i) out[i] = best[i] > 0 ? best[i] : NAN;
     }},
};

constexpr StateColumn security_columns[] = {
    single<&Security::offence>("security.offence", Held::here),
    single<&Security::offence_open>("security.offence_open", Held::here),
    single<&Security::offence_closed>("security.offence_closed", Held::here),
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
