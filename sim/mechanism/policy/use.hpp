#pragma once
/// Rules on the use of models: who may use which, what data rules and recognition do, and what is taken of receipts.
///
///     banned[m]     = measure.coverage (1 - derivative_refuge spared)                                [1]
///     kept_out[m]   = measure.coverage (1 - recognised)                                              [1]
///     recognised    = 1 - prod over n of (1 - measure.recognition)                                   [1]
///     gated         = 1 - prod over m of (1 - measure.effectiveness)                                 [1]
///     taken[m]      = measure.levy (1 - taken_before)                                                [1]
///
/// A ban names the weights that it reaches: closed services, open weights with all that is derived from them, or both,
/// and reaches each in full as far as its coverage goes. A ban on the makers' own models spares derivatives, in which
/// developers find a refuge. Data rules keep closed services of named origins out, and add to what weights are worth
/// that developers run themselves; recognition is mutual, between the actor and each of its targets. A gate keeps
/// developers, and those who would misuse them, from services above a capability limit; weights that some may have are
/// with everybody before long, so that a gate on weights keeps developers out and misuse not.
///
/// Symbols     banned, kept_out: part of the developers that a ban or a data rule keeps from a line
///             spared: 1 for open weights if the ban is on `own` models, else 0
///             recognised: between the origin of the line and the region of the developers
///             gated: part of the misuse of a closed line that is stopped
///             taken, taken_before: part of the receipts for a line in a region; what measures before it take together
///             m, n: measures in force; measures of standards between two regions
/// Sources     recognition: adequacy of data protection, Regulation (EU) 2016/679, art. 45; the forms are assumed
/// Leaves out  what rules cost those who keep them, evasion beyond derivatives, prices of closed models that answer a
///             levy

#include "mechanism/policy/measure.hpp"
#include "state/firms.hpp"
#include "state/governments.hpp"
#include "state/market.hpp"
#include "state/society.hpp"

namespace moat {

/// Part of a ban's coverage that open weights of the makers feel: 1, or less where derivatives are a refuge.
double reach_on_weights(const MeasureEntry& ban, double derivative_refuge);

/// No rules on use.
void clear_use(Governments& governments, Index regions, Index segments, Index firms, Index lines);

/// What the measure changes between regions, before any is applied to models.
void recognise(Governments& governments, const MeasureEntry& measure, const Society& society);

/// What a measure in force does to models and their makers.
void apply_to_use(Governments& governments, const MeasureEntry& measure, const Society& society, const Firms& firms,
                  const Market& market, double derivative_refuge);

}  // namespace moat
