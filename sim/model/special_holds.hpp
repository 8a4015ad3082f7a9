#pragma once
/// Holds of mechanisms for which the declarations of their columns are not enough (model/held.hpp). Below, A is the
/// other run, whose path is taken, and H the hybrid, in which the mechanism is held.
///
///   compute    firms' know-how and cash at the start, their months of entry, and their costs and incomes in the
///              scenario are those of A
///   releases   lines that have a vintage in A, and whose makers are active in H, go on sale in H, and closed ones that
///              their makers end in A end; the know-how in open weights of H is at least that of the weights published
///              in A; licences are those of A
///   prices     list prices and serving costs of lines on sale in A are those of A. Lines on sale in H alone have no
///              price to take and are priced in H, by the parameters of A. Access, taxes, support and hosting then
///              follow the governments of H, since they are direct effects of policy. Serving efficiency and promotions
///              are those of A
///   community  the know-how in open weights rises as in A, once H has open weights
///   accounts   revenue and cash follow use and prices in H, by the parameters of A; spending, budgets, entry and exit
///              are those of A, and firms that leave in A withdraw their closed lines in H

#include "model/mechanisms.hpp"

namespace moat {

void start_held_compute(World& world, const Mechanism& mechanism, const World& other);

void hold_releases(World& world, const OtherPath& path);
void start_held_releases(World& world, const Mechanism& mechanism, const World& other);

void hold_prices(World& world, const OtherPath& path);
void start_held_prices(World& world, const Mechanism& mechanism, const World& other);

void hold_community(World& world, const OtherPath& path);

void hold_accounts(World& world, const OtherPath& path);

}  // namespace moat
