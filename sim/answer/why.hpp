#pragma once
/// Why do arms differ from the baseline arm? Each difference of an outcome is shared among the channels through which
/// a run may respond to what the arm changes (model/switching.hpp).
///
/// For every replicate and arm, a hybrid run for each set of channels, with the arm's policy and choices: these
/// channels respond, and the rest keep to the baseline's path. Five channels make 2^5 hybrid runs.
///   direct      = outcome with no channel responding - outcome of the baseline
///   of channels = Shapley values over the hybrid runs
/// Their sum is the difference, up to rounding. Channels work in series (chips, capability, releases, use), so a share
/// says how much of the difference needs that link, and a link that all of it needs shares it with the others. Sharing
/// by Shapley's rule is a choice; so is where one channel ends (the rows of model/mechanisms.cpp). `direct` holds all
/// that an arm changes without a channel: bans and blocks, trust, tastes, hosting, peers, incidents, tariffs and
/// support on services, and the state at the start except for what belongs to a channel (who the developers are, but
/// not what firms have on sale).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moat {

struct Scenario;

struct Why {
  std::string baseline;
  std::vector<std::string> arms;  ///< without the baseline
  std::vector<std::string> outcomes;
  std::vector<std::string> units;     ///< of outcomes, as tables show them
  std::vector<std::string> channels;  ///< `direct`, then those of channels()
  std::vector<std::int64_t> replicates;
  std::vector<double> difference;    ///< [arm][outcome][replicate]
  std::vector<double> contribution;  ///< [arm][outcome][channel][replicate]

  std::size_t at(std::size_t arm, std::size_t outcome, std::size_t replicate) const {
    return (arm * outcomes.size() + outcome) * replicates.size() + replicate;
  }
  std::size_t at(std::size_t arm, std::size_t outcome, std::size_t channel, std::size_t replicate) const {
    return ((arm * outcomes.size() + outcome) * channels.size() + channel) * replicates.size() + replicate;
  }
};

/// Why these scenarios cannot be compared, as the end of a sentence; empty if they can: at least two, with the same
/// months, seed and names along all axes, lines of the same makers, and outcomes in the first.
std::string not_comparable(std::span<const Scenario> arms);

/// `arms` and their `names`: the first is the baseline, whose outcomes and first replicate count. `progress`, where
/// there is one, is called after each month of the runs of an arm and replicate, from any thread but one at a time;
/// what it throws ends the work. The result does not depend on the number of threads. Outcomes without a value stay
/// NaN.
Why explain_arms(std::span<const Scenario> arms, std::span<const std::string> names, std::int64_t replicates,
                 int threads, const std::function<void(double share_done)>& progress = {});

/// For each arm and the first `outcomes` outcomes the difference and its parts: mean, 5 and 95 % over replicates, share
/// of the mean difference where at least 90 % of replicates agree on its sign. Replicates in which a part is NaN do not
/// count.
std::string as_text(const Why& why, std::size_t outcomes = std::size_t(-1));

/// By arm and outcome the difference and its parts, each with its summary over replicates.
std::string as_json(const Why& why);

/// An HDF5 file that opens in xarray: difference(arm, outcome, replicate), contribution(arm, outcome, channel,
/// replicate), and /provenance with the build and the command line.
void write_why(const Why& why, const std::filesystem::path& path, const std::string& command_line);

}  // namespace moat
