#include "batch/work/agenda.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moat {

PlanAgenda::PlanAgenda(const Plan& plan, const JournalState& state, Slice slice, bool retry_failed)
    : plan_(plan), slice_(slice), known_(std::size_t(plan.runs()), false) {
  const std::vector<std::string>& names = plan.layout.outcomes;
  outcome_ = std::size_t(std::find(names.begin(), names.end(), plan.precision.outcome) - names.begin());
  for (std::int64_t run = 0; run < plan.runs(); ++run) known_[std::size_t(run)] = state.is_done(run);
  if (!retry_failed)
    for (const auto& [run, failure] : state.failures) known_[std::size_t(run)] = true;
  limit_ = plan.runs();
  if (plan.precision.is_on()) {
    limit_ = plan.points() * std::min(plan.precision.batch, plan.replicates());
    asked_.assign(std::size_t(plan.points()), std::min(plan.precision.batch, plan.replicates()));
    seen_.resize(std::size_t(plan.points()));
    settled_.assign(std::size_t(plan.points()), 0);
  }
  for (std::int64_t run = 0; run < limit_; ++run) left_ += is_open(run);
  due_.store(left_);
  if (!plan.precision.is_on()) return;
  for (std::int64_t run = 0; run < plan.runs(); ++run) {
    if (!known_[std::size_t(run)] || !is_mine(run)) continue;
    const auto found = state.outcome.find(run);
    note(run, found == state.outcome.end() ? std::numeric_limits<double>::quiet_NaN() : found->second);
  }
  for (std::int64_t point = 0; point < plan.points(); ++point) ask_more(point);
}

bool PlanAgenda::is_mine(std::int64_t run) const {
  const std::int64_t share = plan_.precision.is_on() ? plan_.point_of(run) : run;
  return share % slice_.count == slice_.index && plan_.is_asked(run);
}

std::optional<std::int64_t> PlanAgenda::next() {
  std::int64_t run = -1;
  if (!returned_.empty()) {
    run = returned_.front();
    returned_.pop_front();
  } else {
    while (next_ < limit_ && !is_open(next_)) ++next_;
    if (next_ == limit_) return {};
    run = next_++;
    --left_;
  }
  known_[std::size_t(run)] = true;
  ++out_;
  return run;
}

void PlanAgenda::settle(const Settled& settled) {
  --out_;
  ++(settled.status == RunStatus::done ? done_ : failed_);
  if (!plan_.precision.is_on()) return;
  const bool has = outcome_ < settled.outcomes.size();
  note(settled.run, has ? settled.outcomes[outcome_] : std::numeric_limits<double>::quiet_NaN());
  ask_more(plan_.point_of(settled.run));
}

void PlanAgenda::give_back(std::int64_t run) {
  --out_;
  returned_.push_back(run);
}

bool PlanAgenda::finished() const {
  return out_ == 0 && returned_.empty() && left_ == 0;
}

void PlanAgenda::note(std::int64_t run, double outcome) {
  const auto point = std::size_t(plan_.point_of(run)), place = std::size_t(plan_.place_of(run));
  std::vector<double>& seen = seen_[point];
  if (seen.size() <= place) seen.resize(place + 1, std::numeric_limits<double>::quiet_NaN());
  seen[place] = outcome;
  // Replicates beyond those asked for can be known from an earlier session; they count once they are asked for.
  if (std::int64_t(place) < asked_[point]) ++settled_[point];
}

/// Gives a point another batch when all of its last one are in and do not suffice.
void PlanAgenda::ask_more(std::int64_t point) {
  const auto p = std::size_t(point);
  if (point % slice_.count != slice_.index) return;
  while (settled_[p] == asked_[p] && asked_[p] < plan_.replicates() &&
         !is_enough(plan_.precision, std::span(seen_[p]).first(std::size_t(asked_[p])))) {
    const std::int64_t from = asked_[p];
    asked_[p] = std::min(from + plan_.precision.batch, plan_.replicates());
    for (std::int64_t place = from; place < asked_[p]; ++place) {
      const std::int64_t run = plan_.run_of(point, place);
      if (known_[std::size_t(run)]) {
        ++settled_[p];
      } else {
        returned_.push_back(run);
        ++due_;
      }
    }
  }
}

std::int64_t replicates_needed(const Precision& precision, std::span<const double> outcomes) {
  const auto known = std::int64_t(outcomes.size());
  for (std::int64_t n = precision.batch; n < known; n += precision.batch)
    if (is_enough(precision, outcomes.first(std::size_t(n)))) return n;
  return precision.maximum;
}

}  // namespace moat
