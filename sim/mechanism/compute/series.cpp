#include "mechanism/compute/series.hpp"

#include <algorithm>

namespace moat {
namespace {

void copy(const Grid<double>& grid, std::span<double> out) {
  std::copy_n(grid.data(), out.size(), out.begin());
}

constexpr Series compute_rows[] = {
    {"chips_bought", "chips/month", "chip,region", "Accelerators bought legally by the firms of a region.",
     [](const World& w, std::span<double> out) { copy(w.chips.bought, out); }},
    {"chips_denied", "chips/month", "chip,region", "Accelerators that firms wanted and rules denied.",
     [](const World& w, std::span<double> out) { copy(w.chips.denied, out); }},
    {"chips_smuggled", "chips/month", "chip,region", "Accelerators that arrived in spite of a denial.",
     [](const World& w, std::span<double> out) { copy(w.chips.smuggled, out); }},
    {"chips_substituted", "chips/month", "chip,region",
     "Accelerators bought beyond free choice, in place of those that rules denied.",
     [](const World& w, std::span<double> out) { copy(w.chips.substituted, out); }},
    {"compute_rented", "H100e", "region", "Compute that firms of a region rent offshore because chips are denied.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.rented.data(), out.size(), out.begin()); }},
    {"rent", "USD/H100e-hour", "region", "Rent of an H100e.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.rent.data(), out.size(), out.begin()); }},
    {"compute_of_others", "H100e", "region",
     "Accelerators of buyers outside of the model, by nominal performance; part of it is lent to firms of others.",
     [](const World& w, std::span<double> out) {
       for (Index c = 0; c < w.chips.chip_count(); ++c)
         for (std::size_t r = 0; r < out.size(); ++r)
           out[r] += w.chips.others(c, Index(r)) * w.chips.chips[std::size_t(c)].h100e_training;
     }},
    {"chip_orders", "chips/month", "chip",
     "Accelerators that firms would buy, and smugglers order, if every vendor could deliver all.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.orders.data(), out.size(), out.begin()); }},
    {"chip_capacity", "chips/month", "chip", "Accelerators that the vendor can deliver to all buyers.",
     [](const World& w, std::span<double> out) {
       for (std::size_t c = 0; c < out.size(); ++c) {
         const ChipEntry& chip = w.chips.chips[c];
         out[c] = on_sale(chip, w.clock.now()) ? chip.capacity.at(w.clock.now()) * w.chips.supply[Index(c)] : 0;
       }
     }},
    {"power_use", "GW", "region", "Power that all accelerators in the region would draw, of firms and of others.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.power_use.data(), out.size(), out.begin()); }},
    {"power_limit", "GW", "region", "Power that there is for accelerators; not a number where there is no limit.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.power_limit.data(), out.size(), out.begin()); }},
    {"powered", "1", "region", "Part of the accelerators in the region that can be powered.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.powered.data(), out.size(), out.begin()); }},
    {"chip_price", "USD", "chip", "Unit price that the vendor gets, before tariffs and levies.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.price.data(), out.size(), out.begin()); }},
    {"compute_stock", "H100e", "firm", "Accelerators owned, by nominal performance.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f)
         for (Index c = 0; c < w.chips.chip_count(); ++c)
           out[f] += w.firms.stock(Index(f), c) * w.chips.chips[std::size_t(c)].h100e_training;
     }},
    {"compute_realised", "H100e", "firm", "Compute at hand after stack maturity and proficiency, rented included.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.compute.data(), out.size(), out.begin()); }},
    {"scarcity", "1", "firm", "Share of the compute its budget would buy in a free market that the firm did not get.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.scarcity.data(), out.size(), out.begin()); }},
    {"compute_stock_region", "H100e", "region", "Accelerators owned by the firms of a region.",
     [](const World& w, std::span<double> out) {
       for (Index f = 0; f < w.firms.size(); ++f)
         for (Index c = 0; c < w.chips.chip_count(); ++c)
           out[std::size_t(w.firms.region[f])] += w.firms.stock(f, c) * w.chips.chips[std::size_t(c)].h100e_training;
     }},
    {"stack_maturity", "1", "stack", "Fraction of hardware performance that users of a stack realise.",
     [](const World& w, std::span<double> out) { std::copy_n(w.chips.maturity.data(), out.size(), out.begin()); }},
    {"stack_share", "1", "stack", "Share of the compute of all firms that runs on a stack, by nominal performance.",
     [](const World& w, std::span<double> out) {
       double all = 0;
       for (Index c = 0; c < w.chips.chip_count(); ++c) {
         const double h100e = w.firms.stock.col(c).sum() * w.chips.chips[std::size_t(c)].h100e_training;
         out[std::size_t(w.chips.stack[c])] += h100e;
         all += h100e;
       }
       for (double& share : out) share = all > 0 ? share / all : 0;
     }},
    {"public_compute", "H100e", "region", "Compute that the region's government rents for firms and hosts there.",
     [](const World& w, std::span<double> out) {
       for (std::size_t r = 0; r < out.size(); ++r) out[r] = w.chips.public_hosting[Index(r)];
       for (Index f = 0; f < w.firms.size(); ++f) out[std::size_t(w.firms.region[f])] += w.firms.granted[f];
     }},
};

}  // namespace

std::span<const Series> compute_series() {
  return compute_rows;
}

}  // namespace moat
