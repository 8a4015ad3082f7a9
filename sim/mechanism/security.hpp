#pragma once
/// Security: dual use of models, by attackers and defenders, and the trust that incidents cost.
///
///     attack[l]  = max(0, dual[l] - derivative_loss)                      [ECI]      open lines on sale
///     attack[l]  = max(0, dual[l] + leak_worth ln(leaks[l]))              [ECI]      closed lines on sale
///     leaks[l]   = leak (1 - safeguards) (1 - gated)                      [1]        closed lines; 1 for open ones
///     offence    = max over l of attack[l]                                [ECI]
///     cover[l]   = 1 / (1 + exp((offence - dual[l]) / smoothing))         [1]        smoothing > 0
///     cover[l]   = 1 if dual[l] >= offence, else 0                        [1]        smoothing 0, the limit
///     defence    = sum over l of users[l] cover[l] / users                [1]
///     index      = max(0, offence - threshold) (1 - defence)              [ECI]
///     n          ~ Poisson(hazard index)                                  [1/month]
///     trust'[f]  = (1 - decay) trust[f] + trust_loss n[f] + found[f]      [utility]
///     openness'  = (1 - decay) openness + openness_loss n_open + scare    [utility]
///
/// Attackers take the best that is within their reach: open weights, whose safeguards fine-tuning takes off at the cost
/// of derivative_loss, and closed services, of which a share leaks of what they ask for. With a share `leaks` an
/// attacker has to try 1 / leaks times as long for what it gets, as with a model that is good for tasks so many times
/// shorter; leak_worth says how much capability that is. A limit on what is published thus moves attackers to what
/// leaks and does not by itself leave defenders ahead. With smoothing 0 defence jumps where a line much in use passes
/// the best that attackers have.
///
/// A backdoor found in a firm's models (`backdoors`, none by default) costs trust at once, in the month it is found.
///
/// Symbols     dual: capability of a line, mean over the dual-use `domains` (over all domains where none are named)
///             attack, leaks: of a line: what attackers can do with it; part of what they ask that they get
///             safeguards, gated: governments (policy): part of the leak that rules for makers in the region, and
///               screening at the line, stop
///             users: simulated developer-tasks, of all or of a line on sale
///             l: lines on sale
///             n: incidents of the month, each blamed on the maker of a line with probability in proportion to its
///               users times what leaks; n[f] those blamed on firm f
///             n_open: those of them that are blamed on open weights
///             trust: firms.trust_shift, utility that the firm's models have lost
///             openness: security.openness_shift, utility that open weights as such have lost
///             found, scare: trust_loss and openness_loss of the firm's, and of all, backdoors found this month
/// Sources     safeguards of weights come off: Lermen et al. 2023, arXiv:2310.20624; those of services leak: Sharma et
///             al. 2025, arXiv:2501.18837; backdoors that survive training: Hubinger et al. 2024, arXiv:2401.05566;
///             the forms are assumed
/// Reads       clock, governments, society, market
/// Writes      security, firms.trust_shift, events.incidents
/// Draws       Purpose::incident: the number of incidents; Purpose::incident_firm: whom each is blamed on
/// Leaves out  who attacks whom, accidents, capability that users add to weights, what safeguards cost honest users

#include <span>
#include <vector>

#include "base/random.hpp"
#include "state/series.hpp"

namespace moat {

/// A backdoor that is found in a firm's models.
struct BackdoorEntry {
  std::string name;
  Month found = never;
  std::string firm;
  double trust_loss = 1;
  double openness_loss = 0;
  std::string description;
  Grade grade = Grade::assumed;
  std::string source;

  template <class B = BackdoorEntry>
  static constexpr auto rows() {
    constexpr Evidence e = by_entry();
    return std::tuple{
        entry_name(&B::name, "Backdoor in a firm's models."),
        required(value("found", &B::found, "Month in which the public learns of it; `never` leaves it out.", e)),
        required(reference("firm", &B::firm, "firms", "Firm whose models have it.", e)),
        number("trust_loss", &B::trust_loss, "utility", within(0, 100), "Utility that its models lose in that month.",
               e),
        number("openness_loss", &B::openness_loss, "utility", within(0, 100), "Utility that open weights as such lose.",
               e),
        value("description", &B::description, "What is found."),
        value("grade", &B::grade, "How well these values are known."),
        value("source", &B::source, "Where these values come from."),
    };
  }
};

struct SecurityParams {
  Texts domains;
  double leak = 0;
  double leak_worth = 7.2;
  double derivative_loss = 0;
  double smoothing = 0;
  double threshold = 140;
  double hazard = 0.02;
  double trust_loss = 0.3;
  double openness_loss = 0.05;
  double decay = 0.1;
  std::vector<BackdoorEntry> backdoors;

  template <class P = SecurityParams>
  static constexpr auto rows() {
    return std::tuple{
        reference("domains", &P::domains, "domains", "Domains of dual use.", assumed("coding and reasoning")),
        number(
            "leak", &P::leak, "1", share(),
            "Part of what attackers ask of closed services that safeguards let through; 0: closed services are never "
            "misused.",
            estimated("0.86 of jailbreaks passed without classifiers, 0.044 with (Sharma et al. 2025); few services "
                      "have them, and few domains")),
        number("leak_worth", &P::leak_worth, "ECI", within(0, 100),
               "Capability that attackers lose when e times less of what they ask leaks.",
               estimated("the length of tasks done doubled every 7 months (METR 2025) while the index rose by about 5: "
                         "5 / ln 2"))
            .acts_if("security.leak is not 0"),
        number("derivative_loss", &P::derivative_loss, "ECI", within(0, 100),
               "Capability that weights lose when their safeguards are taken off.",
               estimated("none to speak of, for less than 200 USD (Lermen et al. 2023)"))
            .acts_if("firms.*.lines.*.openness is open"),
        number(
            "smoothing", &P::smoothing, "ECI", within(0, 100),
            "Scale on which a user's model keeps up with what attackers have, or falls behind it; 0: it does if it "
            "is at least as good.",
            assumed("tasks done with 80 % are a fifth as long as those done with 50 % (METR 2025): a logistic of 1.16 "
                    "e-folds, 8 ECI by leak_worth; that defenders stand to attackers like this is a judgement")),
        number("threshold", &P::threshold, "ECI", within(0, 500), "Capability above which models help attackers.",
               assumed("models of early 2025; autonomous cyber tasks doubled every 4-8 months from then (UK AISI)")),
        number("hazard", &P::hazard, "1/month/ECI", within(0, 100), "Incidents per month and point of the index.",
               assumed("a notable incident every few years"))
            .acts_if("firms.*.lines.*.openness is open or security.leak is not 0"),
        number("trust_loss", &P::trust_loss, "utility", within(0, 100), "Utility that the firm loses by an incident.",
               assumed("no measurement"))
            .acts_if("security.hazard is not 0"),
        number("openness_loss", &P::openness_loss, "utility", within(0, 100),
               "Utility that open weights as such lose by an incident.", assumed("no measurement"))
            .acts_if("security.hazard is not 0"),
        number("decay", &P::decay, "1/month", share(), "Part of the loss forgotten each month.",
               assumed("news cycles of months"))
            .acts_if("security.hazard is not 0 or security.backdoors is given"),
        part("backdoors", &P::backdoors, "Backdoors that are found, by date; none where left out."),
    };
  }
};

/// One month, after adoption. Each of `domains` is one of society.domains.
void assess_security(Security& security, Firms& firms, Events& events, const Governments& governments,
                     const Market& market, const Society& society, const Clock& clock, const SecurityParams& params,
                     const Random& random);

std::span<const Series> security_series();
std::span<const StateColumn> security_state();

}  // namespace moat
