#include "mechanism/hosting.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "state/columns.hpp"
#include "state/lines.hpp"

namespace moat {

void start_hosting(Market& market, const HostingParams& p) {
  if (p.friction == 0) return;
  market.hosting_maturity.setConstant(p.start);
  market.hosting_shift = -p.friction * (1 - market.hosting_maturity);
}

void mature_hosting(Market& market, const Clock& clock, const HostingParams& p) {
  if (p.friction == 0) return;
  if (clock.now() < p.frozen_from) {
    const double pace = 1 - maths::exp2(-1 / p.half_life);
    for (Index r = 0; r < market.hosting_maturity.size(); ++r) {
      double all = 0, open = 0;
      for (Index l = 0; l < market.line_count(); ++l) {
        const double tokens = tokens_in(market, l, r);
        all += tokens;
        open += market.open[l] ? tokens : 0;
      }
      const double use = all > 0 ? std::min(1.0, open / all / p.use_share) : 0;
      double& maturity = market.hosting_maturity[r];
      maturity += pace * (p.base + (1 - p.base) * use - maturity);
    }
  }
  market.hosting_shift = -p.friction * (1 - market.hosting_maturity);
}

namespace {

constexpr Series hosting_rows[] = {
    {"hosting_maturity", "1", "region",
     "How far hosting of open weights has matured: 0 not at all, 1 as a maker's service.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.market.hosting_maturity.data(), out.size(), out.begin());
     }},
};

constexpr StateColumn hosting_columns[] = {
    column<&Market::hosting_maturity>("market.hosting_maturity", "region", 0, Held::taken, a_share_rounded),
    column<&Market::hosting_shift>("market.hosting_shift", "region", 0, Held::taken),
};

}  // namespace

std::span<const Series> hosting_series() {
  return hosting_rows;
}

std::span<const StateColumn> hosting_state() {
  return hosting_columns;
}

}  // namespace moat
