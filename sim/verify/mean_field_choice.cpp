#include "verify/mean_field_choice.hpp"

#include <algorithm>
#include <limits>

#include "base/maths.hpp"
#include "mechanism/adoption/params.hpp"

namespace moat {
namespace {

/// Share of each firm among last month's developer-tasks of the peers in a region.
double peer_share(const World& w, Peers peers, int firm, Index region) {
  if (peers == Peers::none) return 0;
  const auto& a = w.market.assignments;
  double of_firm = 0, all = 0;
  for (Index slot = 0; slot < a.size(0); ++slot)
    for (Index r = 0; r < a.size(1); ++r) {
      if (peers == Peers::regional && r != region) continue;
      for (Index s = 0; s < a.size(2); ++s)
        for (Index t = 0; t < a.size(3); ++t) {
          const double n = double(a(slot, r, s, t)) * w.society.weight[r];
          all += n;
          if (slot > 0 && w.market.firm[slot - 1] == firm) of_firm += n;
        }
    }
  return all > 0 ? of_firm / all : 0;
}

void respond_to_price(OfferedLine& line, double price, double list_price, const AdoptionParams& p) {
  const double passed_on = list_price > 0 ? price / list_price : 1;
  line.quantity = quantity_at(price, p);
  switch (p.price_response) {
    case PriceResponse::bill:
      line.price = price * line.quantity;
      line.slope = (1 - p.token_elasticity) * line.quantity * passed_on;
      break;
    case PriceResponse::log:
      line.price = p.price_offset > 0 ? maths::log((price + p.price_offset) / p.price_offset)
                                      : maths::log(price > 0 ? price : p.reference_price);
      line.slope = price / (price + p.price_offset);
      break;
    case PriceResponse::linear:
      line.price = price;
      line.slope = passed_on;
      break;
  }
  if (price > 0) return;
  line.slope = 0;
  line.appeal += p.free_appeal;
}

/// What the line's deployment is worth: the maker's service, hosts, machines of one's own.
double worth_of_deployment(const World& w, Index line, Index r, const SegmentEntry& segment) {
  const Market& m = w.market;
  const FirmEntry& maker = w.firms.firms[std::size_t(m.firm[line])];
  double reach = 1;
  for (const auto& [name, share] : w.society.regions[std::size_t(r)].reach)
    if (name == maker.region) reach = share;
  const double service = maker.service_value + maths::log(reach), hosts = m.hosting_shift[r];
  if (!m.open[line]) return service;
  const double best = maker.first_party > 0 && service > hosts ? service : hosts;
  return best + segment.self_hosting * (segment.control + hosts - best);
}

}  // namespace

double quantity_at(double price, const AdoptionParams& p) {
  return price > 0 ? maths::exp(-p.token_elasticity * maths::log(price / p.reference_price)) : p.free_allowance;
}

std::vector<OfferedLine> offered_lines(const World& w, const AdoptionParams& p, Index r, Index s) {
  const Market& m = w.market;
  std::vector<OfferedLine> lines(std::size_t(m.line_count()));
  for (Index l = 0; l < m.line_count(); ++l) {
    OfferedLine& line = lines[std::size_t(l)];
    const int f = m.firm[l], origin = m.origin[l];
    line.firm = f;
    line.closed = !m.open[l];
    line.available = m.on_sale[l] && m.available(l, r, s) > 0;
    if (!line.available) continue;
    line.open = m.open[l] ? 1 : 0;
    const double distance = std::max(0.0, w.society.distance(r, origin) - w.governments.trust_gain(origin, r));
    line.distance = m.open[l] ? distance * (1 - p.insulation) : distance;
    respond_to_price(line, m.price(l, r, s), m.list_price[l], p);
    line.appeal = p.peer_weight * peer_share(w, p.peers, f, r) + maths::log(m.available(l, r, s)) -
                  w.firms.trust_shift[f] + w.firms.reputation_shift(f, r) +
                  worth_of_deployment(w, l, r, w.society.segments[std::size_t(s)]);
    if (m.open[l])
      line.appeal += w.governments.open_taste[r] + w.governments.premises(r, s) * (1 - m.hosted(l, r, s)) -
                     w.security.openness_shift + p.ecosystem_weight * maths::log(1 + w.firms.ecosystem[f]);
    line.awareness = m.awareness[l];
    line.bonus = m.open[l] ? w.firms.community_gain[f] : 0;
    for (Index d = 0; d < m.rating.cols(); ++d) {
      line.rating.push_back(m.rating(l, d));
      line.capability.push_back(m.capability(l, d));
    }
  }
  return lines;
}

CohortChoice::CohortChoice(const std::vector<OfferedLine>& lines, const Society& society, Index task, double years,
                           double quality_weight, double switching_cost, double outside_value, double review_chance,
                           double nesting)
    : lines_(lines),
      outside_value_(outside_value),
      chance_(review_chance),
      nesting_(nesting),
      switching_odds_(maths::exp(switching_cost / nesting)) {
  const TaskEntry& entry = society.tasks[std::size_t(task)];
  const double difficulty = entry.difficulty + entry.difficulty_growth * years;
  const auto value = [&](const std::vector<double>& by_domain, double bonus) {
    double capability = bonus;
    for (std::size_t d = 0; d < by_domain.size(); ++d)
      capability += society.task_domains(task, Index(d)) * by_domain[d];
    return quality_weight / (1 + maths::exp((difficulty - capability) / entry.scale));
  };
  for (const OfferedLine& line : lines) {
    rated_.push_back(line.available ? value(line.rating, line.bonus) : 0);
    known_.push_back(line.available ? value(line.capability, line.bonus) : 0);
  }
  int firms = 0;
  for (const OfferedLine& line : lines) firms = std::max(firms, line.firm + 1);
  for (auto* column : {&of_firm_, &nest_}) column->resize(std::size_t(firms));
  for (auto* column : {&fresh_, &kept_, &leaving_, &all_, &own_nest_}) column->resize(lines.size() + 1);
}

void CohortChoice::weigh(double price_weight, const Taste& taste) {
  const auto utility = [&](const OfferedLine& line) {
    return line.appeal - price_weight * line.price + taste.openness_weight * line.open -
           taste.trust_weight * line.distance;
  };
  double largest = outside_value_;  // taken off all utilities: weights do not overflow
  for (std::size_t l = 0; l < lines_.size(); ++l)
    if (lines_[l].available) largest = std::max(largest, std::max(rated_[l], known_[l]) + utility(lines_[l]));
  fresh_[0] = kept_[0] = maths::exp(outside_value_ - largest);
  for (std::size_t l = 0; l < lines_.size(); ++l) {
    const double rest = utility(lines_[l]) - largest;
    fresh_[l + 1] =
        lines_[l].available ? maths::exp((maths::log(lines_[l].awareness) + rated_[l] + rest) / nesting_) : 0;
    kept_[l + 1] = lines_[l].available ? switching_odds_ * maths::exp((known_[l] + rest) / nesting_) : 0;
  }
  sum_by_firm(fresh_);
  double all = fresh_[0];
  for (std::size_t f = 0; f < nest_.size(); ++f) {
    nest_[f] = factor_of(of_firm_[f]);
    all += nest_[f] * of_firm_[f];
  }
  all_[0] = all;
  for (std::size_t l = 0; l < lines_.size(); ++l) {
    const auto f = std::size_t(lines_[l].firm);
    const double own = switching_odds_ * (of_firm_[f] - fresh_[l + 1]) + kept_[l + 1];
    own_nest_[l + 1] = factor_of(own);
    all_[l + 1] = all - nest_[f] * of_firm_[f] + own_nest_[l + 1] * own;
  }
}

/// S^(nesting - 1): by it the weights of a nest whose sum is S become those among all slots.
double CohortChoice::factor_of(double sum) const {
  return sum > 0 ? maths::pow(sum, nesting_ - 1) : 0;
}

void CohortChoice::sum_by_firm(const std::vector<double>& by_slot) {
  std::fill(of_firm_.begin(), of_firm_.end(), 0.0);
  for (std::size_t l = 0; l < lines_.size(); ++l) of_firm_[std::size_t(lines_[l].firm)] += by_slot[l + 1];
}

double CohortChoice::reviewed(std::size_t slot) const {
  return slot > 0 && !lines_[slot - 1].available ? 1 : chance_;
}

double CohortChoice::weight(std::size_t user_of, std::size_t slot) const {
  if (slot == 0) return fresh_[0];
  const int firm = lines_[slot - 1].firm;
  if (slot == user_of) return own_nest_[slot] * kept_[slot];
  const bool same_firm = user_of > 0 && firm == lines_[user_of - 1].firm;
  return same_firm ? own_nest_[user_of] * switching_odds_ * fresh_[slot] : nest_[std::size_t(firm)] * fresh_[slot];
}

void CohortChoice::review(double* p, double mass, Column<double>& moved) {
  const std::size_t slots = fresh_.size();
  double all = 0;
  for (std::size_t j = 0; j < slots; ++j) all += leaving_[j] = reviewed(j) * p[j] / all_[j];
  sum_by_firm(leaving_);
  std::vector<double> nested(of_firm_.size(),
                             0.0);  // by firm: those who leave its lines, each by the factor of its own nest
  for (std::size_t k = 1; k < slots; ++k) nested[std::size_t(lines_[k - 1].firm)] += leaving_[k] * own_nest_[k];
  for (std::size_t k = 0; k < slots; ++k) {
    double stay = leaving_[0] * fresh_[0], arrivals = fresh_[0] * (all - leaving_[0]);
    if (k > 0) {
      const auto f = std::size_t(lines_[k - 1].firm);
      stay = leaving_[k] * own_nest_[k] * kept_[k];
      arrivals =
          fresh_[k] * (nest_[f] * (all - of_firm_[f]) + switching_odds_ * (nested[f] - leaving_[k] * own_nest_[k]));
    }
    p[k] = (1 - reviewed(k)) * p[k] + stay + arrivals;
    moved[Index(k)] += mass * arrivals;
  }
}

void CohortChoice::add_demand(const double* p, double mtok, double price_weight, Grid<double>& demand) const {
  const std::size_t slots = fresh_.size();
  for (std::size_t j = 0; j < slots; ++j) {
    const double reviews = reviewed(j) * p[j];
    if (reviews <= 0) continue;
    for (std::size_t k = 1; k < slots; ++k) {
      const OfferedLine& line = lines_[k - 1];
      if (!line.closed || !line.available) continue;
      double own = 0, maker = 0;  // what the maker's closed lines take together, and all of them
      for (std::size_t other = 1; other < slots; ++other) {
        if (lines_[other - 1].firm != line.firm) continue;
        maker += weight(j, other) / all_[j];
        if (lines_[other - 1].closed) own += weight(j, other) / all_[j];
      }
      if (maker <= 0) continue;
      const double tokens = reviews * mtok * line.quantity * weight(j, k) / all_[j];
      const double slope = tokens * price_weight * line.slope;
      demand(Index(k) - 1, 0) += tokens;
      demand(Index(k) - 1, 1) += slope * ((1 - own / maker) / nesting_ + own * (1 - maker) / maker);
      demand(Index(k) - 1, 2) += slope;
    }
  }
}

}  // namespace moat
