#pragma once
/// Regions, segments, sectors, tasks and domains: who the developers are and what they build.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/describe.hpp"
#include "base/maths.hpp"
#include "state/work.hpp"

namespace moat {

/// Distribution of the openness weight over the developers of a segment, for the same mean and standard deviation.
enum class TasteLaw : int { normal, uniform };
template <>
struct Choices<TasteLaw> {
  static constexpr std::array<std::string_view, 2> names{"normal", "uniform"};
};

/// Buying behaviour. Weights are in units of the taste noise (standard Gumbel).
struct SegmentEntry {
  std::string name;
  double review = 0.1;
  double quality_weight = 1;
  double price_weight = 1;
  double price_log_sd = 0;
  double openness_weight = 0;
  double openness_sd = 0;
  TasteLaw openness_law = TasteLaw::normal;
  double trust_weight = 0;
  double trust_sd = 0;
  double switching_cost = 0;
  double needs = 0;
  Path budget;
  double tokens_median = 1;
  double tokens_log_sd = 1;
  double self_hosting = 0;
  double control = 0;
  double outside = 0;
  bool commercial = false;
  Grade grade = Grade::assumed;
  std::string source;
  template <class S = SegmentEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&S::name, "Segment of developers with a common buying behaviour."),
        required(number("review", &S::review, "1/month", share(),
                        "Probability that a developer reviews the model of one task in a quiet month.", by_entry())),
        required(number("quality_weight", &S::quality_weight, "utility", within(0, 1e3),
                        "Utility of a model that solves the task fully.", by_entry())),
        required(
            number("price_weight", &S::price_weight, "utility", within(0, 1e6),
                   "Median utility lost per unit of price response (the whole budget, one log unit, one USD/Mtok).",
                   by_entry())),
        number("price_log_sd", &S::price_log_sd, "1", within(0, 5),
               "Standard deviation of the logarithm of the price weight.", by_entry()),
        number("openness_weight", &S::openness_weight, "utility", within(-100, 100),
               "Mean utility of open weights: control, privacy, customisation.", by_entry()),
        number("openness_sd", &S::openness_sd, "utility", within(0, 100), "Standard deviation of the openness weight.",
               by_entry()),
        value("openness_law", &S::openness_law, "Distribution of the openness weight.", by_entry())
            .acts_if(".openness_sd is not 0"),
        number("trust_weight", &S::trust_weight, "utility", within(0, 100),
               "Mean utility lost per unit of geopolitical distance to the maker.", by_entry())
            .acts_if("regions.*.distance is not 0"),
        number("trust_sd", &S::trust_sd, "utility", within(0, 100),
               "Standard deviation of the trust weight (normal, cut at 0).", by_entry())
            .acts_if("regions.*.distance is not 0"),
        required(number("switching_cost", &S::switching_cost, "utility", within(0, 100),
                        "Utility lost when a task moves to another firm.", by_entry())),
        number("needs", &S::needs, "1", within(0, 1e6),
               "How alike developers are in the domains they need: the concentration of a Dirichlet distribution that "
               "multiplies the task's weights (1: all mixes as likely). 0: all need what the task weighs.",
               by_entry()),
        required(number("budget", &S::budget, "USD/month", within(1e-6, 1e12),
                        "Budget per developer and task that a bill is compared with, over time.", by_entry()))
            .acts_if("adoption.price_response is bill"),
        required(number("tokens_median", &S::tokens_median, "Mtok/month", within(1e-3, 1e6),
                        "Median usage per task at task path 1.", by_entry())),
        required(number("tokens_log_sd", &S::tokens_log_sd, "1", within(0, 4),
                        "Standard deviation of the logarithm of usage (heavy tail).", by_entry())),
        number("self_hosting", &S::self_hosting, "1", share(),
               "Share of open-weight use that the segment runs on machines of its own.", by_entry())
            .acts_if("firms.*.lines.*.openness is open"),
        number("control", &S::control, "utility", within(-100, 100),
               "What running weights on machines of its own is worth to the segment: control, privacy.", by_entry())
            .acts_if(".self_hosting is not 0"),
        number("outside", &S::outside, "utility", within(-100, 100),
               "Utility of using no model, beside adoption.outside_value.", by_entry()),
        value("commercial", &S::commercial, "Whether the segment's use counts as commercial under licences.",
              by_entry())
            .acts_if("firms.*.lines.*.licence is non_commercial"),
        value("grade", &S::grade, "How well these values are known."),
        value("source", &S::source, "Where these values come from."),
    };
  }
};

struct RegionEntry {
  std::string name;
  Path developers;
  Numbers sectors;
  Numbers segments;
  Numbers distance;
  Numbers reach;
  double abstainers = 0;
  double hosting = 1;
  double other_buyers = 1;
  Path power;
  double income = 1;
  double contributors = 1;
  Numbers researchers;
  Grade grade = Grade::assumed;
  std::string source;
  template <class R = RegionEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&R::name, "Region with one government."),
        required(number("developers", &R::developers, "developers", within(1, 1e10),
                        "Real developers over time; the simulated ones stand for them.", by_entry())),
        required(numbers("sectors", &R::sectors, "sectors", "1", within(0, 1e6), "Mix of sectors; made to sum to one.",
                         by_entry())),
        required(numbers("segments", &R::segments, "segments", "1", within(0, 1e6),
                         "Mix of segments; made to sum to one.", by_entry())),
        numbers("distance", &R::distance, "regions", "1", within(0, 10),
                "Geopolitical distance to makers in other regions; 0 where left out.", by_entry())
            .acts_if("segments.*.trust_weight is not 0 or segments.*.trust_sd is not 0"),
        numbers("reach", &R::reach, "regions", "1", within(1e-6, 1),
                "Share of the customers of other regions' services who can and may use them: terms, language, payment, "
                "law. Weights that others host do not ask for it. 1 where left out.",
                by_entry()),
        number("abstainers", &R::abstainers, "1", share(), "Share of developers who use no model whatever there is.",
               by_entry()),
        number("hosting", &R::hosting, "1", share(),
               "Part of the demand for open weights that hosts in reach can serve; the rest is self-hosted.",
               by_entry())
            .acts_if("firms.*.lines.*.openness is open"),
        number("other_buyers", &R::other_buyers, "1", within(0, 1e6),
               "Weight of the region among buyers of chips outside of the model; made to sum to one over the regions "
               "that a chip may go to.",
               by_entry()),
        number(
            "power", &R::power, "GW", within(0, 1e6),
            "Power that sites in the region have for accelerators and what they need, as planned, over time. No limit "
            "where left out.",
            by_entry())
            .acts_if("chips.*.power is not 0 and run.skip lacks compute"),
        number("income", &R::income, "1", within(1e-3, 100), "Budgets relative to those of the segments.", by_entry())
            .acts_if("adoption.price_response is bill or adoption.income_elasticity is not 0"),
        number("contributors", &R::contributors, "1", within(0, 1e6),
               "What a user of open weights there gives back, relative to others.", by_entry())
            .acts_if("run.skip lacks community and community.contribution is not 0"),
        numbers(
            "researchers", &R::researchers, "regions", "1", within(0, 1e12),
            "Researchers educated in the region, by region in which they work at the start; in a unit common to all.",
            by_entry())
            .acts_if("run.skip lacks talent and talent.mobility is not 0"),
        value("grade", &R::grade, "How well these values are known."),
        value("source", &R::source, "Where these values come from."),
    };
  }
};

/// The constants of society, with names resolved to indices, and the weight of each simulated developer.
struct Society {
  std::vector<RegionEntry> regions;
  std::vector<SegmentEntry> segments;
  std::vector<SectorEntry> sectors;
  std::vector<TaskEntry> tasks;
  std::vector<DomainEntry> domains;
  Grid<double> distance;         ///< [region, region of the maker]
  Grid<double> task_domains;     ///< [task, domain], rows sum to one
  Grid<double> intensity;        ///< [sector, task] tokens relative to the developer's usage
  Grid<std::int64_t> members;    ///< [region, segment] simulated developers, as they are counted (Developers::counts)
  Column<double> simulated;      ///< [region] simulated developers, as they are counted
  Column<double> weight;         ///< [region] real developers that one count stands for, this month
  Grid<double> researchers;      ///< [region of origin, region of work] in the unit of the entries
  Column<double> talent;         ///< [region] factor on the research skill of its firms
  Column<double> pull_at_start;  ///< [region] utility of working there at the end of the first month

  // What is drawn of this run (see uncertain).
  double openness_walk = 0;        ///< utility added to open weights
  Column<double> origin_walk;      ///< [region of the maker] utility added to its models elsewhere
  double growth_shift = 0;         ///< ln of the growth of know-how, common to all firms
  Column<double> regional_growth;  ///< [region] the same of its firms
  double volume_shift = 0;         ///< ln of tokens over their paths

  Index region_count() const { return Index(regions.size()); }
  Index segment_count() const { return Index(segments.size()); }
  Index sector_count() const { return Index(sectors.size()); }
  Index task_count() const { return Index(tasks.size()); }
  Index domain_count() const { return Index(domains.size()); }
};

/// Tokens of a developer-task relative to its usage: the path of the task, as far as what is drawn does not move it.
inline double tokens_a_month(const Society& society, Index task, Month now) {
  return society.tasks[std::size_t(task)].tokens.at(now) * maths::exp(society.volume_shift);
}

/// True if in some segment developers differ in the domains they need.
inline bool needs_differ(const std::vector<SegmentEntry>& segments) {
  return std::any_of(segments.begin(), segments.end(), [](const SegmentEntry& s) { return s.needs > 0; });
}

/// Position of a name in a list of entries, or -1.
template <class Entry>
Index find_entry(const std::vector<Entry>& entries, std::string_view name) {
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].name == name) return Index(i);
  return -1;
}

/// The number given under a name, or `otherwise`.
inline double number_for(const Numbers& numbers, std::string_view name, double otherwise = 0) {
  for (const auto& [key, x] : numbers)
    if (key == name) return x;
  return otherwise;
}

}  // namespace moat
