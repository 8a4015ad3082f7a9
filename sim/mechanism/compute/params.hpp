#pragma once
/// What a scenario says about compute; compute.hpp, capacity.hpp, others.hpp, power.hpp, rent.hpp and serving.hpp say
/// what it does.

#include <tuple>

#include "base/date.hpp"
#include "base/describe.hpp"

namespace moat {

inline constexpr std::string_view may_be_denied =
    "run.skip lacks policy and policy.measures.*.instrument is export_control or "
    "policy.measures.*.instrument is import_restriction or policy.measures.*.instrument is entity_list";

struct ComputeParams {
  double price_sensitivity = 3;
  double learning_rate = 0.1;
  double experience = 6;
  double retirement = 0.012;
  double other_buyers = 0.5;
  double capacity_response = 0;
  std::int64_t capacity_lead = 12;
  double capacity_decay = 0.02;
  double smuggling = 0.15;
  double smuggling_premium = 1.5;
  double rental = 0.1;
  double chip_life = 5;
  double rental_use = 0.7;
  double power_cost = 0.1;
  double rental_margin = 0.3;
  Path rental_scarcity = {{{Month::of(2023, 1), 2.2},
                           {Month::of(2024, 2), 5.5},
                           {Month::of(2024, 12), 1.8},
                           {Month::of(2025, 12), 0.95},
                           {Month::of(2028, 12), 0.3}}};
  double power_overhead = 2;
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
               assumed("how firms mix chips; not measured")),
        number("learning_rate", &P::learning_rate, "1", within(0, 0.9), "Fall of the unit price per doubling of sales.",
               assumed("10 %; Nagy et al. 2013 (doi:10.1371/journal.pone.0052669) find 10-30 % over 62 technologies")),
        number("experience", &P::experience, "months", within(0.1, 120),
               "Months of first-year capacity that count as sold before the first sale.",
               assumed("engineering samples and sister products"))
            .acts_if("compute.learning_rate is not 0"),
        number("retirement", &P::retirement, "1/month", share(), "Hazard with which chips leave service.",
               assumed("mean life of about seven years")),
        number("other_buyers", &P::other_buyers, "1", share(),
               "Share of each chip's capacity that goes to buyers outside of the model.",
               estimated("about half of 15 million H100e sold by end 2025 stand with firms of the model (Epoch AI chip "
                         "sales and owners, 2025-26)")),
        number(
            "capacity_response", &P::capacity_response, "1/month", share(),
            "Part of the chips missing for orders that their vendor sets out to add each month; 0: capacity keeps to "
            "its path.",
            assumed(
                "0 is no answer; no measurement: packaging for accelerators was doubled in 2024, and by plan again in "
                "2025, while demand far exceeded it (TSMC, calls on earnings, 2024), and the paths hold that")),
        number("capacity_lead", &P::capacity_lead, "months", within(1, 120),
               "Months from orders that cannot be met to the capacity that they call forth.",
               assumed("packaging and memory lines 6-18 months, foundries 2-3 years (industry reports, 2023-25)"))
            .acts_if("compute.capacity_response is not 0"),
        number("capacity_decay", &P::capacity_decay, "1/month", share(),
               "Part of the capacity added for orders that is lost each month where no more is added.",
               assumed("lines are moved to other products; tools last about five years"))
            .acts_if("compute.capacity_response is not 0"),
        number("smuggling", &P::smuggling, "1", share(),
               "Part of denied demand that arrives all the same where nothing is enforced.",
               estimated("CNAS 2025: 10 thousand to several hundred thousand chips in 2024, median 140 thousand"))
            .acts_if(may_be_denied),
        number("smuggling_premium", &P::smuggling_premium, "1", within(1, 20), "Price of smuggled chips over list.",
               assumed("press reports of 1.3-2")),
        number("rental", &P::rental, "1", share(), "Part of the money for denied chips that rents compute offshore.",
               assumed("no count exists; the subsidiary loophole alone is alleged at hundreds of thousands of chips"))
            .acts_if(may_be_denied),
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
        number("power_overhead", &P::power_overhead, "1", within(1, 10),
               "All power that a site draws over that of its chips' boards.",
               estimated("about 1.4 kW all in for an H100 of 0.7 kW: servers, network, cooling"))
            .acts_if("chips.*.power is not 0"),
        number("stockpiling", &P::stockpiling, "1", within(0, 10),
               "Extra demand, relative, for chips that an announced rule is about to deny.",
               assumed("orders in the month before the HBM rule of December 2024 were a multiple of the usual ones"))
            .acts_if(may_be_denied),
        number(
            "serving_claim", &P::serving_claim, "1", share(),
            "Part of the compute that serving what was asked for takes that it really takes away from other uses; 0: "
            "serving is for nothing.",
            setting()),
        number("hosting_share", &P::hosting_share, "1", share(),
               "Part of the compute of buyers outside of the model on which hosts serve open weights.",
               assumed("most of it serves their own products and customers; not counted"))
            .acts_if("compute.serving_claim is not 0"),
        number("pressure_response", &P::pressure_response, "1", within(0.01, 1),
               "Elasticity with which the pressure on serving capacity follows its use each month.",
               assumed("prices and limits of use are changed within months"))
            .acts_if("compute.serving_claim is not 0"),
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
               assumed("commits to CANN's community engine grew about threefold a year after opening"))
            .acts_if("policy.measures.*.instrument is stack_opening"),
    };
  }
};

}  // namespace moat
