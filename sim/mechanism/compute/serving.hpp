#pragma once
/// One stock of compute, several uses: serving what is paid for comes first, then research and final runs share the
/// rest.
///
///     need     = sum over l of own tokens load                                                 [H100e]      firms
///     need     = sum over l of hosted tokens load                                              [H100e]      hosts
///     serving  = min(compute, serving_claim need)                                              [H100e]
///     capacity = hosting_share (others - lent) + public                                        [H100e]      hosts
///     pressure' = max(1, pressure (serving_claim need / capacity)^pressure_response)           [1]
///
/// Pressure is how often the capacity would be taken at usual prices. What exceeds it is priced away first, as far as
/// prices may rise, and then rationed (pricing.hpp), so that use settles at the capacity. Firms have all their compute
/// as capacity. With serving_claim 0 nothing is taken and pressure is 1.
///
/// Symbols     l: lines of the firm; open lines used in the region
///             own: part of the line's tokens that its maker serves: 1 if closed, hosted firm.first_party if open
///             hosted: by others than the maker, of open lines in the region
///             tokens: of last month [Mtok/month]
///             load: market.load, H100e for one Mtok a month (pricing)
///             need: H100e that would serve all of it
///             compute: H100e realised by the firm (compute.hpp)
///             others, lent: H100e of buyers outside of the model in the region, and what of it is lent (others.hpp)
///             public: what the government of the region rents for hosts (public.hpp)
/// Sources     priority of paid use over research: labs' reports of compute moved to serving at launches, 2024-25

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// After deliver_compute: what serving takes of each firm's compute, and how scarce capacity is.
void claim_serving(Firms& firms, Chips& chips, const Market& market, const ComputeParams& params);

}  // namespace moat
