// What the policy mechanism keeps: rules of this month, rebuilt each month, and what governments' own rules remember.

#include "mechanism/policy/state.hpp"

namespace moat {
namespace {

constexpr StateColumn policy_columns[] = {
    column<&Governments::permitted>("governments.permitted", "chip,region", by_start, Held::here),
    column<&Governments::permitted_soon>("governments.permitted_soon", "chip,region", by_start, Held::here),
    column<&Governments::counted_measures>("governments.counted_measures", "any", by_start, Held::here),
    column<&Governments::enforcement>("governments.enforcement", "chip,region", by_start, Held::here),
    column<&Governments::chip_tariff>("governments.chip_tariff", "chip,region", by_start, Held::here),
    column<&Governments::export_levy>("governments.export_levy", "chip,region", by_start, Held::here),
    column<&Governments::domestic_mandate>("governments.domestic_mandate", "region", by_start, Held::here),
    column<&Governments::listed>("governments.listed", "firm", by_start, Held::here),
    column<&Governments::capex_subsidy>("governments.capex_subsidy", "region", by_start, Held::here),
    column<&Governments::research_grant>("governments.research_grant", "region", by_start, Held::here),
    column<&Governments::public_firms>("governments.public_firms", "region", by_start, Held::here),
    column<&Governments::public_hosts>("governments.public_hosts", "region", by_start, Held::here),
    column<&Governments::chip_growth>("governments.chip_growth", "region", by_start, Held::here),
    column<&Governments::memory_cut>("governments.memory_cut", "region", by_start, Held::here),
    column<&Governments::tool_slowdown>("governments.tool_slowdown", "region", by_start, Held::here),
    column<&Governments::rental_stop>("governments.rental_stop", "region", by_start, Held::here),
    column<&Governments::site_speed>("governments.site_speed", "region", by_start, Held::here),
    column<&Governments::sites_built>("governments.sites_built", "region", by_start, Held::here),
    column<&Governments::stack_open>("governments.stack_open", "stack", by_start, Held::here),
    column<&Governments::banned>("governments.banned", "line,region,segment", by_start, Held::here),
    column<&Governments::recognition>("governments.recognition", "region,region", by_start, Held::here),
    column<&Governments::premises>("governments.premises", "region,segment", by_start, Held::here),
    column<&Governments::safeguards>("governments.safeguards", "region", by_start, Held::here, a_share),
    column<&Governments::gated>("governments.gated", "line", by_start, Held::here, a_share),
    column<&Governments::permit_delay>("governments.permit_delay", "region", by_start, Held::here),
    column<&Governments::log10_permit_flop>("governments.log10_permit_flop", "region", by_start, Held::here),
    column<&Governments::permit_capability>("governments.permit_capability", "region", by_start, Held::here),
    column<&Governments::programme_grant>("governments.programme_grant", "firm", by_start, Held::here),
    column<&Governments::programme_compute>("governments.programme_compute", "firm", by_start, Held::here),
    column<&Governments::programme_behind>("governments.programme_behind", "firm", by_start, Held::here),
    column<&Governments::revenue_levy>("governments.revenue_levy", "region,line,region", by_start, Held::here),
    column<&Governments::blocked>("governments.blocked", "firm,region", by_start, Held::here),
    column<&Governments::service_tariff>("governments.service_tariff", "region,region", by_start, Held::here),
    column<&Governments::log10_open_flop_limit>("governments.log10_open_flop_limit", "region", by_start, Held::here),
    column<&Governments::open_capability_limit>("governments.open_capability_limit", "region", by_start, Held::here),
    column<&Governments::gating_delay>("governments.gating_delay", "region", by_start, Held::here),
    column<&Governments::release_delay>("governments.release_delay", "region", by_start, Held::here),
    column<&Governments::open_taste>("governments.open_taste", "region", by_start, Held::here),
    column<&Governments::open_grant>("governments.open_grant", "region", by_start, Held::here),
    column<&Governments::hosting>("governments.hosting", "region", by_start, Held::here),
    column<&Governments::developer_growth>("governments.developer_growth", "region", by_start, Held::here),
    column<&Governments::trust_gain>("governments.trust_gain", "region,region", by_start, Held::here),
    column<&Governments::price_support>("governments.price_support", "region,region", by_start, Held::here),
    column<&Governments::distillation_stop>("governments.distillation_stop", "region,region", by_start, Held::here),
    column<&Governments::admission>("governments.admission", "region,region", by_start, Held::here),
    single<&Governments::in_force>("governments.in_force", Held::here),
    column<&Governments::rules_in_force>("governments.rules_in_force", "region", by_start, Held::here),
    column<&Governments::rules>("governments.rules", "any", by_start, Held::here),
    single<&Events::policies>("events.policies", Held::here),
};

}  // namespace

std::span<const StateColumn> policy_state() {
  return policy_columns;
}

}  // namespace moat
