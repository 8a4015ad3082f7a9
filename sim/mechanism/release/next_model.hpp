#pragma once
/// Which model a line gets this month; release.hpp has the equations.

#include <optional>
#include <string_view>

#include "mechanism/release/params.hpp"
#include "state/events.hpp"
#include "state/firms.hpp"
#include "state/governments.hpp"
#include "state/market.hpp"
#include "state/scale.hpp"

namespace moat {

/// What a firm decides by in a month.
struct Maker {
  Index f;
  const Firms& firms;
  const Market& market;
  const Governments& governments;
  Month now;
  const ReleaseParams& p;
  const CapabilityScale& scale;
};

/// What a line gets, and why; nothing where its maker's strategy sends it no model.
struct NextModel {
  std::optional<Vintage> vintage;
  std::string_view reason = "schedule";
};

/// What one line gets under the maker's strategy, apart from its schedule.
NextModel next_model(const LineEntry& line, Index l, const Events& events, const Maker& maker);

/// Know-how [log10] that weights reveal of a maker that knows `know_how`, if the model is `gap` ECI below its best line.
double revealed_know_how(double know_how, double gap, double reveal, double capability_per_tenfold);

}  // namespace moat
