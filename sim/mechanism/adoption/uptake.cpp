#include "mechanism/adoption/uptake.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/maths.hpp"

namespace moat {

Uptake::Uptake(const Market& market, const Society& society, const Firms& firms, const AdoptionParams& params)
    : peers_(params.peers), response_(params.peer_response), weight_(params.peer_weight) {
  const Index regions = society.region_count(), tasks = society.task_count();
  early_ = Column<double>::Zero(firms.size());
  users_ = Grid<double>::Zero(firms.size(), regions);
  all_ = Column<double>::Zero(regions);
  with_model_ = tasks_ = Grid<double>::Zero(tasks, regions);
  if (peers_ == Peers::none) return;
  const Cube<std::int64_t, 4>& a = market.assignments;
  for (Index slot = 0; slot < a.size(0); ++slot)
    for (Index r = 0; r < regions; ++r)
      for (Index s = 0; s < a.size(2); ++s)
        for (Index t = 0; t < tasks; ++t) {
          if (a(slot, r, s, t) == 0) continue;  // most cells of a small run
          const double n = double(a(slot, r, s, t)) * society.weight[r];
          all_[r] += n;
          tasks_(t, r) += n;
          if (slot == 0) continue;
          users_(market.firm[slot - 1], r) += n;
          with_model_(t, r) += n;
        }
  if (peers_ == Peers::global) {
    for (auto* seen : {&users_, &with_model_, &tasks_}) *seen = Grid<double>(seen->rowwise().sum());
    all_.setConstant(all_.sum());
  }
  for (Index f = 0; f < firms.size(); ++f) early_[f] = firms.firms[std::size_t(f)].early_users;
  expects(response_ != PeerResponse::log || (early_ > 0).all(),
          "every firm has early users where their logarithm counts");
  users_.colwise() += early_;
  all_ += early_.sum();
}

double Uptake::utility(int firm, Index r, double self, int own) const {
  if (peers_ == Peers::none || peers_ == Peers::network || weight_ == 0) return 0;
  const double users = users_(firm, seen_from(r)) - (firm == own ? self : 0);
  switch (response_) {
    case PeerResponse::share:
      return weight_ * (users / std::max(all_[seen_from(r)] - self, 1e-300));
    case PeerResponse::count:
      return weight_ * users;
    case PeerResponse::log:
      return weight_ * maths::log(std::max(users, early_[firm]));  // what rounding may have taken away
  }
  return 0;
}

double Uptake::share_with_model(Index r, Index t, double self) const {
  return with_model_(t, seen_from(r)) / std::max(tasks_(t, seen_from(r)) - self, 1e-300);
}

void Uptake::move(Index r, Index t, int from, int to, double n) {
  const Index seen = seen_from(r);
  if (from >= 0) users_(from, seen) -= n;
  if (to >= 0) users_(to, seen) += n;
  with_model_(t, seen) += n * ((to >= 0) - (from >= 0));
}

}  // namespace moat
