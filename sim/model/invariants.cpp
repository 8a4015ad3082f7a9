// What must hold at the end of every month, whatever the scenario. Cheap: nothing here looks at single developers.

#include <cmath>
#include <string>

#include "model/model.hpp"

namespace moat {
namespace {

void finite(double x, std::string_view what) {
  if (!std::isfinite(x)) expects(false, std::string(what) + " is not a finite number");
}

template <class Array>
void all_finite(const Array& values, std::string_view what) {
  // Zero times what is not finite is not a number, and no sum makes it one again.
  if ((values * 0).sum() != 0) expects(false, std::string(what) + " holds a value that is not finite");
}

template <class Array>
void all_between(const Array& values, double low, double high, std::string_view what) {
  all_finite(values, what);
  if (values.size() > 0 && (values.minCoeff() < low || values.maxCoeff() > high))
    expects(false, std::string(what) + " holds a value out of its range");
}

constexpr double huge = 1e30;

void counts_add_up(const World& w) {
  const Market& m = w.market;
  expects(m.assignments.flat().minCoeff() >= 0 && m.usage.flat().minCoeff() >= 0, "no negative number of users");
  expects(m.developers.flat().minCoeff() >= 0 && m.firms_in_use.minCoeff() >= 0, "no negative number of developers");
  expects(m.assignments.flat().sum() == m.by_sector.sum(), "developer-tasks by sector add up to all");
  expects(m.firms_in_use.sum() == w.developers.size(), "developers by number of firms add up to all");
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < m.available.size(1); ++r)
      for (Index s = 0; s < m.available.size(2); ++s)
        if (m.available(l, r, s) <= 0 && m.developers(l + 1, r, s) > 0)
          expects(false, "nobody uses a line that is not available: " + m.lines[std::size_t(l)]);
}

}  // namespace

void check_invariants(const World& w) {
  const Firms& f = w.firms;
  all_between(f.stock, 0, huge, "firms.stock");
  all_between(f.proficiency, 0, 1 + 1e-12, "firms.proficiency");
  all_between(f.compute, 0, huge, "firms.compute");
  all_finite(f.cash, "firms.cash");
  all_finite(f.know_how, "firms.know_how");
  all_between(f.capability, 0, 1e4, "firms.capability");
  all_between(f.ecosystem, 0, huge, "firms.ecosystem");
  all_between(w.chips.maturity, 0, 1 + 1e-12, "chips.maturity");
  for (const auto* flow : {&w.chips.bought, &w.chips.denied, &w.chips.smuggled, &w.chips.substituted})
    all_between(*flow, 0, huge, "chip flows");
  all_between(w.market.list_price, 0, huge, "market.list_price");
  all_between(w.market.price.flat(), 0, huge, "market.price");
  all_between(w.market.available.flat(), 0, 1, "market.available");
  all_between(w.market.awareness, 0, 1, "market.awareness");
  all_between(w.market.buzz, 0, huge, "market.buzz");
  all_between(w.market.hosted.flat(), 0, 1, "market.hosted");
  all_between(w.market.tokens.flat(), 0, huge, "market.tokens");
  all_between(w.market.spend, 0, huge, "market.spend");
  finite(w.market.attention, "market.attention");
  finite(w.security.index, "security.index");
  counts_add_up(w);
}

}  // namespace moat
