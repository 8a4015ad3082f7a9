#include "mechanism/finance/state.hpp"

namespace moat {
namespace {

constexpr StateColumn finance_columns[] = {
    column<&Firms::cash>("firms.cash", "firm", 0, Held::here, any_finite),
    column<&Firms::revenue>("firms.revenue", "firm", 0, Held::here),
    column<&Firms::margin>("firms.margin", "firm", 0, Held::here),
    column<&Firms::profit>("firms.profit", "firm", 0, Held::here),
    column<&Firms::standing>("firms.standing", "firm", 0, Held::here),
    column<&Firms::capex_budget>("firms.capex_budget", "firm", by_start, Held::taken),
    column<&Firms::months_of_loss>("firms.months_of_loss", "firm", 0, Held::taken),
    single<&Firms::months_of_promise>("firms.months_of_promise", Held::taken),
    column<&Firms::invited>("firms.invited", "firm", by_start, Held::taken),
    single<&Market::survey_quality>("market.survey_quality", Held::here),
    single<&Events::firms>("events.firms", Held::here),
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
