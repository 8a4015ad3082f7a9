#include "mechanism/finance/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace moat {
namespace {

/// Part of the turnover that rounding may move.
constexpr double tolerance = 1e-9;

using Amounts = std::vector<std::pair<std::string_view, double>>;

double sum_of(const Amounts& amounts) {
  double sum = 0;
  for (const auto& [name, amount] : amounts) sum += amount;
  return sum;
}

double turnover_of(const Amounts& amounts) {
  double sum = 0;
  for (const auto& [name, amount] : amounts) sum += std::abs(amount);
  return sum;
}

std::string text_of(const Amounts& amounts) {
  std::string text;
  for (const auto& [name, amount] : amounts)
    text += fmt::format("{}{} {:.10g}", text.empty() ? "" : ", ", name, amount);
  return text;
}

/// Both sides must have the same sum. `rounding`: USD that the amounts themselves may be off.
void expect_balance(std::string_view what, const Amounts& left, const Amounts& right, double rounding = 0) {
  const double leak = sum_of(left) - sum_of(right);
  if (std::abs(leak) <= tolerance * (turnover_of(left) + turnover_of(right)) + rounding) return;
  expects(false, fmt::format("money is conserved: {} leak {:.10g} USD; {}; against {}", what, leak, text_of(left),
                             text_of(right)));
}

template <class Item>
Amounts items_of(const Grid<double>& accounts, Index row) {
  Amounts amounts;
  for (std::size_t i = 0; i < Choices<Item>::names.size(); ++i)
    amounts.emplace_back(Choices<Item>::names[i], accounts(row, Index(i)));
  return amounts;
}

void check_use(const Market& m, const Ledger& a) {
  expect_balance("payments for models",
                 {{"developers", m.spend.sum()},
                  {"price support", -a.all(GovernmentItem::price_support)},
                  {"open grants", -a.all(GovernmentItem::open_grants)}},
                 {{"makers", a.all(FirmItem::sales) + a.all(FirmItem::open_grants)},
                  {"hosts", a.host(HostItem::sales)},
                  {"self-hosting", a.rest(OutsideItem::self_hosting)},
                  {"service tariffs", a.all(GovernmentItem::service_tariffs)}});
}

void check_compute(const Ledger& a) {
  expect_balance("payments for compute",
                 {{"firms", -a.all(FirmItem::compute) - a.all(FirmItem::capex_subsidy)},
                  {"subsidy", -a.all(GovernmentItem::capex_subsidy)},
                  {"public compute", -a.all(GovernmentItem::public_compute)}},
                 {{"vendors", a.vendors.sum()},
                  {"rental", a.rest(OutsideItem::rental)},
                  {"smuggling", a.rest(OutsideItem::smuggling)},
                  {"chip tariffs", a.all(GovernmentItem::chip_tariffs)},
                  {"export levies", a.all(GovernmentItem::export_levies)}});
}

void check_cash(const Firms& firms, const Ledger& a) {
  for (Index f = 0; f < firms.size(); ++f) {
    const double cash = firms.cash[f], before = a.opening[f];
    const double rounding = 8 * std::numeric_limits<double>::epsilon() * (std::abs(cash) + std::abs(before));
    expect_balance(fmt::format("accounts of {}", firms.firms[std::size_t(f)].name), {{"change of cash", cash - before}},
                   items_of<FirmItem>(a.firms, f), rounding);
  }
}

void check_all(const Market& m, const Ledger& a) {
  const auto all = [](const Grid<double>& accounts) { return accounts.sum(); };
  // What cancels within an account is turnover too.
  const double turnover = a.firms.abs().sum() + a.governments.abs().sum() + a.outside.abs().sum();
  expect_balance("all accounts together", {{"developers", m.spend.sum()}},
                 {{"firms", all(a.firms)},
                  {"governments", all(a.governments)},
                  {"hosts", a.hosts.sum()},
                  {"vendors", a.vendors.sum()},
                  {"outside", a.outside.sum()}},
                 tolerance * turnover);
}

/// What one government would take of the receipts for a line, if all of them were levied.
double levies_of(const Market& m, const Governments& g, Index taker, Index l) {
  double sum = 0;
  for (Index r = 0; r < m.receipts.cols(); ++r) sum += g.revenue_levy(taker, l, r) * m.receipts(l, r);
  return sum;
}

/// Paid by the first and received by the second.
void pay(double& from, double& to, double amount) {
  from -= amount;
  to += amount;
}

}  // namespace

double levies_on(const Market& m, const Governments& g, Index l) {
  double sum = 0;
  for (Index taker = 0; taker < m.receipts.cols(); ++taker) sum += levies_of(m, g, taker, l);
  return sum;
}

void open_ledger(Ledger& a, const Chips& chips) {
  a.opening = a.closing;
  for (auto* grid : {&a.firms, &a.governments}) grid->setZero();
  for (auto* column : {&a.hosts, &a.vendors, &a.outside}) column->setZero();
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const int vendor = chips.vendor_region[c];
    a.vendors[vendor] += chips.sales.row(c).sum();
    a.government(vendor, GovernmentItem::export_levies) += chips.levies.row(c).sum();
    for (Index r = 0; r < chips.tariffs.cols(); ++r)
      a.government(r, GovernmentItem::chip_tariffs) += chips.tariffs(c, r);
  }
  a.rest(OutsideItem::rental) += chips.rental.sum();
  for (Index r = 0; r < chips.public_rent.size(); ++r)
    pay(a.government(r, GovernmentItem::public_compute), a.rest(OutsideItem::rental), chips.public_rent[r]);
  a.rest(OutsideItem::smuggling) += chips.smuggling.sum();
}

void book_line(Ledger& a, const Market& m, const Governments& g, Index l, const LineMoney& money) {
  const int f = m.firm[l], origin = m.origin[l];
  a.firm(f, FirmItem::sales) += money.sales;
  a.host(HostItem::sales) += money.hosts;  // not what is left: that would hide leaks
  pay(a.rest(OutsideItem::complements), a.firm(f, FirmItem::complements), money.complements);
  pay(a.host(HostItem::royalties), a.firm(f, FirmItem::royalties), money.royalties);
  pay(a.firm(f, FirmItem::serving), a.rest(OutsideItem::serving), money.serving);
  pay(a.host(HostItem::compute), a.rest(OutsideItem::hosting), money.hosting);
  a.rest(OutsideItem::self_hosting) += m.self_hosted.row(l).sum();
  for (Index taker = 0; taker < m.receipts.cols(); ++taker) {
    double& income = a.government(taker, GovernmentItem::revenue_levies);
    const double all = levies_of(m, g, taker, l);
    pay(a.firm(f, FirmItem::revenue_levies), income, money.levied * all);
    pay(a.host(HostItem::revenue_levies), income, money.levied_of_hosts * all);
  }
  for (Index r = 0; r < m.receipts.cols(); ++r) {
    const double support = g.price_support(origin, r);
    a.government(origin, GovernmentItem::price_support) -= support * (m.receipts(l, r) + m.self_hosted(l, r));
    if (!m.open[l])
      a.government(r, GovernmentItem::service_tariffs) +=
          g.service_tariff(origin, r) * (1 - support) * m.receipts(l, r);
  }
}

void book_firm(Ledger& a, Firms& firms, Index f, const FirmMoney& money) {
  const int home = firms.region[f];
  a.firm(f, FirmItem::compute) -= money.compute;
  pay(a.government(home, GovernmentItem::capex_subsidy), a.firm(f, FirmItem::capex_subsidy), money.capex_subsidy);
  pay(a.government(home, GovernmentItem::open_grants), a.firm(f, FirmItem::open_grants), money.open_grants);
  pay(a.rest(OutsideItem::other_revenue), a.firm(f, FirmItem::other_revenue), money.other_revenue);
  pay(a.rest(OutsideItem::funding), a.firm(f, FirmItem::funding), money.funding);
  pay(a.firm(f, FirmItem::research), a.rest(OutsideItem::research), money.research);
  pay(a.firm(f, FirmItem::fixed_costs), a.rest(OutsideItem::fixed_costs), money.fixed_costs);
  if (!firms.active[f]) {
    const double left = a.firms.row(f).sum();
    pay(a.firm(f, FirmItem::passed_on), a.rest(OutsideItem::passed_on), left);
  }
  pay(a.rest(OutsideItem::endowment), a.firm(f, FirmItem::endowment), std::exchange(firms.endowment[f], 0));
  pay(a.firm(f, FirmItem::ports), a.rest(OutsideItem::ports), std::exchange(firms.port_spending[f], 0));
}

void close_ledger(Ledger& a, const Firms& firms, const Clock& clock) {
  a.closing = firms.cash;
  a.settled = clock.step;
}

void check_ledger(const World& w) {
  if (w.ledger.settled != w.clock.step) return;
  check_use(w.market, w.ledger);
  check_compute(w.ledger);
  check_cash(w.firms, w.ledger);
  check_all(w.market, w.ledger);
}

namespace {

void copy_amounts(const Grid<double>& grid, std::span<double> out) {
  std::copy_n(grid.data(), out.size(), out.begin());
}

void copy_amounts(const Column<double>& column, std::span<double> out) {
  std::copy_n(column.data(), out.size(), out.begin());
}

constexpr Series ledger_rows[] = {
    {"firm_accounts", "USD/month", "firm,firm_item",
     "What a firm takes in (+) and pays (-); the sum is the change of its cash.",
     [](const World& w, std::span<double> out) { copy_amounts(w.ledger.firms, out); }},
    {"government_accounts", "USD/month", "region,government_item", "What a government takes in (+) and pays (-).",
     [](const World& w, std::span<double> out) { copy_amounts(w.ledger.governments, out); }},
    {"host_accounts", "USD/month", "host_item",
     "What hosts of open weights, their makers apart, take in (+) and pay (-).",
     [](const World& w, std::span<double> out) { copy_amounts(w.ledger.hosts, out); }},
    {"vendor_receipts", "USD/month", "region", "What vendors of the region get for chips sold to firms of the model.",
     [](const World& w, std::span<double> out) { copy_amounts(w.ledger.vendors, out); }},
    {"outside_accounts", "USD/month", "outside_item", "What the rest of the world takes in (+) and pays (-).",
     [](const World& w, std::span<double> out) { copy_amounts(w.ledger.outside, out); }},
    {"funding", "USD/month", "firm", "Outside funding that the firm attracts.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = w.ledger.firm(Index(f), FirmItem::funding);
     }},
    {"funding_region", "USD/month", "region", "Outside funding that firms of the region attract.",
     [](const World& w, std::span<double> out) {
       for (Index f = 0; f < w.firms.size(); ++f)
         out[std::size_t(w.firms.region[f])] += w.ledger.firm(f, FirmItem::funding);
     }},
};

}  // namespace

std::span<const Series> ledger_series() {
  return ledger_rows;
}

}  // namespace moat
