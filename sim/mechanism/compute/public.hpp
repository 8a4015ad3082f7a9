#pragma once
/// Public compute: what governments rent in their region from buyers outside of the model, for hosts there and, in
/// equal parts, for firms of the region that published weights within the last twelve months; and for firms that they
/// fund by name, as long as these publish what was agreed.
///
///     part    = min(1, (others - lent) / asked)                                                [1]
///     asked   = for_firms + for_hosts + sum over f of funded[f]                                [H100e]
///     granted = part (for_firms / publishers + funded)                                         [H100e]
///     hosts   = part for_hosts                                                                 [H100e]
///     paid    = hours rent part asked                                                          [USD/month]
///
/// What is rented is lent: hosts cannot serve with it but for what is theirs, and nobody has it twice. Where no firm of
/// the region publishes weights, nothing is rented for firms.
///
/// Symbols     others, lent: H100e of buyers outside of the model in the region, and what of it is lent (others.hpp)
///             for_firms, for_hosts: what the government would rent: measure.compute (1 - measure.hosts), and the rest
///             publishers: number of firms of the region that are at work and published weights lately
///             funded: measure.compute of an open_programme, of firm f while it publishes lately, and weights no
///               further than measure.behind below its best model on offer; else 0
///             granted: of each of them, part of its compute this month; what it does with it is its own affair
///             hosts: what hosts of the region can serve with beside what is theirs (serving.hpp)
///             paid: by the government, to those who let it
///             rent, hours: of the region (rent.hpp); 730.5 a month
/// Sources     programmes: NAIRR pilot (US National Science Foundation, January 2024); IndiaAI mission (Government of
///             India, March 2024); AI factories (Council Regulation (EU) 2024/1732)

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// After deliver_compute: adds to firms.compute what governments let firms use this month.
void share_public_compute(Firms& firms, Chips& chips, const Governments& governments, const Market& market, Month now);

}  // namespace moat
