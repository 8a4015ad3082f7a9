#include "run/headline.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

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

/// Adds to `total`, skipping what is not a number.
void add(double& total, double x, double weight) {
  total += std::isfinite(x) ? x * weight : 0;
}

/// Names with the largest values, largest first.
std::vector<std::string> largest(const std::map<std::string, double>& by_name, std::size_t count) {
  std::vector<std::string> names;
  for (const auto& [name, x] : by_name) names.push_back(name);
  std::stable_sort(names.begin(), names.end(), [&](auto& a, auto& b) { return by_name.at(a) > by_name.at(b); });
  names.resize(std::min(count, names.size()));
  return names;
}

std::string percent(double share) {
  return fmt::format("{:.0f} %", 100 * share);
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
    if (std::isfinite(frontier[i])) best = std::max(best, frontier[i]);
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

Snapshot Headline::mean(Month month) const {
  Snapshot m;
  const auto found = seen_.find(month.index);
  if (found == seen_.end()) return m;
  const double weight = 1.0 / double(found->second.size());
  for (const Snapshot& s : found->second) {
    for (const auto member :
         {&Snapshot::open_tokens, &Snapshot::open_spend, &Snapshot::closed_frontier, &Snapshot::open_frontier,
          &Snapshot::open_lag, &Snapshot::adoption, &Snapshot::closed_price, &Snapshot::open_price})
      add(m.*member, s.*member, weight);
    for (const auto member : {&Snapshot::token_share, &Snapshot::download_share, &Snapshot::compute})
      for (const auto& [name, x] : s.*member) add((m.*member)[name], x, weight);
  }
  return m;
}

std::string Headline::text() const {
  std::string lines[5] = {"open weights   ", "makers         ", "frontier       ", "compute        ",
                          "adoption       "};
  for (const Month month : months_) {
    if (!seen_.count(month.index)) continue;
    const Snapshot s = mean(month);
    const std::string when = fmt::format("  {}: ", to_string(month));
    lines[0] += when + fmt::format("{} of tokens, {} of spending", percent(s.open_tokens), percent(s.open_spend));
    lines[1] += when;
    const auto makers = largest(s.token_share, 2);
    for (std::size_t i = 0; i < makers.size(); ++i)
      lines[1] += fmt::format("{}{} {} of tokens", i ? ", " : "", makers[i], percent(s.token_share.at(makers[i])));
    lines[2] += when + fmt::format("closed {:.1f}, open {:.1f} ECI, lag {:.0f} months", s.closed_frontier,
                                   s.open_frontier, s.open_lag);
    lines[3] += when;
    const auto owners = largest(s.compute, 2);
    for (std::size_t i = 0; i < owners.size(); ++i)
      lines[3] += fmt::format("{}{} {:.2g} million H100e", i ? ", " : "", owners[i], s.compute.at(owners[i]) / 1e6);
    lines[4] += when + fmt::format("{} of developers; paid closed {:.2f}, open {:.2f} USD/Mtok", percent(s.adoption),
                                   s.closed_price, s.open_price);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace moat
