#pragma once
/// Security: dual use of open weights, and the trust that incidents cost.
///
///     offence    = max over l of dual[l]                                  [ECI]      l: open lines on sale
///     defence    = users[dual >= offence] / users                         [1]
///     index      = max(0, offence - threshold) (1 - defence)              [ECI]
///     n          ~ Poisson(hazard index)                                  [1/month]
///     trust'[f]  = (1 - decay) trust[f] + trust_loss n[f]                 [utility]
///     openness'  = (1 - decay) openness + openness_loss n                 [utility]
///
/// Symbols     dual: capability of a line, mean over the dual-use `domains` (over all domains where none are named)
///             users: simulated developer-tasks, of all or of lines on sale that meet the condition
///             n: incidents of the month, each blamed on the maker of an open line with probability in proportion to
///               its users; n[f] those blamed on firm f
///             trust: firms.trust_shift, utility that the firm's models have lost
///             openness: security.openness_shift, utility that open weights as such have lost
/// Sources     the form is assumed; the parameters say what is known of their values
/// Reads       clock, society, market
/// Writes      security, firms.trust_shift, events.incidents
/// Draws       Purpose::incident: the number of incidents; Purpose::incident_firm: whom each is blamed on
/// Leaves out  who attacks whom, safeguards of closed services, accidents

#include <span>

#include "base/random.hpp"
#include "state/series.hpp"

namespace moat {

struct SecurityParams {
  Texts domains;
  double threshold = 140;
  double hazard = 0.02;
  double trust_loss = 0.3;
  double openness_loss = 0.05;
  double decay = 0.1;

  template <class P = SecurityParams>
  static constexpr auto rows() {
    return std::tuple{
        reference("domains", &P::domains, "domains", "Domains of dual use.", assumed("coding and reasoning")),
        number("threshold", &P::threshold, "ECI", within(0, 500), "Capability above which open weights help attackers.",
               assumed("models of early 2025; autonomous cyber tasks doubled every 4-8 months from then (UK AISI)")),
        number("hazard", &P::hazard, "1/month/ECI", within(0, 100), "Incidents per month and point of the index.",
               assumed("a notable incident every few years"))
            .acts_if("firms.*.lines.*.openness is open"),
        number("trust_loss", &P::trust_loss, "utility", within(0, 100), "Utility that the firm loses by an incident.",
               assumed("no measurement"))
            .acts_if("security.hazard is not 0"),
        number("openness_loss", &P::openness_loss, "utility", within(0, 100),
               "Utility that open weights as such lose by an incident.", assumed("no measurement"))
            .acts_if("security.hazard is not 0"),
        number("decay", &P::decay, "1/month", share(), "Part of the loss forgotten each month.",
               assumed("news cycles of months"))
            .acts_if("security.hazard is not 0"),
    };
  }
};

/// One month, after adoption. Each of `domains` is one of society.domains.
void assess_security(Security& security, Firms& firms, Events& events, const Market& market, const Society& society,
                     const Clock& clock, const SecurityParams& params, const Random& random);

std::span<const Series> security_series();
std::span<const StateColumn> security_state();

}  // namespace moat
