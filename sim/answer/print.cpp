#include "answer/print.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "answer/summary_json.hpp"
#include "base/maths.hpp"
#include "io/table/csv_text.hpp"

namespace moat {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t widest_name = 26;

/// The largest difference or range of a table, from which all its numbers take their decimals; where nothing differs,
/// the largest number (last digits apart; from a million on all are written with exponents).
double size_of(const OutcomeTable& table) {
  double differs = 0, level = 0;
  const auto take = [](double& size, double x) {
    if (std::isfinite(x)) size = std::max(size, std::abs(x));
  };
  for (const PointRow& row : table.rows) {
    take(level, row.level.mean);
    take(differs, row.level.high - row.level.low);
    if (row.difference)
      for (const double x : {row.difference->mean, row.difference->low, row.difference->high}) take(differs, x);
  }
  return differs > 1e-6 * level && level < 1e6 ? differs : level;
}

std::string basins_text(const RunSummary& s, double size) {
  return fmt::format("two basins (dip test p {}{:.2g}): {:.0f} % of runs near {}, {:.0f} % near {}",
                     s.basins->probability < 0.001 ? "< " : "= ", std::max(s.basins->probability, 0.001),
                     100 * s.basins->low_share, number_text(s.basins->low_mean, size), 100 * (1 - s.basins->low_share),
                     number_text(s.basins->high_mean, size));
}

std::string table_text(const OutcomeTable& table, std::size_t width) {
  const double size = size_of(table);
  const auto n = [&](double x) { return number_text(x, size); };
  const auto d = [&](double x) { return number_text(x, size, true); };
  std::string text = fmt::format("{}{}{}\n", table.name, table.description.empty() ? "" : ": " + table.description,
                                 table.unit.empty() || table.unit == "1" ? "" : fmt::format(" [{}]", table.unit));
  text += fmt::format("  {:<{}} {:>8} {:>8} {:>8} {:>8}   {:>18} {:>8} {:>8} {:>8} {:>4}\n", "", width, "mean", "5 %",
                      "50 %", "95 %", "difference (s.e.)", "5 %", "50 %", "95 %", "runs");
  for (const PointRow& row : table.rows) {
    const std::string name = row.point.size() > width ? row.point.substr(0, width - 1) + "~" : row.point;
    // One run has no quantiles.
    const auto range = [](const RunSummary& s, const auto& text_of, double x) { return s.runs < 2 ? "-" : text_of(x); };
    const RunSummary& level = row.level;
    text += fmt::format("  {:<{}} {:>8} {:>8} {:>8} {:>8}", name, width, n(level.mean), range(level, n, level.low),
                        range(level, n, level.middle), range(level, n, level.high));
    if (const auto& found = row.difference)
      text += fmt::format("   {:>18} {:>8} {:>8} {:>8}", fmt::format("{} ({})", d(found->mean), n(found->error)),
                          range(*found, d, found->low), range(*found, d, found->middle), range(*found, d, found->high));
    else
      text += fmt::format("   {:>18} {:>8} {:>8} {:>8}", "", "", "", "");
    text += fmt::format(" {:>4}\n", row.difference ? row.difference->runs : row.level.runs);
    if (row.difference && !row.paired && row.difference->runs > 0)
      text += fmt::format("  {:<{}} not paired: runs of other seeds or replicates\n", "", width);
    if (row.level.basins) text += fmt::format("  {:<{}} {}\n", "", width, basins_text(row.level, size));
  }
  return text;
}

bool is_difference(const TestEntry& test) {
  return test.of.size() > 1 || !test.minus.empty();
}

/// " months"; differences of percentages are points.
std::string unit_text(const TestResult& result) {
  if (result.unit.empty() || result.unit == "1") return "";
  return result.unit == "%" && is_difference(result.test) && !result.test.is_relative ? " points" : " " + result.unit;
}

std::string bounds_text(const TestResult& result) {
  const TestEntry& test = result.test;
  const std::string unit = unit_text(result);
  if (std::isfinite(test.above) && std::isfinite(test.below))
    return fmt::format("between {:g} and {:g}{}", test.above, test.below, unit);
  return std::isfinite(test.below) ? fmt::format("below {:g}{}", test.below, unit)
                                   : fmt::format("above {:g}{}", test.above, unit);
}

/// What is added, then what is taken off.
std::string contrast_text(const TestEntry& test) {
  std::string text;
  for (const bool is_added : {true, false})
    for (const auto& [point, weight] : test.of) {
      if ((weight > 0) != is_added) continue;
      text += text.empty() ? (is_added ? "" : "-") : is_added ? " + " : " - ";
      if (std::abs(weight) != 1) text += fmt::format("{:g} ", std::abs(weight));
      text += point;
    }
  return text;
}

std::string test_text(const TestResult& result) {
  const TestEntry& test = result.test;
  const RunSummary& found = result.found;
  const double size = std::max(std::abs(found.mean), std::isfinite(found.interval) ? found.interval : 0);
  const auto n = [&](double x) { return number_text(x, size, is_difference(test)); };
  std::string text = fmt::format("  {:<5} {}: {}\n", name_of(result.finding), test.name,
                                 test.description.empty() ? test.outcome : test.description);
  text += fmt::format("        {}{}{} of {}: claimed {}; ", test.outcome, test.minus.empty() ? "" : " - ", test.minus,
                      contrast_text(test), bounds_text(result));
  if (found.runs < 2) return text + "one run says nothing of its variation\n";
  return text + fmt::format("found {} ({} to {}){}\n", n(found.mean), n(found.mean - found.interval),
                            n(found.mean + found.interval), test.is_relative ? " %" : unit_text(result));
}

std::string csv_number(double x) {
  return std::isfinite(x) ? fmt::format("{}", x) : "";
}

std::string csv_summary(const RunSummary& s) {
  return fmt::format("{},{},{},{},{},{},{}", s.runs, csv_number(s.mean), csv_number(s.error), csv_number(s.interval),
                     csv_number(s.low), csv_number(s.middle), csv_number(s.high));
}

}  // namespace

std::string number_text(double value, double size, bool with_sign) {
  if (std::isnan(value)) return "-";
  if (size >= 1e6 || (size > 0 && size < 1e-3))
    return with_sign ? fmt::format("{:+.3g}", value) : fmt::format("{:.3g}", value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  // What rounds to nothing has no sign.
  const double printed = std::abs(value) < 0.5 * maths::pow(10.0, -decimals) ? 0.0 : value;
  return with_sign && printed != 0 ? fmt::format("{:+.{}f}", printed, decimals)
                                   : fmt::format("{:.{}f}", printed, decimals);
}

std::string as_text(const Answer& answer) {
  std::string text = answer.title + "\n";
  if (!answer.question.empty()) text += answer.question + "\n";
  std::size_t width = 4;
  for (const OutcomeTable& table : answer.tables)
    for (const PointRow& row : table.rows) width = std::max(width, row.point.size());
  width = std::min(width, widest_name);
  for (const OutcomeTable& table : answer.tables) text += "\n" + table_text(table, width);
  if (answer.tests.empty()) return text;
  text += fmt::format("\nClaim: {} (brackets: 95 % intervals of means)\n", answer.claim);
  for (const TestResult& result : answer.tests) text += test_text(result);
  return text + fmt::format("Verdict: {}\n", answer.sentence);
}

std::string as_json(const Answer& answer, const std::vector<std::pair<std::string, std::string>>& more) {
  Json outcomes = Json::array(), tests = Json::array();
  for (const OutcomeTable& table : answer.tables) {
    Json rows = Json::array();
    for (const PointRow& row : table.rows) {
      Json one{{"point", row.point}, {"level", summary_json(row.level)}};
      if (row.difference) {
        one["difference"] = summary_json(*row.difference);
        one["paired"] = row.paired;
      }
      rows.push_back(one);
    }
    outcomes.push_back(
        {{"name", table.name}, {"description", table.description}, {"unit", table.unit}, {"points", rows}});
  }
  for (const TestResult& r : answer.tests)
    tests.push_back({{"name", r.test.name},
                     {"description", r.test.description},
                     {"outcome", r.test.outcome},
                     {"minus", r.test.minus},
                     {"of", contrast_text(r.test)},
                     {"relative", r.test.is_relative},
                     {"above", r.test.above},
                     {"below", r.test.below},
                     {"unit", r.unit},
                     {"found", summary_json(r.found)},
                     {"finding", name_of(r.finding)}});
  Json all{
      {"title", answer.title},     {"question", answer.question}, {"claim", answer.claim}, {"source", answer.source},
      {"verdict", answer.verdict}, {"sentence", answer.sentence}, {"outcomes", outcomes},  {"tests", tests}};
  for (const auto& [name, json] : more) all[name] = Json::parse(json);
  return all.dump(2) + "\n";
}

std::string as_csv(const Answer& answer) {
  constexpr std::string_view numbers = "runs,mean,standard_error,ci95,q05,q50,q95";
  std::string text = fmt::format("outcome,unit,point,what,paired,{},dip_p,low_share,low_mean,high_mean\n", numbers);
  for (const OutcomeTable& table : answer.tables)
    for (const PointRow& row : table.rows) {
      const std::string head =
          fmt::format("{},{},{}", csv_field(table.name), csv_field(table.unit), csv_field(row.point));
      const auto& basins = row.level.basins;
      text += fmt::format("{},level,,{},{}\n", head, csv_summary(row.level),
                          basins ? fmt::format("{},{},{},{}", basins->probability, basins->low_share, basins->low_mean,
                                               basins->high_mean)
                                 : ",,,");
      if (row.difference)
        text += fmt::format("{},difference,{},{},,,,\n", head, row.paired ? "yes" : "no", csv_summary(*row.difference));
    }
  if (answer.tests.empty()) return text;
  text += fmt::format("\ntest,outcome,minus,unit,of,above,below,finding,{}\n", numbers);
  for (const TestResult& r : answer.tests)
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", csv_field(r.test.name), csv_field(r.test.outcome),
                        csv_field(r.test.minus), csv_field(r.unit), csv_field(contrast_text(r.test)),
                        csv_number(r.test.above), csv_number(r.test.below), name_of(r.finding), csv_summary(r.found));
  return text + fmt::format("\nverdict,{}\n", csv_field(answer.sentence));
}

}  // namespace moat
