#include "mechanism/community.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "base/samplers.hpp"
#include "mechanism/purpose.hpp"
#include "state/columns.hpp"

namespace moat {

void contribute(Firms& firms, Market& market, const Society& society, const CommunityParams& p, const Random& random) {
  Column<double> users = Column<double>::Zero(firms.size());
  for (Index l = 0; l < market.line_count(); ++l)
    for (Index r = 0; market.open[l] && r < society.region_count(); ++r)
      for (Index s = 0; s < society.segment_count(); ++s)
        users[market.firm[l]] += double(market.developers(l + 1, r, s)) * society.weight[r] / 1000 *
                                 society.regions[std::size_t(r)].contributors;
  double all = 0;
  for (Index f = 0; f < firms.size(); ++f) {
    Draws draws = random(Purpose::derivatives, f);
    const double z = draw_normal(draws);
    const double luck = maths::exp(p.luck * z - p.luck * p.luck / 2);
    double& ecosystem = firms.ecosystem[f];
    ecosystem += p.contribution * users[f] * luck - p.decay * ecosystem;
    firms.community_gain[f] = p.gain * maths::log1p(ecosystem / p.gain_scale);
    firms.feedback[f] = ecosystem > 0 ? p.relief * maths::pow(ecosystem, p.returns) : 0;
    all += ecosystem;
  }
  if (market.open_know_how > -100) market.open_know_how += p.commons * maths::log1p(all);
}

namespace {

constexpr Series community_rows[] = {
    {"ecosystem", "thousand derivatives", "firm", "Derivatives and tools of a firm's open models in use.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.ecosystem.data(), out.size(), out.begin()); }},
    {"community_gain", "ECI", "firm", "Capability that fine-tunes add to a firm's open models.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.firms.community_gain.data(), out.size(), out.begin());
     }},
};

constexpr StateColumn community_columns[] = {
    column<&Firms::ecosystem>("firms.ecosystem", "firm", 0, Held::taken, positive),
    column<&Firms::community_gain>("firms.community_gain", "firm", 0, Held::taken),
    column<&Firms::feedback>("firms.feedback", "firm", 0, Held::taken),
    shared<&Market::open_know_how>("market.open_know_how", Held::added),
};

}  // namespace

std::span<const Series> community_series() {
  return community_rows;
}

std::span<const StateColumn> community_state() {
  return community_columns;
}

}  // namespace moat
