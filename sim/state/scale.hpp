#pragma once
/// The scale of capability: the reference model that training runs and serving costs are measured against.

#include "base/describe.hpp"

namespace moat {

struct CapabilityScale {
  double reference = 125.7;
  double log10_reference_flop = 25.3;
  double per_tenfold = 9.5;

  template <class P = CapabilityScale>
  static constexpr auto rows() {
    return std::tuple{
        number("reference", &P::reference, "ECI", within(0, 300), "Capability of the reference model (know-how 0).",
               measured("GPT-4, March 2023: ECI 125.7 (Epoch Capabilities Index)")),
        number("log10_reference_flop", &P::log10_reference_flop, "log10 FLOP", within(10, 40),
               "Training compute of the reference model.", estimated("GPT-4: 2.1e25 FLOP (Epoch AI, notable models)")),
        number("per_tenfold", &P::per_tenfold, "ECI", within(1, 40),
               "Capability gained by ten times the training compute or know-how.",
               estimated("6.8-12.4 from ECI within model families 2023-25 (Epoch benchmark stitching)")),
    };
  }
};

}  // namespace moat
