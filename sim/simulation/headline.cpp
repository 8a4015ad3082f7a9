#include "simulation/headline.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <fmt/format.h>

#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// The last month that calibration data cover.
constexpr Month data_end = Month::of(2025, 12);

std::vector<double> values(const World& world, std::string_view name, std::size_t count) {
  std::vector<double> out(count, 0.0);
  for (const Series& series : all_series())
    if (series.name == name) series.read(world, out);
  return out;
}

/// Names with the largest values, largest first.
std::vector<std::string> largest(const std::vector<Snapshot>& runs, std::map<std::string, double> Snapshot::*member,
                                 std::size_t count) {
  std::map<std::string, double> by_name;
  for (const Snapshot& run : runs)
    for (const auto& [name, x] : run.*member) by_name[name] += x;
  std::vector<std::string> names;
  for (const auto& [name, x] : by_name) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), [&](auto& a, auto& b) { return by_name.at(a) > by_name.at(b); });
  names.resize(std::min(count, names.size()));
  return names;
}

/// The mean of finite numbers over runs and, where there are several, the lowest and highest of them: never the mean
/// alone.
std::string shown(const std::vector<Snapshot>& runs, const std::function<double(const Snapshot&)>& get,
                  const std::string& format) {
  double sum = 0, low = std::numeric_limits<double>::infinity(), high = -low;
  std::size_t count = 0;
  for (const Snapshot& run : runs) {
    const double x = get(run);
    if (!std::isfinite(x)) continue;
    sum += x;
    low = std::min(low, x);
    high = std::max(high, x);
    ++count;
  }
  const auto text = [&](double x) { return fmt::format(fmt::runtime(format), x); };
  if (count == 0) return "none";
  if (runs.size() == 1) return text(sum);
  return fmt::format("{} ({} to {})", text(sum / double(count)), text(low), text(high));
}

double found(const std::map<std::string, double>& by_name, const std::string& name) {
  const auto at = by_name.find(name);
  return at == by_name.end() ? 0 : at->second;
}

}  // namespace

Snapshot take_snapshot(const World& w) {
  Snapshot s;
  const auto regions = std::size_t(w.society.region_count());
  const auto tokens = values(w, "tokens_by_kind", 2 * regions), spend = values(w, "spend_by_kind", 2 * regions),
             frontier = values(w, "frontier", 2 * regions), downloads = values(w, "downloads_by_origin", regions),
             compute = values(w, "compute_stock_region", regions), price = values(w, "paid_price", 2);
  expects(regions > 0, "a world has regions");
  double all_tokens = 0, all_spend = 0, all_downloads = 0;
  for (std::size_t i = 0; i < 2 * regions; ++i) {
    const std::string& origin = w.society.regions[i % regions].name;
    const bool open = i >= regions;
    all_tokens += tokens[i];
    all_spend += spend[i];
    s.open_tokens += open ? tokens[i] : 0;
    s.open_spend += open ? spend[i] : 0;
    s.token_share[origin] += tokens[i];
    double& best = open ? s.open_frontier : s.closed_frontier;
    best = std::fmax(best, frontier[i]);
  }
  for (std::size_t r = 0; r < regions; ++r) all_downloads += downloads[r];
  for (std::size_t r = 0; r < regions; ++r) {
    const std::string& origin = w.society.regions[r].name;
    s.token_share[origin] /= std::max(all_tokens, 1e-300);
    s.download_share[origin] = downloads[r] / std::max(all_downloads, 1e-300);
    s.compute[origin] = compute[r];
  }
  s.open_tokens /= std::max(all_tokens, 1e-300);
  s.open_spend /= std::max(all_spend, 1e-300);
  s.open_lag = values(w, "open_lag", 1)[0];
  s.closed_price = price[0];
  s.open_price = price[1];
  double users = 0, people = 0;
  for (Index r = 0; r < w.society.region_count(); ++r)
    for (Index g = 0; g < w.society.segment_count(); ++g) {
      people += double(w.society.members(r, g)) * w.society.weight[r];
      users += double(w.society.members(r, g) - w.market.developers(0, r, g)) * w.society.weight[r];
    }
  s.adoption = people > 0 ? users / people : 0;
  return s;
}

Headline::Headline(const Scenario& s) {
  if (s.run.start <= data_end && data_end < s.run.end) months_.push_back(data_end);
  months_.push_back(s.run.end);
}

void Headline::see(const World& world) {
  if (std::find(months_.begin(), months_.end(), world.clock.now()) != months_.end())
    seen_[world.clock.now().index].push_back(take_snapshot(world));
}

std::string Headline::text() const {
  std::string lines[5] = {"open weights   ", "makers         ", "frontier       ", "compute        ",
                          "adoption       "};
  std::size_t runs = 0;
  for (const Month month : months_) {
    const auto seen = seen_.find(month.index);
    if (seen == seen_.end()) continue;
    const std::vector<Snapshot>& all = seen->second;
    runs = all.size();
    const std::string when = fmt::format("  {}: ", to_string(month));
    const auto percent = [&](double Snapshot::*member) {
      return shown(
          all, [&](const Snapshot& s) { return 100 * s.*member; }, "{:.0f}");
    };
    const auto number = [&](double Snapshot::*member, const char* format, const char* unit = "") {
      const std::string text = shown(
          all, [&](const Snapshot& s) { return s.*member; }, format);
      return text == "none" ? text : text + unit;
    };
    lines[0] += when + fmt::format("{} % of tokens, {} % of spending", percent(&Snapshot::open_tokens),
                                   percent(&Snapshot::open_spend));
    lines[1] += when;
    for (const std::string& name : largest(all, &Snapshot::token_share, 2))
      lines[1] += fmt::format("{}{} {} % of tokens", lines[1].ends_with(": ") ? "" : ", ", name,
                              shown(
                                  all, [&](const Snapshot& s) { return 100 * found(s.token_share, name); }, "{:.0f}"));
    lines[2] += when + fmt::format("closed {}, open {}, lag {}", number(&Snapshot::closed_frontier, "{:.1f}", " ECI"),
                                   number(&Snapshot::open_frontier, "{:.1f}", " ECI"),
                                   number(&Snapshot::open_lag, "{:.1f}", " months"));
    lines[3] += when;
    for (const std::string& name : largest(all, &Snapshot::compute, 2))
      lines[3] += fmt::format("{}{} {} million H100e", lines[3].ends_with(": ") ? "" : ", ", name,
                              shown(
                                  all, [&](const Snapshot& s) { return found(s.compute, name) / 1e6; }, "{:.2g}"));
    lines[4] += when + fmt::format("{} % of developers; paid closed {}, open {}", percent(&Snapshot::adoption),
                                   number(&Snapshot::closed_price, "{:.2f}", " USD/Mtok"),
                                   number(&Snapshot::open_price, "{:.2f}", " USD/Mtok"));
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  if (runs > 1) text += fmt::format("means of {} runs (lowest to highest)\n", runs);
  return text;
}

}  // namespace moat
