#include "mechanism/adoption/series.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

namespace moat {
namespace {

double real(const World& w, Index region, std::int64_t simulated) {
  return double(simulated) * w.society.weight[region];
}

/// Calls `add(line, region, segment, task, tokens, price)` for every cell.
template <class F>
void each_cell(const World& w, F add) {
  const Cube<double, 4>& tokens = w.market.tokens;
  for (Index l = 0; l < tokens.size(0); ++l)
    for (Index r = 0; r < tokens.size(1); ++r)
      for (Index s = 0; s < tokens.size(2); ++s)
        for (Index t = 0; t < tokens.size(3); ++t) add(l, r, s, t, tokens(l, r, s, t), w.market.price(l, r, s));
}

/// 2 x regions places: openness first, then the maker's region.
std::size_t kind(const World& w, Index line) {
  return std::size_t(w.market.open[line] * w.society.region_count() + w.market.origin[line]);
}

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : NAN;
}

/// Herfindahl-Hirschman index of firms' shares of an amount per line.
double hhi(const World& w, const std::function<double(Index line)>& amount) {
  std::vector<double> by_firm(std::size_t(w.firms.size()), 0.0);
  for (Index l = 0; l < w.market.line_count(); ++l) by_firm[std::size_t(w.market.firm[l])] += amount(l);
  const double all = std::accumulate(by_firm.begin(), by_firm.end(), 0.0);
  double sum = 0;
  for (const double x : by_firm) sum += all > 0 ? (x / all) * (x / all) : 0;
  return all > 0 ? sum : NAN;
}

/// Share of open lines in an amount per line.
double open_share(const World& w, const std::function<double(Index line)>& amount) {
  double open = 0, all = 0;
  for (Index l = 0; l < w.market.line_count(); ++l) {
    all += amount(l);
    open += w.market.open[l] ? amount(l) : 0;
  }
  return ratio(open, all);
}

double line_tokens(const World& w, Index line) {
  const Cube<double, 4>& tokens = w.market.tokens;
  const double* const first = tokens.row(line, 0, 0);
  return std::accumulate(first, first + tokens.flat().size() / tokens.size(0), 0.0);
}

/// Tokens per developer in each region, relative to the region that uses most.
std::vector<double> access(const World& w) {
  std::vector<double> index(std::size_t(w.society.region_count()), 0.0);
  each_cell(w, [&](Index, Index r, Index, Index, double tokens, double) { index[std::size_t(r)] += tokens; });
  for (std::size_t r = 0; r < index.size(); ++r)
    index[r] = ratio(index[r], w.society.simulated[Index(r)] * w.society.weight[Index(r)]);
  const double most = *std::max_element(index.begin(), index.end());
  for (double& x : index) x = ratio(x, most);
  return index;
}

/// Gini coefficient of the index over regions, each weighted by its developers.
double access_gini(const World& w) {
  const std::vector<double> index = access(w);
  double difference = 0, people = 0, mean = 0;
  for (std::size_t a = 0; a < index.size(); ++a) {
    const double here = w.society.simulated[Index(a)] * w.society.weight[Index(a)];
    people += here;
    mean += here * index[a];
    for (std::size_t b = 0; b < index.size(); ++b)
      difference += here * w.society.simulated[Index(b)] * w.society.weight[Index(b)] * std::abs(index[a] - index[b]);
  }
  return ratio(difference, 2 * people * mean);
}

constexpr Series adoption_rows[] = {
    {"developers", "developers", "line,region,segment", "Developers who use the line for at least one task.",
     [](const World& w, std::span<double> out) {
       std::size_t at = 0;
       for (Index l = 0; l < w.market.line_count(); ++l)
         for (Index r = 0; r < w.society.region_count(); ++r)
           for (Index s = 0; s < w.society.segment_count(); ++s)
             out[at++] = real(w, r, w.market.developers(l + 1, r, s));
     }},
    {"developer_share", "1", "line", "Share of all developers who use the line for at least one task.",
     [](const World& w, std::span<double> out) {
       const double all = (w.society.simulated * w.society.weight).sum();
       for (std::size_t l = 0; l < out.size(); ++l) {
         for (Index r = 0; r < w.society.region_count(); ++r)
           for (Index s = 0; s < w.society.segment_count(); ++s)
             out[l] += real(w, r, w.market.developers(Index(l) + 1, r, s));
         out[l] /= all;
       }
     }},
    {"population", "developers", "region,segment", "Developers, users of models or not.",
     [](const World& w, std::span<double> out) {
       std::size_t at = 0;
       for (Index r = 0; r < w.society.region_count(); ++r)
         for (Index s = 0; s < w.society.segment_count(); ++s) out[at++] = real(w, r, w.society.members(r, s));
     }},
    {"adoption", "1", "region,segment", "Share of developers who use any model.",
     [](const World& w, std::span<double> out) {
       std::size_t at = 0;
       for (Index r = 0; r < w.society.region_count(); ++r)
         for (Index s = 0; s < w.society.segment_count(); ++s) {
           const double all = double(w.society.members(r, s));
           out[at++] = ratio(all - double(w.market.developers(0, r, s)), all);
         }
     }},
    {"task_users", "developer-tasks", "openness,origin", "Developer-tasks by openness and origin of the line in use.",
     [](const World& w, std::span<double> out) {
       for (Index l = 0; l < w.market.line_count(); ++l)
         for (Index r = 0; r < w.society.region_count(); ++r)
           for (Index s = 0; s < w.society.segment_count(); ++s)
             for (Index t = 0; t < w.society.task_count(); ++t)
               out[kind(w, l)] += real(w, r, w.market.assignments(l + 1, r, s, t));
     }},
    {"tokens", "Mtok/month", "line,region,segment", "Tokens.",
     [](const World& w, std::span<double> out) {
       const auto regions = w.society.region_count(), segments = w.society.segment_count();
       each_cell(w, [&](Index l, Index r, Index s, Index, double tokens, double) {
         out[std::size_t((l * regions + r) * segments + s)] += tokens;
       });
     }},
    {"tokens_by_task", "Mtok/month", "line,task", "Tokens by task.",
     [](const World& w, std::span<double> out) {
       each_cell(w, [&](Index l, Index, Index, Index t, double tokens, double) {
         out[std::size_t(l * w.society.task_count() + t)] += tokens;
       });
     }},
    {"tokens_by_kind", "Mtok/month", "openness,origin", "Tokens by openness and origin.",
     [](const World& w, std::span<double> out) {
       each_cell(w, [&](Index l, Index, Index, Index, double tokens, double) { out[kind(w, l)] += tokens; });
     }},
    {"spend", "USD/month", "line,region",
     "Spending of developers on the line, tariffs included: makers, hosts, hosting for themselves.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.spend.data(), out.size(), out.begin()); }},
    {"spend_by_kind", "USD/month", "openness,origin", "Spending by openness and origin.",
     [](const World& w, std::span<double> out) {
       for (Index l = 0; l < w.market.line_count(); ++l) out[kind(w, l)] += w.market.spend.row(l).sum();
     }},
    {"downloads", "1/month", "line", "Downloads of weights.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.downloads.data(), out.size(), out.begin()); }},
    {"downloads_by_origin", "1/month", "origin", "Downloads of weights by the maker's region.",
     [](const World& w, std::span<double> out) {
       for (Index l = 0; l < w.market.line_count(); ++l) out[std::size_t(w.market.origin[l])] += w.market.downloads[l];
     }},
    {"open_token_share", "1", "region,segment", "Share of tokens on open weights.",
     [](const World& w, std::span<double> out) {
       std::vector<double> all(out.size(), 0.0);
       each_cell(w, [&](Index l, Index r, Index s, Index, double tokens, double) {
         const auto at = std::size_t(r * w.society.segment_count() + s);
         all[at] += tokens;
         out[at] += w.market.open[l] ? tokens : 0;
       });
       for (std::size_t i = 0; i < out.size(); ++i) out[i] = ratio(out[i], all[i]);
     }},
    {"world_open_token_share", "1", "", "Share of all tokens on open weights.",
     [](const World& w, std::span<double> out) { out[0] = open_share(w, [&](Index l) { return line_tokens(w, l); }); }},
    {"world_open_spend_share", "1", "", "Share of all spending on open weights.",
     [](const World& w, std::span<double> out) {
       out[0] = open_share(w, [&](Index l) { return w.market.spend.row(l).sum(); });
     }},
    {"open_token_origin", "1", "origin", "Each origin's share of the tokens on open weights.",
     [](const World& w, std::span<double> out) {
       double all = 0;
       for (Index l = 0; l < w.market.line_count(); ++l) {
         if (!w.market.open[l]) continue;
         const double tokens = line_tokens(w, l);
         all += tokens;
         out[std::size_t(w.market.origin[l])] += tokens;
       }
       for (double& x : out) x = ratio(x, all);
     }},
    {"open_sector_share", "1", "sector", "Share of the sector's developer-tasks with a model that use open weights.",
     [](const World& w, std::span<double> out) {
       for (std::size_t s = 0; s < out.size(); ++s) {
         double open = 0, all = 0;
         for (Index l = 0; l < w.market.line_count(); ++l) {
           all += double(w.market.by_sector(l + 1, Index(s)));
           open += w.market.open[l] ? double(w.market.by_sector(l + 1, Index(s))) : 0;
         }
         out[s] = ratio(open, all);
       }
     }},
    {"open_task_share", "1", "task", "Share of the task's tokens on open weights.",
     [](const World& w, std::span<double> out) {
       std::vector<double> all(out.size(), 0.0);
       each_cell(w, [&](Index l, Index, Index, Index t, double tokens, double) {
         all[std::size_t(t)] += tokens;
         out[std::size_t(t)] += w.market.open[l] ? tokens : 0;
       });
       for (std::size_t t = 0; t < out.size(); ++t) out[t] = ratio(out[t], all[t]);
     }},
    {"paid_price", "USD/Mtok", "openness", "Mean price paid, weighted by tokens.",
     [](const World& w, std::span<double> out) {
       double tokens_by[2] = {0, 0};
       each_cell(w, [&](Index l, Index, Index, Index, double tokens, double price) {
         tokens_by[w.market.open[l] ? 1 : 0] += tokens;
         out[w.market.open[l] ? 1 : 0] += tokens * price;
       });
       for (std::size_t o = 0; o < 2; ++o) out[o] = ratio(out[o], tokens_by[o]);
     }},
    {"hhi_tokens", "1", "", "Herfindahl-Hirschman index of firms' shares of tokens.",
     [](const World& w, std::span<double> out) { out[0] = hhi(w, [&](Index l) { return line_tokens(w, l); }); }},
    {"hhi_spend", "1", "", "Herfindahl-Hirschman index of firms' shares of spending on their lines.",
     [](const World& w, std::span<double> out) {
       out[0] = hhi(w, [&](Index l) { return w.market.spend.row(l).sum(); });
     }},
    {"firms_in_use", "1", "segment,firm_count", "Share of developers by the number of firms in use.",
     [](const World& w, std::span<double> out) {
       std::size_t at = 0;
       for (Index s = 0; s < w.market.firms_in_use.rows(); ++s)
         for (Index n = 0; n < w.market.firms_in_use.cols(); ++n)
           out[at++] = ratio(double(w.market.firms_in_use(s, n)), double(w.market.firms_in_use.row(s).sum()));
     }},
    {"reviews", "1", "", "Share of developer-tasks reviewed this month.",
     [](const World& w, std::span<double> out) {
       out[0] = ratio(double(w.market.reviews), double(w.market.assignments.flat().sum()));
     }},
    {"trials", "1", "", "Share of developer-tasks that compared what they use with a launched line this month.",
     [](const World& w, std::span<double> out) {
       out[0] = ratio(double(w.market.trials), double(w.market.assignments.flat().sum()));
     }},
    {"moves", "1", "region", "Share of the region's developer-tasks that changed their line this month.",
     [](const World& w, std::span<double> out) {
       for (std::size_t r = 0; r < out.size(); ++r) {
         double tasks = 0;
         for (Index slot = 0; slot <= w.market.line_count(); ++slot)
           for (Index s = 0; s < w.society.segment_count(); ++s)
             for (Index t = 0; t < w.society.task_count(); ++t)
               tasks += double(w.market.assignments(slot, Index(r), s, t));
         out[r] = ratio(double(w.market.taken.col(Index(r)).sum()), tasks);
       }
     }},
    {"switching_flow", "1/month", "from_line,to_line",
     "Simulated developer-tasks that moved between lines (first place: no model).",
     [](const World& w, std::span<double> out) {
       const double one = w.developers.counts_of_average();
       std::transform(w.market.flow.data(), w.market.flow.data() + w.market.flow.size(), out.begin(),
                      [&](std::int64_t n) { return double(n) / one; });
     }},
    {"surplus", "utility", "region,segment", "Mean log-sum (expected utility) of this month's reviews.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.surplus.data(), out.size(), out.begin()); }},
    {"access_index", "1", "region", "Tokens per developer relative to the region that uses most.",
     [](const World& w, std::span<double> out) { std::ranges::copy(access(w), out.begin()); }},
    {"access_gini", "1", "", "Gini coefficient over regions of the access index, weighted by developers.",
     [](const World& w, std::span<double> out) { out[0] = access_gini(w); }},
    {"attention", "1", "", "Extra reviews after notable releases, relative to a quiet month.",
     [](const World& w, std::span<double> out) { out[0] = w.market.attention; }},
};

}  // namespace

std::span<const Series> adoption_series() {
  return adoption_rows;
}

}  // namespace moat
