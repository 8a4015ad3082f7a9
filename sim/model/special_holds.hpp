#pragma once
/// Holds of mechanisms whose columns are not simply taken (model/held.hpp).
///
///   compute    entrants bring know-how and cash; costs and incomes of firms go with it
///   releases   lines with a vintage there whose makers are at work here go on sale; the know-how in open weights is at
///              least that of the weights published there; licences go with it
///   prices     list prices and serving costs are those of there, for lines on sale there; lines on sale here alone
///              have no price to take and are priced here, by the parameters of there. Access, taxes, support and
///              hosting then follow the governments of here, since that is what policy does directly. Serving
///              efficiency and promotions go with it
///   community  what has been added to the know-how in open weights is added
///   accounts   revenue and cash follow use and prices of here, by the parameters of there; spending, budgets, entry
///              and exit are taken, and firms that have left there withdraw their closed lines here

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
