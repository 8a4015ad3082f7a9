#pragma once
/// What a scenario says about finance; finance.hpp, budget.hpp and entry.hpp say what it does.

#include <array>
#include <cstdint>
#include <string_view>
#include <tuple>

#include "base/describe.hpp"

namespace moat {

enum class CapexRule : int { path, responsive, best_reply };
template <>
struct Choices<CapexRule> {
  static constexpr std::array<std::string_view, 3> names{"path", "responsive", "best_reply"};
};

struct FinanceParams {
  double research_cost = 0.8;
  double write_off = 0;
  double funding_response = 0.3;
  double funding_use_response = 0;
  double funding_memory = 6;
  double complement_response = 0;
  CapexRule capex_rule = CapexRule::path;
  double capex_response = 0.2;
  double profit_response = 0.05;
  double hurdle = 0.15;
  double rank_response = 0.02;
  double scarcity_response = 0;
  double capex_adjustment = 0.2;
  double standing_scale = 15;
  double austerity = 0.6;
  double capex_bound = 1.3;
  bool exit = false;
  double credit_months = 12;
  std::int64_t exit_months = 0;
  double entry_hurdle = 1.5;
  std::int64_t entry_months = 12;

  template <class P = FinanceParams>
  static constexpr auto rows() {
    return std::tuple{
        number("research_cost", &P::research_cost, "1", within(0, 100),
               "Staff, power and sites per USD of spending on accelerators.",
               estimated("compute is 57-70 % of spending at Anthropic, MiniMax and Zhipu (Epoch AI 2025)")),
        number("write_off", &P::write_off, "years", within(0, 100),
               "Life over which accelerators are charged to profit; 0: what is bought counts at once.",
               measured("5-6 years for servers in accounts of Alphabet, Meta and Microsoft, 2023-25")),
        number("funding_response", &P::funding_response, "1", within(0, 1),
               "Relative change of outside funding from mean to best standing.", assumed("capital follows rank"))
            .acts_if("firms.*.funding is not 0"),
        number("funding_use_response", &P::funding_use_response, "1", within(0, 1),
               "Relative change of outside funding from a mean share of use to all of it.",
               assumed("sign only: investors choose firms by growth and size, not by profit (Puri & Zarutskie 2012, "
                       "doi:10.1111/j.1540-6261.2012.01786.x)"))
            .acts_if("firms.*.funding is not 0"),
        number("funding_memory", &P::funding_memory, "months", within(1, 120),
               "Months over which investors and partners take a share of use to be usual.",
               assumed("about half of the year or more between two rounds"))
            .acts_if("finance.funding_use_response is not 0 and firms.*.funding is not 0 or "
                     "finance.complement_response is not 0 and firms.*.complement is not 0"),
        number("complement_response", &P::complement_response, "1", within(0, 1),
               "Relative change of income from complements per Mtok from mean to best rank and share of use.",
               assumed("none: how income beside open models scales with success is not measured"))
            .acts_if("firms.*.complement is not 0"),
        value("capex_rule", &P::capex_rule, "What next month's spending on compute follows; see finance.", setting()),
        number("capex_response", &P::capex_response, "1", within(0, 1),
               "Relative change of compute spending from mean to best standing.", assumed("capital follows rank"))
            .acts_if("finance.capex_rule is path or finance.capex_rule is best_reply or firms.*.capex is 0"),
        number("profit_response", &P::profit_response, "1/month", within(0, 2),
               "Growth of compute spending per unit of return above the hurdle.",
               assumed("doubling of returns adds about 5 % a month; no measurement"))
            .acts_if("finance.capex_rule is responsive"),
        number("hurdle", &P::hurdle, "1", within(-1, 1), "Return at which spending stands still.",
               assumed("hurdle rates of firms lie near 15 % (surveys of managers, 1990s-2020s)"))
            .acts_if("finance.capex_rule is responsive and finance.profit_response is not 0"),
        number("rank_response", &P::rank_response, "1/month", within(-1, 1),
               "Growth of compute spending at best standing.", assumed("capital follows rank"))
            .acts_if("finance.capex_rule is responsive"),
        number("scarcity_response", &P::scarcity_response, "1/month", within(-1, 1),
               "Growth of compute spending where no compute can be had.",
               assumed("contested sign: firms hoard what is scarce, or stop paying for what they cannot get"))
            .acts_if("finance.capex_rule is responsive and run.skip lacks compute"),
        number("capex_adjustment", &P::capex_adjustment, "1/month", share(),
               "Part of the way to its best reply that compute spending moves.",
               assumed("contracts for sites and chips run for about half a year"))
            .acts_if("finance.capex_rule is best_reply"),
        number("standing_scale", &P::standing_scale, "ECI", within(0.1, 300),
               "Distance from the mean capability that counts as full standing.", assumed("about a year of progress"))
            .acts_if("finance.funding_response is not 0 or finance.capex_response is not 0 or finance.rank_response is "
                     "not 0 or research.research_rule is responsive and finance.funding_response is not 0 or "
                     "finance.capex_response is not 0 or finance.capex_rule is responsive or research.research_rule is "
                     "responsive"),
        number("austerity", &P::austerity, "1", share(),
               "Part of planned compute spending that a firm without cash keeps.", assumed("no measurement")),
        number("capex_bound", &P::capex_bound, "1/month", within(1, 100),
               "Largest factor by which compute spending changes in a month.", assumed("delivery and site lead times")),
        value("exit", &P::exit, "Whether a firm that is out of cash and credit, and makes losses, leaves.", setting()),
        number("credit_months", &P::credit_months, "months", within(0, 1200),
               "Months of spending that a firm may owe before it leaves.", assumed("a year of backing; no measurement"))
            .acts_if("finance.exit is true"),
        number("exit_months", &P::exit_months, "months", within(0, 1200),
               "Months in a row without profit before it leaves; 0: debts decide alone.", setting())
            .acts_if("finance.exit is true"),
        number("entry_hurdle", &P::entry_hurdle, "1", within(1, 100),
               "Expected profit over fixed cost that a free entrant asks for.",
               assumed("waiting has a value where entry cannot be undone (Dixit 1989)"))
            .acts_if("firms.*.entry is free"),
        number("entry_months", &P::entry_months, "months", within(1, 1200),
               "Months in a row above it before the entrant begins.", assumed("about a year from founding to a model"))
            .acts_if("firms.*.entry is free"),
    };
  }
};

}  // namespace moat
