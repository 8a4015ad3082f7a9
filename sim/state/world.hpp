#pragma once
/// The whole mutable state of one run.

#include <tuple>

#include "state/chips.hpp"
#include "state/developers.hpp"
#include "state/events.hpp"
#include "state/firms.hpp"
#include "state/governments.hpp"
#include "state/ledger.hpp"
#include "state/market.hpp"
#include "state/security.hpp"
#include "state/society.hpp"

namespace moat {

struct Clock {
  Month start;
  int step = 0;  ///< months since the start

  Month now() const { return start + step; }
  double years() const { return step / 12.0; }
  bool first() const { return step == 0; }
};

struct World {
  Clock clock;
  Society society;
  Governments governments;
  Chips chips;
  Firms firms;
  Market market;
  Ledger ledger;
  Developers developers;
  Security security;
  Events events;
  int threads = 1;            ///< for loops over developers; results do not depend on their number
  bool record_flows = false;  ///< count moves from line to line; results do not depend on it

  /// The structs whose members are columns of state (state/columns.hpp).
  auto parts() {
    return std::tie(clock, society, governments, chips, firms, market, ledger, developers, security, events);
  }
  auto parts() const {
    return std::tie(clock, society, governments, chips, firms, market, ledger, developers, security, events);
  }
};

}  // namespace moat
