// What the adoption mechanism keeps. Developers and their traits are made before any mechanism starts.

#include "mechanism/adoption/state.hpp"

#include <limits>

namespace moat {
namespace {

constexpr double nobody_asked = std::numeric_limits<double>::quiet_NaN();

constexpr StateColumn adoption_columns[] = {
    column<&Market::assignments>("market.assignments", "slot,region,segment,task", 0, Held::here),
    column<&Market::usage>("market.usage", "slot,region,segment,task", 0, Held::here),
    column<&Market::developers>("market.developers", "slot,region,segment", 0, Held::here),
    column<&Market::by_sector>("market.by_sector", "slot,sector", 0, Held::here),
    column<&Market::firms_in_use>("market.firms_in_use", "segment,firm_count", 0, Held::here),
    column<&Market::flow>("market.flow", "slot,slot", 0, Held::here),
    column<&Market::taken>("market.taken", "slot,region", 0, Held::here),
    column<&Market::surplus>("market.surplus", "region,segment", nobody_asked, Held::here),
    single<&Market::reviews>("market.reviews", Held::here),
    single<&Market::trials>("market.trials", Held::here),
    column<&Market::demand>("market.demand", "line", 0, Held::here),
    column<&Market::demand_slope>("market.demand_slope", "line", 0, Held::here),
    column<&Market::demand_weight>("market.demand_weight", "line", 0, Held::here),
    column<&Market::demand_gain>("market.demand_gain", "line", 0, Held::here),
    column<&Market::tokens>("market.tokens", "line,region,segment,task", 0, Held::here, positive),
    column<&Market::spend>("market.spend", "line,region", 0, Held::here, positive),
    column<&Market::receipts>("market.receipts", "line,region", 0, Held::here, positive),
    column<&Market::self_hosted>("market.self_hosted", "line,region", 0, Held::here, positive),
    column<&Market::downloads>("market.downloads", "line", 0, Held::here),
    shared<&Developers::slot>("developers.slot", Held::here),
};

}  // namespace

std::span<const StateColumn> adoption_state() {
  return adoption_columns;
}

}  // namespace moat
