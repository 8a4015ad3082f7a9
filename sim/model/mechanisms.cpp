// The model in the order it happens within one step, a month: one row a mechanism.

#include "model/mechanisms.hpp"

#include <utility>

#include "mechanism/adoption/counts.hpp"
#include "mechanism/adoption/series.hpp"
#include "mechanism/adoption/state.hpp"
#include "mechanism/compute/others.hpp"
#include "mechanism/compute/public.hpp"
#include "mechanism/compute/series.hpp"
#include "mechanism/compute/serving.hpp"
#include "mechanism/compute/state.hpp"
#include "mechanism/finance/ledger.hpp"
#include "mechanism/finance/state.hpp"
#include "mechanism/policy/state.hpp"
#include "mechanism/release/adaptive.hpp"
#include "mechanism/release/state.hpp"
#include "model/foresight.hpp"
#include "model/held.hpp"
#include "model/row_words.hpp"
#include "model/special_holds.hpp"
#include "model/watch.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

constexpr Mechanism rows_of_mechanisms[] = {
    {.name = "policy",
     .sentence = "Governments' measures that are in force this month take effect.",
     .start =
         [](World& w, const Scenario& s) {
           enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, PolicyParams{});
           if (!skipped(s, "policy")) arm_rules(w, s);
         },
     .month =
         [](World& w, const Scenario& s, const Random&) {
           enact_policy(w.governments, w.events, reads(w.clock), reads(w.society), reads(w.chips), reads(w.firms),
                        reads(w.market), s.policy);
         },
     .without = nothing_stands_in,
     .hold = never_held,
     .channel = direct_channel,
     .foresight = frozen,
     .series = policy_series,
     .state = policy_state,
     .draws = no_luck},

    {.name = "uncertain",
     .sentence = "What goes otherwise than planned in this run is drawn.",
     .start = nothing_to_start,
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           draw_uncertain(w.firms, w.market, w.chips, w.society, reads(w.clock), s.uncertain, r);
         },
     .without = nothing_stands_in,
     .hold = never_held,
     .channel = direct_channel,
     .foresight = frozen,
     .series = uncertain_series,
     .state = uncertain_state,
     .draws = uncertain_draws},

    {.name = "compute",
     .sentence = "Accelerators are bought, denied, smuggled and replaced by others.",
     .start =
         [](World& w, const Scenario& s) {
           start_compute(w.chips, w.clock.now());
           start_others(w.chips, w.society, w.clock.now(), s.compute);
         },
     .month =
         [](World& w, const Scenario& s, const Random&) {
           deliver_compute(w.firms, w.chips, reads(w.governments), reads(w.society), reads(w.clock), s.compute);
           share_public_compute(w.firms, w.chips, reads(w.governments), reads(w.market), w.clock.now());
           claim_serving(w.firms, w.chips, reads(w.market), s.compute);
         },
     .without = [](World& w, const Scenario&) { keep_first_compute(w.firms, w.chips, w.clock); },
     .hold = {take_state, start_held_compute},
     .channel = money_channel,
     .foresight = frozen,
     .series = compute_series,
     .state = compute_state,
     .draws = no_luck},

    {.name = "research",
     .sentence = "Firms turn compute, know-how and what others published into capability.",
     .start = nothing_to_start,
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           do_research(w.firms, reads(w.society), reads(w.governments), reads(w.market), reads(w.clock), s.capability,
                       s.research, r);
         },
     .without = nothing_stands_in,
     .hold = {take_state, take_state_at_start},
     .channel = research_channel,
     .foresight = {true, [](Scenario& s) { s.research.noise = 0; }},
     .series = research_series,
     .state = research_state,
     .draws = luck_of<Purpose::training_luck>},

    {.name = "release",
     .sentence = "Firms decide which models to publish, and how openly.",
     .start =
         [](World& w, const Scenario& s) {
           start_release(w.market, w.firms, w.events, w.society, w.clock, s.capability, s.release);
         },
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           choose_strategies(w.firms, reads(w.governments), reads(w.clock), s.release, r, foresee(w, s, r, "release"));
           decide_releases(w.market, w.firms, w.events, reads(w.governments), reads(w.society), reads(w.clock),
                           s.release, s.capability);
         },
     .without = nothing_stands_in,
     .hold = {hold_releases, start_held_releases},
     .channel = models_channel,
     .foresight = {true, all_of_it},
     .series = series_of<release_series, release_adaptive_series>,
     .state = release_state,
     .draws = luck_of<Purpose::release_choice, Purpose::foresight>},

    {.name = "leaderboard",
     .sentence = "The public learns of new models and how good they seem.",
     .start = nothing_to_start,
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           publish_ratings(w.market, reads(w.firms), reads(w.society), reads(w.clock), s.leaderboard, r);
         },
     .without =
         [](World& w, const Scenario&) {  // everybody knows the truth of every line
           w.market.truth_is_public = true;
           w.market.awareness.setOnes();
           for (Index l = 0; l < w.market.line_count(); ++l)
             if (w.market.on_sale[l]) w.market.rating.row(l) = w.market.capability.row(l);
         },
     .hold = {take_state, take_state_at_start},
     .channel = models_channel,
     .foresight = {true, [](Scenario& s) { s.leaderboard.noise = 0; }},
     .series = leaderboard_series,
     .state = leaderboard_state,
     .draws = luck_of<Purpose::rating_noise>},

    {.name = "pricing",
     .sentence = "Makers and hosts set prices; rules decide who may buy.",
     .start = nothing_to_start,
     .month =
         [](World& w, const Scenario& s, const Random&) {
           set_prices(w.market, reads(w.firms), reads(w.chips), reads(w.governments), reads(w.society), reads(w.clock),
                      s.capability, s.pricing, s.adoption.price_response, s.adoption.token_elasticity);
         },
     .without = [](World& w, const Scenario&) { w.market.available.flat().setOnes(); },
     .hold = {hold_prices, start_held_prices},
     .channel = {"pricing", "What makers and hosts ask, and what serving costs."},
     .foresight = {true, all_of_it},
     .series = pricing_series,
     .state = pricing_state,
     .draws = no_luck},

    {.name = "adoption",
     .sentence = "Each developer keeps or changes the model in use for each task.",
     .start = [](World& w, const Scenario&) { count_users(w.market, w.developers, w.society); },
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           choose_models(w.developers, w.market, reads(w.society), reads(w.governments), reads(w.firms),
                         reads(w.security), reads(w.clock), s.adoption, r, w.threads, w.record_flows);
         },
     .without = nothing_stands_in,
     .hold = never_held,
     .channel = direct_channel,
     // A sample has no neighbours: what a developer's own peers use is taken for what its region uses.
     .foresight = {true,
                   [](Scenario& s) {
                     if (s.adoption.peers == Peers::network) s.adoption.peers = Peers::regional;
                   }},
     .series = adoption_series,
     .state = adoption_state,
     .draws = luck_of<Purpose::review, Purpose::choice, Purpose::peers, Purpose::trial, Purpose::trial_choice,
                      Purpose::admitted>},

    {.name = "community",
     .sentence = "Users of open weights give improvements back.",
     .start = nothing_to_start,
     .month = [](World& w, const Scenario& s,
                 const Random& r) { contribute(w.firms, w.market, reads(w.society), s.community, r); },
     .without = nothing_stands_in,
     .hold = {hold_community, take_state_at_start},
     .channel = community_channel,
     .foresight = {true, [](Scenario& s) { s.community.luck = 0; }},
     .series = community_series,
     .state = community_state,
     .draws = luck_of<Purpose::derivatives>},

    {.name = "reputation",
     .sentence = "What makers are held for follows what they offer and how much it is used.",
     .start = [](World& w, const Scenario& s) { start_reputation(w.firms, s.reputation); },
     .month = [](World& w, const Scenario& s,
                 const Random&) { follow_reputation(w.firms, reads(w.market), reads(w.clock), s.reputation); },
     .without =
         [](World& w, const Scenario&) {  // everybody is held for the best
           w.firms.reputation.setOnes();
           w.firms.reputation_shift.setZero();
         },
     .hold = {take_state, take_state_at_start},
     .channel = models_channel,
     .foresight = {true, all_of_it},
     .series = reputation_series,
     .state = reputation_state,
     .draws = no_luck},

    {.name = "hosting",
     .sentence = "Hosts and tools for open weights mature with use.",
     .start = [](World& w, const Scenario& s) { start_hosting(w.market, s.hosting); },
     .month = [](World& w, const Scenario& s, const Random&) { mature_hosting(w.market, reads(w.clock), s.hosting); },
     .without =
         [](World& w, const Scenario&) {  // open weights are as easy to use as a maker's service
           w.market.hosting_maturity.setOnes();
           w.market.hosting_shift.setZero();
         },
     .hold = {take_state, take_state_at_start},
     .channel = community_channel,
     .foresight = {true, all_of_it},
     .series = hosting_series,
     .state = hosting_state,
     .draws = no_luck},

    {.name = "talent",
     .sentence = "Researchers choose anew where to work.",
     .start = [](World& w, const Scenario&) { start_talent(w.society); },
     .month =
         [](World& w, const Scenario& s, const Random&) {
           move_talent(w.society, reads(w.firms), reads(w.market), reads(w.governments), reads(w.clock), s.talent);
         },
     .without = nothing_stands_in,
     .hold = {take_state, take_state_at_start},
     .channel = research_channel,
     .foresight = {true, all_of_it},
     .series = talent_series,
     .state = talent_state,
     .draws = no_luck},

    {.name = "finance",
     .sentence = "Revenue and costs are settled, next month's budgets set.",
     .start =
         [](World& w, const Scenario& s) {
           start_finance(w.firms, w.clock.now());
           w.market.survey_quality = s.finance.capex_rule == CapexRule::best_reply;
         },
     .month =
         [](World& w, const Scenario& s, const Random&) {
           settle_accounts(w.firms, w.market, w.events, w.ledger, reads(w.governments), reads(w.chips), reads(w.clock),
                           s.finance, s.capability.per_tenfold, serving_paid_apart(s));
         },
     .without = nothing_stands_in,
     .hold = {hold_accounts, take_state_at_start},
     .channel = money_channel,
     .foresight = {true, [](Scenario& s) { s.finance.exit = false; }},
     .series = series_of<finance_series, ledger_series>,
     .state = finance_state,
     .draws = no_luck},

    {.name = "security",
     .sentence = "Dual use is assessed; misuse may shift trust.",
     .start = nothing_to_start,
     .month =
         [](World& w, const Scenario& s, const Random& r) {
           assess_security(w.security, w.firms, w.events, reads(w.governments), reads(w.market), reads(w.society),
                           reads(w.clock), s.security, r);
         },
     .without = nothing_stands_in,
     .hold = never_held,
     .channel = direct_channel,
     .foresight = frozen,
     .series = security_series,
     .state = security_state,
     .draws = luck_of<Purpose::incident, Purpose::incident_firm>},
};

/// Random numbers of two mechanisms, or of a mechanism and the population, are never the same.
constexpr bool purposes_are_their_own() {
  bool taken[256] = {};
  for (const Purpose p : purposes_of_the_start) taken[std::size_t(p)] = true;
  for (const Mechanism& mechanism : rows_of_mechanisms)
    for (const Purpose p : mechanism.draws)
      if (std::size_t(p) >= std::size(taken) || std::exchange(taken[std::size_t(p)], true)) return false;
  return true;
}
static_assert(purposes_are_their_own(), "two draw for the same purpose, or its number is over 255");

}  // namespace

std::span<const Mechanism> mechanisms() {
  return rows_of_mechanisms;
}

}  // namespace moat
