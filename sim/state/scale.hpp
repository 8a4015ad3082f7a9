#pragma once
/// The scale of capability: the reference model that training runs and sizes of models are measured against.

#include "base/date.hpp"
#include "base/describe.hpp"
#include "base/maths.hpp"

namespace moat {

struct CapabilityScale {
  double reference = 125.7;
  double log10_reference_flop = 25.3;
  double per_tenfold = 9.5;
  double reference_parameters = 280;
  double parameters_exponent = 0.5;
  double shrink_loss = 0.135;
  Path sparsity = {{{Month::of(2023, 1), 1}}};

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
        number(
            "reference_parameters", &P::reference_parameters, "1e9", within(1e-9, 1e9),
            "Active parameters of the reference model.",
            estimated("GPT-4: 1.8e12 parameters (Epoch AI), a mixture of which about 280e9 are active (press, 2023); "
                      "with 2.1e25 FLOP that is 45 tokens a parameter")),
        number("parameters_exponent", &P::parameters_exponent, "1", within(0, 2),
               "Elasticity of the parameters of a compute-optimal model in its training compute.",
               estimated("0.46-0.50 by three ways of fitting (Hoffmann et al. 2022, arXiv:2203.15556)")),
        number(
            "shrink_loss", &P::shrink_loss, "1", within(0, 10),
            "Tenfolds of training compute lost per squared natural logarithm of the shrink.",
            estimated("(0.34 + 0.28) / (2 ln 10), from the exponents of loss in parameters and data near the optimum "
                      "(Hoffmann et al. 2022, arXiv:2203.15556)"))
            .acts_if("release.shrink_rule is chosen or firms.*.lines.*.shrink is not 1"),
        number(
            "sparsity", &P::sparsity, "1", within(1e-3, 1e3),
            "Active parameters that a capability needs, relative to a mixture as sparse as the reference model, over "
            "time.",
            assumed("sparser mixtures keep the capability of the root of active times all parameters (rule of thumb); "
                    "for given compute the best model has fewer active ones (Abnar et al. 2025, arXiv:2501.12370)")),
    };
  }
};

/// ECI that a model falls short of if it has `shrink` times fewer parameters than its training compute would make best.
inline double shrink_cost(double shrink, const CapabilityScale& s) {
  const double x = maths::log(shrink);
  return s.per_tenfold * s.shrink_loss * x * x;
}

/// Active parameters [1e9] of a model of this capability, made in a month in which the best know-how is `know_how`.
inline double active_parameters(double capability, double shrink, double know_how, Month now,
                                const CapabilityScale& s) {
  const double tenfolds = (capability + shrink_cost(shrink, s) - s.reference) / s.per_tenfold - know_how;
  return s.reference_parameters * maths::pow(10, s.parameters_exponent * tenfolds) * s.sparsity.at(now) / shrink;
}

}  // namespace moat
