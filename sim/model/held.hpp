#pragma once
/// What a mechanism writes that is held: taken from another world, in which it has just acted.
///
/// Most members belong to one channel (switching.hpp) and are taken as they are. The others:
///   know_how, cash       added to by several: what has been added there this month is added here, exactly the same if
///                        they were equal before
///   open_know_how        release: at least that of the open weights published there; community: what has been added
///   on_sale              release: lines with a vintage there whose makers are at work here; finance: firms that have
///                        left there withdraw their closed lines here
/// Two mechanisms do part of their work here, by the parameters of there:
///   pricing              list prices and serving costs are those of there, for lines on sale there; lines on sale here
///                        alone have no price to take and are priced here. Access, taxes, support and hosting then
///                        follow the governments of here, since that is what policy does directly.
///   finance              revenue, margin, profit, cash and standing are accounts of what happens here; budgets, entry
///                        and exit are taken.
/// What other mechanisms read of a firm's entry goes with the channel that it is about: licences with release, serving
/// efficiency and promotions with pricing, costs and incomes with compute.
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

/// Gives `world` what the mechanism of this name has just written in `other`; `before` is of `other`.
void hold(std::string_view mechanism, World& world, const World& other, const Shared& before, const Scenario& of_other);

/// Before the first month: gives `world` what belongs to the mechanism.
void hold_from_start(std::string_view mechanism, World& world, const World& other);

}  // namespace moat
