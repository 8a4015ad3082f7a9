// The model in the order it happens within one step, a month.
//
// What a mechanism changes comes first; what it only reads is wrapped in reads() (std::as_const), so that a mechanism
// that tries to write it does not compile. Parameters and randomness come last.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/foresight.hpp"
#include "model/model.hpp"

namespace moat {
namespace {

template <class T>
const T& reads(T& value) {
  return std::as_const(value);
}

constexpr Mechanism order[] = {
    {"policy", "Governments' measures that are in force this month take effect.",
     [](World& w, const Scenario& s, const Random&) {
       enact_policy(w.governments, w.events, reads(w.clock), reads(w.society), reads(w.chips), reads(w.firms),
                    reads(w.market), s.policy);
     }},
    {"compute", "Accelerators are bought, denied, smuggled and replaced by others.",
     [](World& w, const Scenario& s, const Random&) {
       deliver_compute(w.firms, w.chips, reads(w.governments), reads(w.society), reads(w.clock), s.compute);
     }},
    {"research", "Firms turn compute, know-how and what others published into capability.",
     [](World& w, const Scenario& s, const Random& r) {
       do_research(w.firms, reads(w.governments), reads(w.market), reads(w.clock), s.capability, s.research, r);
     }},
    {"release", "Firms decide which models to publish, and how openly.",
     [](World& w, const Scenario& s, const Random& r) {
       choose_strategies(w.firms, reads(w.governments), reads(w.clock), s.release, r, foresee(w, s, r));
       decide_releases(w.market, w.firms, w.events, reads(w.governments), reads(w.society), reads(w.clock), s.release,
                       s.capability.per_tenfold);
     }},
    {"leaderboard", "The public learns of new models and how good they seem.",
     [](World& w, const Scenario& s, const Random& r) {
       publish_ratings(w.market, reads(w.firms), reads(w.society), reads(w.clock), s.leaderboard, r);
     }},
    {"pricing", "Makers and hosts set prices; rules decide who may buy.",
     [](World& w, const Scenario& s, const Random&) {
       set_prices(w.market, reads(w.firms), reads(w.governments), reads(w.society), reads(w.clock), s.capability,
                  s.pricing, s.adoption.price_response, s.adoption.token_elasticity);
     }},
    {"adoption", "Each developer keeps or changes the model in use for each task.",
     [](World& w, const Scenario& s, const Random& r) {
       choose_models(w.developers, w.market, reads(w.society), reads(w.governments), reads(w.firms), reads(w.security),
                     reads(w.clock), s.adoption, r, w.threads, w.record_flows);
     }},
    {"community", "Users of open weights give improvements back.",
     [](World& w, const Scenario& s, const Random& r) {
       contribute(w.firms, w.market, reads(w.society), s.community, r);
     }},
    {"finance", "Revenue and costs are settled, next month's budgets set.",
     [](World& w, const Scenario& s, const Random&) {
       settle_accounts(w.firms, w.market, w.events, reads(w.governments), reads(w.clock), s.finance,
                       s.capability.per_tenfold);
     }},
    {"security", "Dual use is assessed; misuse may shift trust.",
     [](World& w, const Scenario& s, const Random& r) {
       assess_security(w.security, w.firms, w.events, reads(w.market), reads(w.society), reads(w.clock), s.security, r);
     }},
};

}  // namespace

std::span<const Mechanism> step_order() {
  return order;
}

bool skipped(const Scenario& scenario, std::string_view mechanism) {
  const Texts& skip = scenario.run.skip;
  return std::find(skip.begin(), skip.end(), mechanism) != skip.end();
}

void rethrow_with_place(const World& world, std::string_view mechanism) {
  try {
    throw;
  } catch (const ContractError& error) {
    throw ContractError(
        fmt::format("{} (mechanism {}, month {})", error.what(), mechanism, to_string(world.clock.now())));
  }
}

}  // namespace moat
