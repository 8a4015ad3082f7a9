#pragma once
/// Hosting: open weights are harder to use than a maker's own service until hosts, tools and habits have grown with
/// use.
///
/// Each month, for each region r:
///
///     M'[r]    = M[r] + (1 - 2^(-1 / half_life)) (target[r] - M[r])                                  [1]
///     target   = base + (1 - base) min(1, share[r] / use_share)                                      [1]
///     shift[r] = -friction (1 - M'[r])                                                               [utility]
///
/// So maturity grows with what is served on open weights (learning by doing) and fades without; with constant use it
/// stays. What each way of deployment is worth is in adoption/deployment.hpp.
/// Maturity stays from frozen_from on.
///
/// Symbols     M: market.hosting_maturity at the end of the month, in [0, 1]; `start` before the first
///             share: of open weights in the tokens of the region in the last month of use
///             shift: market.hosting_shift
/// Sources     learning by doing: Arrow 1962, doi:10.2307/2295952; the form is that of a mean-field model whose fit to
///             a router's shares of 2025 it improved as much as reputation did, and not beside it
/// Reads       clock, market (tokens)
/// Writes      market.hosting_maturity, market.hosting_shift
/// Draws       nothing
/// Leaves out  hosts as firms of their own, learning across regions, tools of one maker's models

#include <span>

#include "base/describe.hpp"
#include "state/series.hpp"

namespace moat {

struct HostingParams {
  double friction = 0;
  double half_life = 6;
  double base = 0.5;
  double use_share = 0.3;
  double start = 0;
  Month frozen_from = never;

  template <class P = HostingParams>
  static constexpr auto rows() {
    return std::tuple{
        number("friction", &P::friction, "utility", within(0, 100),
               "Utility that open weights lack at hosts, or on machines of one's own, where nobody has learnt to run "
               "them.",
               assumed("0: none; a mean-field fit to a router's shares of 2025 allows 0.4 to 4, median 1.2")),
        number("half_life", &P::half_life, "months", within(0.1, 1200), "Time in which a gap to the target halves.",
               assumed("between a launch and the tools that come after it; 2 to 36, sweep it"))
            .acts_if("hosting.friction is not 0"),
        number("base", &P::base, "1", share(), "Maturity that comes without use.",
               assumed("tools for other weights and for closed services serve open ones too; half"))
            .acts_if("hosting.friction is not 0"),
        number("use_share", &P::use_share, "1", within(1e-6, 1),
               "Share of a region's tokens on open weights at which use adds no more.",
               assumed("a third of the market carries all tools that it needs"))
            .acts_if("hosting.friction is not 0 and hosting.base is not 1"),
        number("start", &P::start, "1", share(), "Maturity before the first month.",
               assumed("early in 2023 weights were run by those who could write the programs for it"))
            .acts_if("hosting.friction is not 0"),
        value("frozen_from", &P::frozen_from, "Month from which maturity stays as it is; left out: never.", setting())
            .acts_if("hosting.friction is not 0"),
    };
  }
};

/// Maturity before the first month.
void start_hosting(Market& market, const HostingParams& params);

/// One month, after adoption. Does nothing if the friction is 0.
void mature_hosting(Market& market, const Clock& clock, const HostingParams& params);

std::span<const Series> hosting_series();
std::span<const StateColumn> hosting_state();

}  // namespace moat
