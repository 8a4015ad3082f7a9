#pragma once
/// Compute: accelerators are ordered, rationed, denied, smuggled, rented and replaced by others.
///
/// Price and attractiveness of chip c for firm f of region r:
///
///     price    = chip.price ((start + produced) / start)^log2(1 - learning_rate)               [USD]
///     start    = max(1, chip.capacity experience)                                              [chips]
///     paid     = price (1 + tariff)                                                            [USD]
///     w        = (chip.h100e_training maturity max(skill, port_proficiency)
///                / paid)^price_sensitivity                                                     [1]
///
/// A firm spreads its money over the chips made for its market by this logit, a mandated share over domestic ones
/// alone. Rules let a share through; what the vendors cannot deliver is rationed in proportion to demand:
///
///     wish     = money ((1 - mandate) w / all + mandate home w / all_home) / paid              [chips/month]
///     demand   = wish (1 + stockpiling max(0, allowed - allowed_soon))                         [chips/month]
///     denied   = demand (1 - allowed)                                                          [chips/month]
///     room     = chip.capacity programme (1 - other_buyers)                                    [chips/month]
///     secret   = denied smuggling (1 - enforcement) / smuggling_premium                        [chips/month]
///     part     = min(1, room / sum over f of (demand allowed + secret))                        [1]
///     bought   = part demand allowed                                                           [chips/month]
///     smuggled = part secret                                                                   [chips/month]
///
/// So what is smuggled, at a premium, is bought of the vendors like any other unit. A part of the money for what is
/// denied rents compute offshore, of buyers outside of the model (others.hpp):
///
///     rent     = min(rental (sum over c of denied paid - smuggled paid smuggling_premium),
///                left)                                                                         [USD/month]
///     rented   = lent rent / (730.5 hour)                                                      [H100e]
///
/// Money that is left, for want of permission or of capacity, is spent by the same rules on chips that vendors still
/// have room for: in a first round on all with allowed > 0, in a second on those with allowed = 1. These units are
/// added to bought. What a firm buys beyond its free choice (wish with mandate 0) counts as substituted, in proportion
/// to the part of its unmet wishes that rules left unmet. Then stocks, software and compute:
///
///     stock'    = (1 - retirement) stock + bought + smuggled                                   [chips]
///     produced' = produced + sum over f of (bought + smuggled) + other_buyers chip.capacity
///                 programme                                                                    [chips]
///     skill'    = skill + proficiency_growth (1 - skill)                                       [1]
///     maturity' = maturity + min(1, boost (stack.effort + maturity_by_use used)) (1 - maturity)  [1]
///     compute   = rented + sum over c of stock' chip.h100e_training maturity' skill'           [H100e]
///     scarcity  = clip(1 - got / could, 0, 1)                                                  [1]
///
/// A port to a stack begins when its first chip arrives, costs port_cost, lasts port_months, and leaves the firm with
/// skill port_proficiency; on the stacks of the chips that it enters with, a firm starts with skill 1.
///
/// Symbols     c, f: chip; firm
///             produced, start: chips sold so far; sales that count as made before the first
///             price, paid: the vendor's price; the price with tariffs
///             tariff, mandate, enforcement: governments (policy)
///             allowed, allowed_soon: governments.permitted, permitted_soon (policy), which counts announced measures
///               as in force; 0 for foreign chips of a listed firm
///             maturity, skill: of the chip's stack, and the firm's own proficiency on it; realised share of
///               performance
///             w, all, all_home: attractiveness; its sum over the chips on sale to the firm; over domestic ones among
///               them
///             home: 1 for domestic chips, else 0; without any, mandate = 0
///             money, left: the firm's budget for the month, and what is left of it
///             wish, demand, denied, secret, bought, smuggled: units; secret: what smugglers order
///             part: of the orders for a chip that the vendor can deliver
///             lent: the part of such wishes that others can meet
///             hour: the lowest rent of all regions (rent.hpp)
///             room: units that the vendor can still deliver to firms of the model
///             programme: capacity relative to its path: x (1 + chip_growth / 12) each month under a chip programme
///             rent, rented: of firms on an entity list 0
///             used: the stack's share of all installed H100e
///             boost: opening_boost once the stack is open source, else 1
///             stock, compute: installed; realised
///             got, could: H100e at full skill: of what arrived and is rented; of what the budget would buy at list
///               prices with nothing forbidden and enough for all
///             scarcity: firms.scarcity
/// Sources     Wright's law: Wright 1936, doi:10.2514/8.155; logit: McFadden 1974, in Frontiers in Econometrics, ch. 4
/// Reads       clock, society, governments, firms.capex_budget
/// Writes      chips (flows, prices, maturity, others),
///             firms (stock, proficiency, rented, compute, capex, cash, scarcity; entry of firms)
/// Draws       nothing
/// Leaves out  delivery lags, energy and sites, resale of used chips

#include "mechanism/compute/series.hpp"
#include "state/world.hpp"

namespace moat {

struct ComputeParams {
  double price_sensitivity = 3;
  double learning_rate = 0.1;
  double experience = 6;
  double retirement = 0.012;
  double other_buyers = 0.5;
  double smuggling = 0.15;
  double smuggling_premium = 1.5;
  double rental = 0.1;
  double chip_life = 5;
  double rental_use = 0.7;
  double power_cost = 0.1;
  double rental_margin = 0.3;
  Path rental_scarcity{{{Month::of(2023, 1), 2.2},
                        {Month::of(2024, 2), 5.5},
                        {Month::of(2024, 12), 1.8},
                        {Month::of(2025, 12), 0.95},
                        {Month::of(2028, 12), 0.3}}};
  double stockpiling = 1;
  double serving_claim = 0;
  double hosting_share = 0.2;
  double pressure_response = 0.5;
  double port_months = 3;
  double port_cost = 9e6;
  double port_proficiency = 0.4;
  double proficiency_growth = 0.08;
  double maturity_by_use = 0.02;
  double opening_boost = 2;

  template <class P = ComputeParams>
  static constexpr auto rows() {
    return std::tuple{
        number("price_sensitivity", &P::price_sensitivity, "1", within(0, 50),
               "Logit weight on the logarithm of realised performance per USD.",
               assumed("spread of chips bought by one firm; not measured")),
        number("learning_rate", &P::learning_rate, "1", within(0, 0.9), "Fall of the unit price per doubling of sales.",
               assumed("10 %; Nagy et al. 2013 (doi:10.1371/journal.pone.0052669) find 10-30 % over 62 technologies")),
        number("experience", &P::experience, "months", within(0.1, 120),
               "Months of first-year capacity that count as sold before the first sale.",
               assumed("engineering samples and sister products")),
        number("retirement", &P::retirement, "1/month", share(), "Hazard with which chips leave service.",
               assumed("mean life of about seven years")),
        number("other_buyers", &P::other_buyers, "1", share(),
               "Share of each chip's capacity that goes to buyers outside of the model.",
               estimated("about half of 15 million H100e sold by end 2025 stand with firms of the model (Epoch AI chip "
                         "sales and owners, 2025-26)")),
        number("smuggling", &P::smuggling, "1", share(),
               "Part of denied demand that arrives all the same where nothing is enforced.",
               estimated("CNAS 2025: 10 thousand to several hundred thousand chips in 2024, median 140 thousand")),
        number("smuggling_premium", &P::smuggling_premium, "1", within(1, 20), "Price of smuggled chips over list.",
               assumed("press reports of 1.3-2")),
        number("rental", &P::rental, "1", share(), "Part of the money for denied chips that rents compute offshore.",
               assumed("no count exists; the subsidiary loophole alone is alleged at hundreds of thousands of chips")),
        number("chip_life", &P::chip_life, "years", within(0.1, 100), "Time in which rent pays back a chip.",
               estimated("4-7 years: depreciation in accounts of clouds, 2023-25")),
        number("rental_use", &P::rental_use, "1", within(0.01, 1), "Part of the hours in which a chip is rented out.",
               assumed("0.5-0.8 in reports of clouds")),
        number("power_cost", &P::power_cost, "USD/H100e-hour", within(0, 100), "Power and site.",
               estimated("about 1.4 kW all in for an H100 at 0.07 USD/kWh")),
        number("rental_margin", &P::rental_margin, "1", within(-1, 100),
               "Lessors' margin over chips and power where compute is not scarce.",
               assumed("gross margins of rental clouds less their overhead")),
        number("rental_scarcity", &P::rental_scarcity, "1", within(-0.99, 1e3),
               "How far rents lie above cost and margin because compute is scarce, over time.",
               estimated(
                   "implied by rents of about 8 USD an hour early in 2024 and 1.5-2.5 late in 2025: 5.5 and 0.4-1.4; "
                   "assumed after 2025")),
        number("stockpiling", &P::stockpiling, "1", within(0, 10),
               "Extra demand, relative, for chips that an announced rule is about to deny.",
               assumed("orders in the month before the HBM rule of December 2024 were a multiple of the usual ones")),
        number(
            "serving_claim", &P::serving_claim, "1", share(),
            "Part of the compute that serving what was asked for takes that it really takes away from other uses; 0: "
            "serving is for nothing.",
            setting()),
        number("hosting_share", &P::hosting_share, "1", share(),
               "Part of the compute of buyers outside of the model on which hosts serve open weights.",
               assumed("most of it serves their own products and customers; not counted")),
        number("pressure_response", &P::pressure_response, "1", within(0.01, 1),
               "Elasticity with which the pressure on serving capacity follows its use each month.",
               assumed("prices and limits of use are changed within months")),
        number("port_months", &P::port_months, "months", within(0, 60), "Time of a firm's first port to a stack.",
               measured("2-3 months for a frontier model to CANN, 2026")),
        number("port_cost", &P::port_cost, "USD", within(0, 1e10), "Cost of a firm's first port to a stack.",
               estimated("about 30 person-years (2026, one source) at 300 thousand USD")),
        number("port_proficiency", &P::port_proficiency, "1", within(0.01, 1),
               "Fraction of the stack's maturity realised right after a port.",
               assumed("first ports reached a small part of target throughput")),
        number("proficiency_growth", &P::proficiency_growth, "1/month", share(),
               "Part of the missing proficiency learnt each month of use.", assumed("about a year to master a stack")),
        number("maturity_by_use", &P::maturity_by_use, "1/month", share(),
               "Part of a stack's immaturity removed each month if all compute ran on it.",
               assumed("users report and fix; scaled to CANN's progress 2023-25")),
        number("opening_boost", &P::opening_boost, "1", within(1, 20),
               "Factor on a stack's growth of maturity once it is open source.",
               assumed("commits to CANN's community engine grew about threefold a year after opening")),
    };
  }
};

/// Wright's law: cost after `cumulative` (> 0) units if it was `first_cost` at `first_units` (> 0); `learning_rate`, in
/// [0, 1), is the fall per doubling, so the exponent is b = -log2(1 - learning_rate).
double wright_cost(double first_cost, double cumulative, double first_units, double learning_rate);

/// One month: entry of firms, prices, orders, ports, maturity, compute.
void deliver_compute(Firms& firms, Chips& chips, const Governments& governments, const Society& society,
                     const Clock& clock, const ComputeParams& params);

/// Firms whose month of entry has come begin to work with their stock, know-how and cash: the month of their entry in
/// the scenario, or before the run, or the one in which profits invited a free entrant.
void enter_firms(Firms& firms, const Chips& chips, const Clock& clock);

/// Sets firms.compute from stock, maturity, proficiency and rented compute.
void realise_compute(Firms& firms, const Chips& chips);

}  // namespace moat
