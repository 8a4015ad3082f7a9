#include "mechanism/finance/state.hpp"

namespace moat {
namespace {

constexpr StateColumn finance_columns[] = {
    column<&Firms::cash>("firms.cash", "firm", 0, Held::here, any_finite),
    column<&Firms::revenue>("firms.revenue", "firm", 0, Held::here),
    column<&Firms::margin>("firms.margin", "firm", 0, Held::here),
    column<&Firms::profit>("firms.profit", "firm", 0, Held::here),
    column<&Firms::standing>("firms.standing", "firm", 0, Held::here),
    column<&Firms::use_standing>("firms.use_standing", "firm", 0, Held::here, Bounds{true, -1, 1}),
    column<&Firms::book>("firms.book", "firm", 0, Held::here),
    column<&Firms::capex_budget>("firms.capex_budget", "firm", by_start, Held::taken),
    column<&Firms::months_of_loss>("firms.months_of_loss", "firm", 0, Held::taken),
    single<&Firms::months_of_promise>("firms.months_of_promise", Held::taken),
    column<&Firms::invited>("firms.invited", "firm", by_start, Held::taken),
    column<&Ledger::opening>("ledger.opening", "firm", 0, Held::here),
    column<&Ledger::closing>("ledger.closing", "firm", 0, Held::here),
    column<&Ledger::firms>("ledger.firms", "firm,firm_item", 0, Held::here, any_finite),
    column<&Ledger::governments>("ledger.governments", "region,government_item", 0, Held::here, any_finite),
    column<&Ledger::hosts>("ledger.hosts", "host_item", 0, Held::here, any_finite),
    column<&Ledger::vendors>("ledger.vendors", "region", 0, Held::here, any_finite),
    column<&Ledger::outside>("ledger.outside", "outside_item", 0, Held::here, any_finite),
    single<&Ledger::settled>("ledger.settled", Held::here),
    single<&Market::survey_quality>("market.survey_quality", Held::here),
    single<&Events::firms>("events.firms", Held::here),
    // What is booked is forgotten.
    shared<&Firms::endowment>("firms.endowment", Held::here),
    shared<&Firms::port_spending>("firms.port_spending", Held::here),
    // A firm that leaves gives up its compute and withdraws its closed lines.
    shared<&Firms::active>("firms.active", Held::taken),
    shared<&Firms::stock>("firms.stock", Held::taken),
    shared<&Firms::rented>("firms.rented", Held::taken),
    shared<&Firms::compute>("firms.compute", Held::taken),
    shared<&Market::on_sale>("market.on_sale", Held::here),
    shared<&Market::held_back>("market.held_back", Held::here),
};

}  // namespace

void start_finance(Firms& firms, Month start) {
  firms.invited.assign(std::size_t(firms.size()), never);
  firms.capex_budget.resize(firms.size());
  for (Index f = 0; f < firms.size(); ++f) firms.capex_budget[f] = firms.firms[std::size_t(f)].capex.at(start);
}

std::span<const StateColumn> finance_state() {
  return finance_columns;
}

}  // namespace moat
