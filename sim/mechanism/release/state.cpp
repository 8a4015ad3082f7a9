#include "mechanism/release/state.hpp"

#include <limits>

namespace moat {
namespace {

constexpr double not_foreseen = std::numeric_limits<double>::quiet_NaN();

constexpr StateColumn release_columns[] = {
    column<&Firms::strategy>("firms.strategy", "firm", by_start, Held::taken),
    column<&Firms::months_above>("firms.months_above", "firm", 0, Held::taken),
    column<&Firms::triggered>("firms.triggered", "firm", 0, Held::taken),
    column<&Firms::expected>("firms.expected", "firm,strategy", not_foreseen, Held::taken),
    column<&Firms::realised>("firms.realised", "firm,strategy", 1, Held::taken),
    column<&Firms::decisions>("firms.decisions", "firm", 0, Held::taken),
    column<&Market::vintage>("market.vintage", "line", 0, Held::taken),
    column<&Market::older>("market.older", "line", -1, Held::here),
    column<&Market::newer>("market.newer", "line", -1, Held::here),
    column<&Market::terms_of>("market.terms_of", "line", -1, Held::here),
    column<&Market::on_sale>("market.on_sale", "line", 0, Held::here),
    column<&Market::filed>("market.filed", "any", by_start, Held::taken),
    column<&Market::held_back>("market.held_back", "line", 0, Held::taken),
    column<&Market::capability>("market.capability", "line,domain", 0, Held::taken),
    single<&Market::attention>("market.attention", Held::taken, any_finite),
    single<&Market::open_know_how>("market.open_know_how", Held::here),
    single<&Events::releases>("events.releases", Held::here),
    // A new vintage is not rated yet.
    shared<&Market::rating>("market.rating", Held::taken),
    shared<&Market::rated_since>("market.rated_since", Held::taken),
    // What the public knows of a vintage goes with it to the line that keeps it.
    shared<&Market::awareness>("market.awareness", Held::taken),
    shared<&Market::list_price>("market.list_price", Held::here),
    shared<&Events::firms>("events.firms", Held::here),
};

}  // namespace

std::span<const StateColumn> release_state() {
  return release_columns;
}

}  // namespace moat
