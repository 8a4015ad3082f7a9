#pragma once
/// Compute: accelerators are ordered, rationed, denied, smuggled, rented and replaced by others.
///
/// A firm spreads its budget over the chips made for its market by a logit on the logarithm of realised performance
/// per USD (realised = H100e x stack maturity x the firm's own proficiency). Controls then let through the permitted
/// share; of what is denied a part is smuggled at a premium or rented offshore; what money is left, for want of
/// permission or of capacity, goes to other chips with capacity to spare, under a licence up to its quota. Capacity is
/// rationed in proportion to demand. Prices follow Wright's law in cumulative sales (Wright 1936, doi:10.2514/8.155).
///
/// Reads       clock, society, governments, firms.capex_budget
/// Writes      chips (flows, prices, maturity),
///             firms (stock, proficiency, rented, compute, capex, cash, scarcity; entry of firms)
/// Draws       nothing
/// Leaves out  delivery lags, energy and sites, resale of used chips

#include <span>

#include "state/series.hpp"

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
  double rental_price = 1800;
  double stockpiling = 1;
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
        number("rental_price", &P::rental_price, "USD/H100e-month", within(1, 1e6), "Rent of one H100e.",
               measured("2.5 USD an hour at 720 hours: cloud price trackers 2024-26 (1.5-8)")),
        number("stockpiling", &P::stockpiling, "1", within(0, 10),
               "Extra demand, relative, for chips that an announced rule is about to deny.",
               assumed("orders in the month before the HBM rule of December 2024 were a multiple of the usual ones")),
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

/// Wright's law: cost after `cumulative` units if it was `first_cost` at `first_units`; `learning_rate` is the fall
/// per doubling, so the exponent is b = -log2(1 - learning_rate).
double wright_cost(double first_cost, double cumulative, double first_units, double learning_rate);

void deliver_compute(Firms& firms, Chips& chips, const Governments& governments, const Society& society,
                     const Clock& clock, const ComputeParams& params);

/// Firms whose month of entry has come (or came before the run; free entrants: that they decided on) begin work with
/// their stock, know-how and cash.
void enter_firms(Firms& firms, const Chips& chips, const Clock& clock);

/// Sets firms.compute from stock, maturity, proficiency and rented compute.
void realise_compute(Firms& firms, const Chips& chips);

std::span<const Series> compute_series();

}  // namespace moat
