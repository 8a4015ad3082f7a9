#pragma once
/// Firms that train and release models.

#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/describe.hpp"
#include "state/line_entry.hpp"

namespace moat {

/// How a firm publishes its models.
///   closed    new models are served, their weights are not published
///   open      weights of new models are published
///   delayed   models are served closed; their weights follow `open_delay` months later
///   tiered    flagships are closed; a smaller model, `gap` below, is open
///   reactive  closed until open rivals hold `reactive_threshold` of tokens in its markets for `reactive_months`, then
///             `reaction`
///   adaptive  chooses among the first four for each new model, by what it expects to earn (see release/adaptive.hpp)
enum class Strategy : int { closed, open, delayed, tiered, reactive, adaptive };
inline constexpr int plain_strategies = 4;  ///< those before `reactive`: in each month every firm follows one of them
template <>
struct Choices<Strategy> {
  static constexpr std::array<std::string_view, 6> names{"closed", "open", "delayed", "tiered", "reactive", "adaptive"};
};

/// When a firm enters.
///   dated   in its month of entry
///   free    in that month or later, once profits on the market have been high for some months (finance/entry.hpp)
///   drawn   in that month or later, when a lab of its region is drawn to arrive (uncertain.hpp)
enum class EntryRule : int { dated, free, drawn };
template <>
struct Choices<EntryRule> {
  static constexpr std::array<std::string_view, 3> names{"dated", "free", "drawn"};
};

struct FirmEntry {
  std::string name;
  std::string like;
  std::string region;
  Month enters = Month::of(1900, 1);
  EntryRule entry = EntryRule::dated;
  Numbers stock;
  Path capex;
  Path final_run;
  std::vector<RunEntry> runs;
  double know_how = 0;
  double research_skill = 1;
  Numbers focus;
  ChoicePath<Strategy> strategy;
  std::int64_t open_delay = 12;
  double reactive_threshold = 1;
  std::int64_t reactive_months = 3;
  Strategy reaction = Strategy::tiered;
  double optimism = 0;
  double first_party = 0.3;
  double complement = 0;
  double early_users = 0;
  double service_value = 0;
  double reputation = 0;
  double cash = 0;
  double fixed_cost = 0;
  Path funding;
  Path other_revenue;
  std::vector<LineEntry> lines;
  Grade grade = Grade::assumed;
  std::string source;
  template <class F = FirmEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&F::name, "Firm."),
        reference(
            "like", &F::like, "firms",
            "Firm from which it takes what it does not give itself. Paths and published runs keep their dates: it "
            "spends and decides as the other one does by then. Its stock, cash and know-how on entering are those "
            "that the other one entered with. Its lines are named FIRM-LINE; those that the other one has by then "
            "come as long after its entry as the other's first line did. What it takes it takes as assumed, and "
            "what says the same as the other's goes on following it."),
        required(reference("region", &F::region, "regions", "Home region.", by_entry())),
        value("enters", &F::enters, "Month in which the firm begins to work.", by_entry()),
        value("entry", &F::entry,
              "Whether it begins then, or from then on once profits invite it or its arrival is drawn.", by_entry()),
        numbers("stock", &F::stock, "chips", "chips", within(0, 1e9), "Accelerators owned on entering.", by_entry()),
        required(number("capex", &F::capex, "USD/month", within(0, 1e12),
                        "Spending on accelerators for its models, over time.", by_entry())),
        required(number("final_run", &F::final_run, "1", share(),
                        "Share of its compute that a final training run usually takes.", by_entry())),
        part("runs", &F::runs, "Published training runs, around which the share is what they took.")
            .acts_if("run.skip lacks research"),
        number("know_how", &F::know_how, "log10", within(-10, 10),
               "Algorithmic efficiency on entering, orders of magnitude against the reference run.", by_entry()),
        number("research_skill", &F::research_skill, "1", within(0, 10),
               "Know-how gained per month relative to a firm of equal compute.", by_entry()),
        numbers("focus", &F::focus, "domains", "ECI", within(-50, 50),
                "Strength by domain; made to have mean zero over domains.", by_entry()),
        required(value("strategy", &F::strategy, "How new models are published.", by_entry())),
        number("open_delay", &F::open_delay, "months", within(1, 120),
               "Months between the closed model and its weights under `delayed`.", by_entry())
            .acts_if(".strategy is delayed or .reaction is delayed or .strategy is adaptive"),
        number("reactive_threshold", &F::reactive_threshold, "1", share(),
               "Open rivals' share of tokens in the firm's markets that triggers a `reactive` firm.", by_entry())
            .acts_if(".strategy is reactive"),
        number("reactive_months", &F::reactive_months, "months", within(1, 120),
               "Months in a row above the threshold before a `reactive` firm reacts.", by_entry())
            .acts_if(".strategy is reactive"),
        value("reaction", &F::reaction, "Strategy of a `reactive` firm once triggered.", by_entry())
            .acts_if(".strategy is reactive"),
        number("optimism", &F::optimism, "ECI", within(-20, 20),
               "How much public tests flatter its models against unseen ones.", by_entry()),
        number("first_party", &F::first_party, "1", share(),
               "Share of the hosted use of its open weights that the maker serves itself.", by_entry())
            .acts_if(".lines.*.openness is open"),
        number("complement", &F::complement, "USD/Mtok", within(0, 1e4),
               "Income from complements (cloud, devices, advertising) per Mtok of its open models in use.", by_entry())
            .acts_if(".lines.*.openness is open"),
        number("early_users", &F::early_users, "developer-tasks", within(0, 1e12),
               "Users of its models outside of the simulated population, seen by peers everywhere.", by_entry())
            .acts_if("adoption.peers is global or adoption.peers is regional and adoption.peer_weight is not 0"),
        number("service_value", &F::service_value, "utility", within(-100, 100),
               "What its own service is worth beside quality and price: support, tools, defaults, rights.", by_entry()),
        number("reputation", &F::reputation, "1", share(), "What it is held for on entering, in all regions.",
               by_entry())
            .acts_if("reputation.weight is not 0"),
        number("cash", &F::cash, "USD", within(-1e13, 1e13), "Cash on entering.", by_entry()),
        number("fixed_cost", &F::fixed_cost, "USD/month", within(0, 1e12),
               "Costs of being in business at all, beside compute and what goes with it.", by_entry()),
        number("funding", &F::funding, "USD/month", within(0, 1e12),
               "Outside funding, over time: capital raised or the parent's transfer.", by_entry()),
        number("other_revenue", &F::other_revenue, "USD/month", within(0, 1e12),
               "Revenue outside the simulated market (subscriptions), over time.", by_entry()),
        part("lines", &F::lines, "Product lines."),
        value("grade", &F::grade, "How well these values are known."),
        value("source", &F::source, "Where these values come from."),
    };
  }
};

struct Firms {
  std::vector<FirmEntry> firms;
  Column<int> region;             ///< [firm] home region
  Column<char> active;            ///< [firm] 1 from entry until exit
  Grid<double> stock;             ///< [firm, chip] units
  Grid<double> proficiency;       ///< [firm, stack] fraction of the stack's maturity the firm realises; 0 unported
  Grid<double> port_months;       ///< [firm, stack] months of porting still to go
  Column<double> rented;          ///< [firm] H100e rented offshore this month
  Column<double> granted;         ///< [firm] H100e that its government lets it use this month
  Column<double> compute;         ///< [firm] H100e realised, rented and granted ones included
  Column<double> serving;         ///< [firm] H100e of it that serve what was asked for last month
  Column<double> pressure;        ///< [firm] how often its serving capacity would be taken at usual prices; at least 1
  Column<double> final_run;       ///< [firm] share of the rest that a final run takes
  Column<double> know_how;        ///< [firm] log10 algorithmic efficiency against the reference run
  Column<double> log10_run_flop;  ///< [firm] log10 FLOP of a final run begun now
  Column<double> capability;      ///< [firm] ECI of a model trained now
  Column<int> strategy;           ///< [firm] Strategy in force
  Column<int> months_above;       ///< [firm] months in a row that open rivals have been above the firm's threshold
  Column<char> triggered;         ///< [firm] 1 once a reactive firm has reacted
  Column<double> cash;            ///< [firm] USD
  Column<double> endowment;       ///< [firm] USD that it entered with, until the accounts are settled
  Column<double> port_spending;   ///< [firm] USD spent on ports, until the accounts are settled
  Column<double> revenue;         ///< [firm] USD this month
  Column<double> margin;          ///< [firm] revenue from models and grants less cost of serving, USD this month
  Column<double> capex;           ///< [firm] USD on accelerators this month
  Column<double> capex_budget;    ///< [firm] USD on accelerators planned for the next month
  Column<double> scarcity;        ///< [firm] missing share of the compute that its budget would buy in a free market
  Column<double> standing;        ///< [firm] distance from the mean capability, in [-1, 1], last month
  Column<double> use_standing;    ///< [firm] distance from the mean share of use, in [-1, 1], of recent months
  Column<double> book;            ///< [firm] USD, what its accelerators cost, less what is written off
  Column<double> profit;          ///< [firm] USD this month, before outside funding
  Column<int> months_of_loss;     ///< [firm] months in a row without profit
  int months_of_promise = 0;      ///< months in a row in which profits were above the hurdle for entry
  std::vector<Month> invited;     ///< [firm] month in which a free or drawn entrant enters; `never` until then
  Column<double> ecosystem;       ///< [firm] derivatives and tools of its open models, thousands
  Column<double> community_gain;  ///< [firm] capability that fine-tunes add to its open models, ECI
  Column<double> feedback;        ///< [firm] research that the community spares the firm, H100e
  Grid<double> reputation;        ///< [firm, region] what its models are held for, 0 to 1
  Grid<double> reputation_shift;  ///< [firm, region] utility that its models have by it, at most 0
  Column<double> trust_shift;     ///< [firm] utility lost through incidents

  // What is drawn of a firm in this run (see uncertain).
  Column<double> capex_shock;   ///< [firm] ln of planned spending over its path
  Column<double> demand_shock;  ///< [firm] utility added to its lines
  Column<double> growth_shift;  ///< [firm] ln of own growth of know-how, beside what is common to all and to its region
  Column<int> drawn_strategy;   ///< [firm] Strategy that a switch has led to; -1 for none
  Column<char> drawn_exit;      ///< [firm] 1 from the month in which it is drawn to leave

  // What adaptive firms (see release) have chosen and learned.
  Grid<double> expected;  ///< [firm, strategy] margin foreseen at the last decision, USD/month; NaN for none
  Grid<double> realised;  ///< [firm, strategy] realised over expected margin, as learned
  std::vector<std::vector<Strategy>> decisions;  ///< [firm] choices so far

  Index size() const { return Index(firms.size()); }
  /// Month in which the firm enters; `never` for a free or drawn entrant whose entry is not decided yet.
  Month begins(Index firm) const {
    const FirmEntry& entry = firms[std::size_t(firm)];
    return entry.entry == EntryRule::dated ? entry.enters : invited[std::size_t(firm)];
  }
  Strategy strategy_of(Index firm) const { return Strategy(strategy[firm]); }
};

}  // namespace moat
