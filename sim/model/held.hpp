#pragma once
/// What a mechanism writes that is held: taken from another world, in which it has just acted.
///
/// Most members belong to one channel (switching.hpp) and are taken as they are. The others:
///   know_how, cash       added to by several: what has been added there this month is added here, exactly the same if
///                        they were equal before
///   open_know_how        release: at least that of the open weights published there; community: what has been added
///   on_sale              release: lines with a vintage there whose makers are at work here; finance: firms that have
///                        left there withdraw their closed lines here
/// Two mechanisms do part of their work here, by the rules of the other world (its parameters and firms' entries):
///   pricing              list prices and serving costs are those of there, for lines on sale there; lines on sale here
///                        alone have no price to take and are priced here. Access, taxes, support and hosting then
///                        follow the governments of here, since that is what policy does directly.
///   finance              revenue, margin, profit, cash and standing are accounts of what happens here; budgets, entry
///                        and exit are taken.
/// Events: releases are taken, since series read them; those of firms are not.

#include "model/model.hpp"

namespace moat {

/// What several mechanisms write, before one of them acts.
struct Shared {
  Column<double> know_how, cash;
  Column<char> active;
  double open_know_how = 0;
};
Shared shared_of(const World& world);

/// Gives `world` what the mechanism of this name would have written. `other` is as it was but for `before`, which it
/// has just changed; it is not const since its firms' entries are lent for a moment.
void hold(std::string_view mechanism, World& world, World& other, const Shared& before, const Scenario& of_other);

/// Before the first month: gives `world` all that belongs to the mechanism's channel.
void hold_from_start(std::string_view mechanism, World& world, const World& other);

}  // namespace moat
