#pragma once
/// Compute: accelerators are ordered, rationed, denied, smuggled, rented and replaced by others.
///
/// Price and attractiveness of chip c for firm f of region r:
///
///     price    = chip.price ((start + produced) / start)^log2(1 - learning_rate)               [USD]
///     start    = max(1, chip.capacity experience)                                              [chips]
///     paid     = price (1 + tariff + levy)                                                     [USD]
///     w        = (chip.h100e_training maturity max(skill, port_proficiency)
///                / paid)^price_sensitivity                                                     [1]
///
/// A firm spreads its money over the chips made for its market by this logit, a mandated share over domestic ones
/// alone. Rules let a share through; what the vendors cannot deliver is rationed in proportion to demand:
///
///     wish     = money ((1 - mandate) w / all + mandate home w / all_home) / paid              [chips/month]
///     demand   = wish (1 + stockpiling max(0, allowed - allowed_soon))                         [chips/month]
///     denied   = demand (1 - allowed)                                                          [chips/month]
///     room     = chip.capacity supply (1 - other_buyers)                                       [chips/month]
///     secret   = denied smuggling (1 - enforcement) / smuggling_premium                        [chips/month]
///     part     = min(1, room / sum over f of (demand allowed + secret))                        [1]
///     bought   = part demand allowed                                                           [chips/month]
///     smuggled = part secret                                                                   [chips/month]
///
/// So what is smuggled, at a premium, is bought of the vendors like any other unit. A part of the money for what is
/// denied rents compute offshore, of buyers outside of the model (others.hpp):
///
///     rent     = min(rental (1 - stop) (sum over c of denied paid - smuggled paid smuggling_premium),
///                left)                                                                         [USD/month]
///     rented   = lent rent / hourly                                                            [H100e]
///
/// Money that is left, for want of permission or of capacity, is spent by the same rules on chips that vendors still
/// have room for: in a first round on all with allowed > 0, in a second on those with allowed = 1. These units are
/// added to bought. What a firm buys beyond its free choice (wish with mandate 0) counts as substituted, in proportion
/// to the part of its unmet wishes that rules left unmet. Then stocks, software and compute:
///
///     stock'    = (1 - retirement) stock + bought + smuggled                                   [chips]
///     produced' = produced + sum over f of (bought + smuggled) + other_buyers chip.capacity
///                 supply                                                                       [chips]
///     skill'    = skill + proficiency_growth (1 - skill)                                       [1]
///     maturity' = maturity + min(1, boost (stack.effort + maturity_by_use used)) (1 - maturity)  [1]
///     compute   = rented + granted + powered sum over c of stock' chip.h100e_training maturity' skill'  [H100e]
///     scarcity  = clip(1 - got / could, 0, 1)                                                  [1]
///
/// A port to a stack begins when its first chip arrives, costs port_cost, lasts port_months, and leaves the firm with
/// skill port_proficiency; on the stacks of the chips that it enters with, a firm starts with skill 1.
/// capacity.hpp says what vendors can deliver, power.hpp what is powered, payments.hpp who is paid, public.hpp what
/// governments rent for firms and hosts.
///
/// Symbols     c, f: chip; firm
///             produced, start: chips sold so far; sales that count as made before the first
///             price, paid: the vendor's price; what the buyer pays
///             tariff, levy, mandate, enforcement: governments (policy); tariff of the buyer's, levy of the vendor's
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
///             hourly: the lowest rent of all regions (rent.hpp), for the 730.5 hours of a month
///             room: units that the vendor can still deliver to firms of the model
///             supply: capacity relative to its path (capacity.hpp)
///             rent, rented: of firms on an entity list 0
///             stop: the part of offshore rental that rules on access to clouds keep from the firm's region (policy)
///             used: the stack's share of all installed H100e
///             boost: opening_boost once the stack is open source, else 1
///             stock, compute: installed; realised
///             granted: by governments (public.hpp)
///             powered: the part of the region's chips that runs (power.hpp)
///             got, could: H100e at full skill: of what arrived and is rented; of what the budget would buy at list
///               prices with nothing forbidden and enough for all
///             scarcity: firms.scarcity
/// Sources     Wright's law: Wright 1936, doi:10.2514/8.155; logit: McFadden 1974, in Frontiers in Econometrics, ch. 4
/// Reads       clock, society, governments, firms.capex_budget, market (vintages of the last month: public.hpp)
/// Writes      chips (flows, orders, capacity, payments, prices, maturity, others, power and sites),
///             firms (stock, proficiency, rented, compute, capex, cash, book, endowment, port_spending, scarcity;
///             entry of firms)
/// Draws       nothing
/// Leaves out  delivery lags of chips ordered, firms that let chips stand in another region, which chips stay dark
///             where power is short, rents and prices that rise with it, resale of used chips

#include "mechanism/compute/params.hpp"
#include "mechanism/compute/series.hpp"
#include "state/world.hpp"

namespace moat {

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

/// In a run without this mechanism: firms keep the compute that they enter with, all from the start on, and there is no
/// other.
void keep_first_compute(Firms& firms, Chips& chips, const Clock& clock);

}  // namespace moat
