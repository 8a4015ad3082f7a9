#pragma once
/// Accelerators and their software stacks.

#include <algorithm>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/column.hpp"
#include "base/describe.hpp"

namespace moat {

inline constexpr double hours_of_a_month = 730.5;

/// An accelerator on the market. H100e: performance in units of one NVIDIA H100.
struct ChipEntry {
  std::string name;
  std::string vendor;
  std::string vendor_region;
  std::string stack;
  Texts markets;
  double tpp = 0;
  double density = 0;
  double interconnect = 0;
  double memory_bandwidth = 0;
  double h100e_training = 1;
  double price = 0;
  Month on_sale = never;
  Month withdrawn = never;
  Path capacity;
  Path ceiling;
  double power = 0;
  Grade grade = Grade::assumed;
  std::string source;
  template <class C = ChipEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&C::name, "Accelerator."),
        required(value("vendor", &C::vendor, "Company that designs the chip.", by_entry())),
        required(reference("vendor_region", &C::vendor_region, "regions", "Region whose controls bind the vendor.",
                           by_entry())),
        required(reference("stack", &C::stack, "stacks", "Software stack the chip runs.", by_entry())),
        reference("markets", &C::markets, "regions", "Regions the chip is made for; all where left out.", by_entry()),
        required(number("tpp", &C::tpp, "TOPS x bits", within(0, 1e7),
                        "Total processing performance of the export rules: largest dense TOPS times bit length.",
                        by_entry()))
            .acts_if(
                "policy.measures.*.tpp_min is not 0 or policy.measures.*.tpp_max is not 1e9 and run.skip lacks policy"),
        number("density", &C::density, "TPP/mm2", within(0, 1e3),
               "Performance density of the export rules; 0 for unknown.", by_entry())
            .acts_if("policy.measures.*.density_min is not 0 and run.skip lacks policy"),
        required(number("interconnect", &C::interconnect, "GB/s", within(0, 1e6),
                        "Bidirectional chip-to-chip transfer rate.", by_entry()))
            .acts_if("policy.measures.*.interconnect_min is not 0 and run.skip lacks policy"),
        required(
            number("memory_bandwidth", &C::memory_bandwidth, "GB/s", within(0, 1e6), "DRAM bandwidth.", by_entry()))
            .acts_if("policy.measures.*.memory_bandwidth_min is not 0 or policy.measures.*.memory_bandwidth_max is not "
                     "1e9 and run.skip lacks policy"),
        required(number("h100e_training", &C::h100e_training, "H100e", within(1e-4, 1e4),
                        "Training performance on a mature stack.", by_entry())),
        required(number("price", &C::price, "USD", within(1, 1e8), "Unit price at first sale.", by_entry())),
        required(value("on_sale", &C::on_sale, "First month on sale.", by_entry())),
        value("withdrawn", &C::withdrawn, "First month no longer on sale.", by_entry()),
        required(number("capacity", &C::capacity, "chips/month", within(0, 1e9),
                        "Units that the vendor can deliver, over time.", by_entry())),
        number("ceiling", &C::ceiling, "1", within(1, 1e6),
               "Most that orders can raise capacity to, relative to its path, over time: what foundry, packaging and "
               "memory allow. No ceiling where left out.",
               by_entry())
            .acts_if("compute.capacity_response is not 0"),
        number("power", &C::power, "kW", within(0, 1e3), "Power of the board; 0 where it does not count.", by_entry())
            .acts_if("run.skip lacks compute"),
        value("grade", &C::grade, "How well these values are known."),
        value("source", &C::source, "Where these values come from."),
    };
  }
};

inline bool on_sale(const ChipEntry& chip, Month now) {
  return chip.on_sale <= now && now < chip.withdrawn;
}

/// True if the chip is made for the market of the region.
inline bool sold_in(const ChipEntry& chip, std::string_view region) {
  return chip.markets.empty() || std::find(chip.markets.begin(), chip.markets.end(), region) != chip.markets.end();
}

/// The most that orders can raise capacity to, relative to its path.
inline double highest_expansion(const ChipEntry& chip, Month now) {
  return chip.ceiling.points.empty() ? std::numeric_limits<double>::infinity() : chip.ceiling.at(now);
}

/// Software between models and chips (CUDA, CANN, ROCm, ...).
struct StackEntry {
  std::string name;
  std::string owner;
  double maturity = 1;
  double effort = 0;
  Grade grade = Grade::assumed;
  std::string source;
  template <class S = StackEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&S::name, "Software stack."),
        value("owner", &S::owner, "Company that maintains it.", by_entry()),
        required(number("maturity", &S::maturity, "1", within(0.01, 1),
                        "Fraction of hardware performance that its users realise in the first month.", by_entry())),
        number("effort", &S::effort, "1/month", share(),
               "Part of the remaining immaturity that the owner's own work removes each month.", by_entry()),
        value("grade", &S::grade, "How well these values are known."),
        value("source", &S::source, "Where these values come from."),
    };
  }
};

/// Supply side of compute. Flows are those of the current month.
struct Chips {
  std::vector<ChipEntry> chips;
  std::vector<StackEntry> stacks;
  Column<int> vendor_region;      ///< [chip] region whose controls bind the vendor
  Column<int> stack;              ///< [chip] its software stack
  Column<double> price;           ///< [chip] USD per chip that the vendor gets, before tariffs and levies
  Column<double> produced;        ///< [chip] units sold since the start
  Column<double> programme;       ///< [chip] capacity relative to the path, as programmes and controls on tools move it
  Column<double> expansion;       ///< [chip] and this relative to that, by lines that answer orders; at least 1
  Column<double> supply;          ///< [chip] all in all, capacity relative to the path
  Column<double> vendor_yield;    ///< [region] ln of it over what is planned, as drawn for this run, of all its vendors
  Column<double> chip_yield;      ///< [chip] the same, of the chip alone
  Column<double> orders;          ///< [chip] units that firms and smugglers would get if vendors could deliver all
  Grid<double> missing;           ///< [month modulo the lead, chip] units short of orders, over path and programme
  Column<double> maturity;        ///< [stack] fraction of hardware performance that its users realise, 0 to 1
  Grid<double> bought;            ///< [chip, region] units delivered legally
  Grid<double> denied;            ///< [chip, region] units wanted but not permitted
  Grid<double> smuggled;          ///< [chip, region] units that arrived in spite of a control
  Grid<double> substituted;       ///< [chip, region] units bought beyond free choice, in place of denied ones
  Column<double> rented;          ///< [region] H100e that its firms rent offshore
  Column<double> rent;            ///< [region] USD/H100e-hour
  Column<double> lent;            ///< [region] H100e of buyers outside of the model there that firms of others rent
  Column<double> public_hosting;  ///< [region] H100e that the government rents for hosts
  Column<double> pressure;        ///< [region] how often hosts' capacity would be taken at usual prices; at least 1
  Grid<double> bought_by_others;  ///< [chip, region] units that go to buyers outside of the model
  Grid<double> others;            ///< [chip, region] units that these have installed
  Column<double> power_use;       ///< [region] GW that all chips there would draw
  Column<double> power_limit;     ///< [region] GW that there is for them; NaN for no limit
  Column<double> powered;         ///< [region] part of the chips there that runs
  Column<double> ahead;           ///< [region] months by which the building of sites is ahead of plan
  Column<double> sites;           ///< [region] GW of sites beyond the plan

  // Who is paid for them, USD this month.
  Grid<double> sales;          ///< [chip, region] to vendors, for units that firms of the region bought
  Grid<double> tariffs;        ///< [chip, region] to the government of the region
  Grid<double> levies;         ///< [chip, region] to the government of the vendor's region
  Column<double> smuggling;    ///< [region] to those who smuggle
  Column<double> rental;       ///< [region] to those who let compute offshore
  Column<double> public_rent;  ///< [region] by its government, to those who let compute there

  Index chip_count() const { return Index(chips.size()); }
  Index stack_count() const { return Index(stacks.size()); }
};

}  // namespace moat
