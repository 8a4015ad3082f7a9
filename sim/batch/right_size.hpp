#pragma once
/// How many developers to simulate: the number with which outcomes come to a given error in the least time.
///
///     V(n) = (A + B / n) / R,    T(n) = R (F + c n),    V T is least at n = sqrt(B F / (A c))            [developers]
///
/// Symbols     n, R: simulated developers; replicates
///             V: variance of an outcome's mean over replicates, or of its difference between arms
///             A, B / n: variance of one run by all other luck; by who is simulated
///             T: time of all runs; F, c: time of a run that is there with any number of developers; of one more
///
/// A and B come from pilots of two sizes, B from differences of runs of the same luck. With several outcomes the
/// median of B / A counts. Beyond n more replicates are worth more than more developers, below it fewer.
///
/// Sources     optimal allocation in two stages, Cochran 1977, Sampling techniques, chapter 10

#include <cstdint>
#include <functional>
#include <vector>

namespace moat {

struct Plan;

struct Pilot {
  std::vector<double> values;  ///< of the outcomes; NaN where one has none
  double seconds = 0;
};

/// A run of so many developers with a replicate's luck; called by several threads at once.
using RunPilot = std::function<Pilot(std::int64_t developers, std::int64_t replicate)>;

struct RightSize {
  std::int64_t developers = 0;  ///< 1, 2 or 5 times a power of ten
  double fixed = 0, each = 0;   ///< F and c, in seconds
  double of_sampling = 0;       ///< part of a run's variance that comes from who is simulated, at this number
};

/// From `replicates` pilots of `few` and of `many` developers each, at least two. Nothing that is measured of time
/// enters results: what is chosen is recorded, and can be asked for by number.
RightSize right_size(const RunPilot& pilot, std::int64_t few, std::int64_t many, int replicates, int threads);

/// For a plan: by differences between its first arms and the first of them, or by the outcomes of its only scenario.
/// InputError where it has no outcomes, or edges from a file, which fit one number of developers.
RightSize right_size(const Plan& plan, int threads);

}  // namespace moat
