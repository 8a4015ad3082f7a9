#include "design/sweep_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "design/sampling.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// The keys of `design` that have a meaning for each type, beside `type`.
std::string_view own_keys(DesignType type) {
  switch (type) {
    case DesignType::grid:
    case DesignType::oat:
      return "";
    case DesignType::list:
      return "file";
    case DesignType::random:
    case DesignType::lhs:
    case DesignType::qmc:
      return "n, seed";
    case DesignType::sobol:
      return "n, seed, second_order";
    case DesignType::morris:
      return "n, seed, levels";
  }
  return "";
}

bool has_key(std::string_view keys, std::string_view key) {
  const std::vector<std::string> all = split(keys, ' ');
  return std::ranges::any_of(all, [&](std::string_view one) { return one == key || one == fmt::format("{},", key); });
}

class SweepChecker {
 public:
  SweepChecker(const SweepParams& params, const Reading& reading) : params_(params), reading_(reading) {}

  std::vector<Problem> check() {
    for (const std::string_view key : {"factors", "design"})
      if (!params_.blocks.empty() && given(key))
        report(key, fmt::format("{} stands beside blocks (put it into a block, or leave blocks out)", key));
    if (params_.blocks.empty()) {
      design("", params_.design, params_.factors);
      if (given("combine")) report("combine", "combine has nothing to combine (there are no blocks)");
    }
    for (const BlockEntry& block : params_.blocks) design("blocks." + block.name, block.design, block.factors);
    replicates();
    return std::move(problems_);
  }

 private:
  bool given(std::string_view path) const { return reading_.given.contains(path); }
  void report(std::string_view path, std::string text) { problems_.push_back({reading_.where(path), std::move(text)}); }

  void design(const std::string& block, const DesignParams& design, const std::vector<FactorEntry>& factors) {
    const std::string path = join(block, "design");
    const std::string_view type = Choices<DesignType>::names[std::size_t(design.type)], keys = own_keys(design.type);
    for (const Field& field : fields<DesignParams>()) {
      const std::string key = join(path, field.key);
      if (field.key != "type" && given(key) && !has_key(keys, field.key))
        report(key, fmt::format("{} has no meaning for {} ({})", key, type,
                                keys.empty() ? "it has no keys of its own" : fmt::format("its own keys: {}", keys)));
    }
    if (design.type == DesignType::list && design.file.empty())
      report(path, fmt::format("{}.file is missing (the CSV file with the points)", path));
    if (design.type != DesignType::list && design.type != DesignType::grid && factors.empty())
      report(path, fmt::format("{} is {}, but there are no factors (name what varies under factors)", path, type));
    if (design.type == DesignType::morris && design.levels % 2 != 0)
      report(path + ".levels", fmt::format("{}.levels is {} (must be even)", path, design.levels));
    const bool is_sequence = design.type == DesignType::sobol || design.type == DesignType::qmc;
    const auto n = std::uint64_t(design.n);
    if (is_sequence && !std::has_single_bit(n))
      report(path + ".n", fmt::format("{}.n is {} (must be a power of 2, such as {} or {})", path, n, std::bit_floor(n),
                                      std::bit_ceil(n)));
    const std::size_t columns = factors.size() * (design.type == DesignType::sobol ? 2 : 1);
    if (is_sequence && columns > most_sobol_columns)
      report(path, fmt::format("{} is {} with {} factors (at most {})", path, type, factors.size(),
                               most_sobol_columns * factors.size() / columns));
  }

  void replicates() {
    const UntilCi& until = params_.until_ci;
    if (until.outcome.empty()) {
      if (given("until_ci")) report("until_ci", "until_ci.outcome is missing (the outcome to be known)");
      return;
    }
    if (given("replicates"))
      report("replicates", "replicates stands beside until_ci, which decides on their number (leave one out)");
    if (!(until.half_width > 0))
      report("until_ci.half_width", "until_ci.half_width is 0 or missing (give a width in units of the outcome)");
    if (until.maximum < until.batch)
      report("until_ci.maximum",
             fmt::format("until_ci.maximum is {} (must be at least until_ci.batch, {})", until.maximum, until.batch));
  }

  const SweepParams& params_;
  const Reading& reading_;
  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> check_sweep(const SweepParams& params, const Reading& reading) {
  return SweepChecker(params, reading).check();
}

}  // namespace moat
