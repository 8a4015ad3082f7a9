#pragma once
/// How many parameters a model has, and how small its maker makes it.
///
/// A model of capability c has as many parameters as the know-how of the time needs for it, whoever makes it: more
/// compute makes a better model, not a dearer one of the same capability.
///
///     N       = reference_parameters 10^(parameters_exponent tenfolds) sparsity / shrink             [1e9]
///     tenfolds = (c - reference) / per_tenfold + shrink_loss (ln shrink)^2 - best                     [log10]
///
/// A model trained longer than is best for its size does as well with fewer parameters. The best shrink makes training
/// and serving together cheapest at the capability of the run: it minimises over x = ln shrink >= 0
///
///     cost    = training 10^(shrink_loss x^2) + serving 10^(parameters_exponent shrink_loss x^2) exp(-x)  [FLOP]
///     serving = 2 10^15 size served until_next training_over_serving                                 [FLOP]
///
/// by Newton's method within 0 and 1 / (2 ln 10 parameters_exponent shrink_loss), the best where training costs
/// nothing. What a maker then trains is its run, so that the price of a small model is capability (release.hpp).
///
/// Symbols     c: capability of the model
///             N: its active parameters
///             tenfolds: of compute against the reference run, had the maker the best know-how and trained it
///               compute-optimal
///             best: the best know-how of firms at work in the month
///             x: ln shrink
///             cost: of the model over its life
///             training: FLOP of its run, compute-optimal
///             serving, size: FLOP of the tokens until the next model, as much as they cost beside training; N at
///               shrink 1
///             until_next: months to the line's next model, by its cadence
///             served: tokens of the line last month [Mtok/month], whoever served them: makers of weights size them for
///               those who run them
///             shrink: as in release.hpp
/// Sources     compute-optimal size: Hoffmann et al. 2022, arXiv:2203.15556; small models for much use: Sardana et al.
///             2023, arXiv:2401.00448; weights sized for others' serving: Llama Team 2024, arXiv:2407.21783, section
///             3.2

#include "mechanism/release/params.hpp"
#include "state/scale.hpp"

namespace moat {

/// The shrink, at least 1, at which training [FLOP at shrink 1] and serving [FLOP at shrink 1, in terms of training]
/// cost least. 1 if nothing is served or a smaller model costs nothing.
double best_shrink(double training, double serving, const CapabilityScale& scale);

}  // namespace moat
