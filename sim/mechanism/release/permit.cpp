#include "mechanism/release/permit.hpp"

#include <algorithm>
#include <cmath>

namespace moat {

bool waits_for_permit(Market& market, const Governments& g, Index region, Index line, const Vintage& vintage) {
  const int wait = int(std::lround(g.permit_delay[region]));
  const bool needed =
      vintage.log10_training_flop > g.log10_permit_flop[region] || vintage.capability > g.permit_capability[region];
  if (!market.open[line] || wait <= 0 || !needed) return false;
  const bool better = std::ranges::none_of(market.filed, [&](const Filed& before) {
    return before.line == line && before.vintage.capability >= vintage.capability;
  });
  if (!better) return true;
  market.filed.push_back({int(line), vintage});
  market.filed.back().vintage.released = vintage.released + wait;
  return true;
}

std::vector<Filed> take_permitted(Market& market, Month now) {
  std::vector<Filed> given;
  for (const Filed& one : market.filed)
    if (one.vintage.released <= now) given.push_back({one.line, one.vintage}), given.back().vintage.released = now;
  std::erase_if(market.filed, [&](const Filed& one) { return one.vintage.released <= now; });
  return given;
}

}  // namespace moat
