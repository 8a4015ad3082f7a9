#pragma once
/// What a scenario says about release; release.hpp and adaptive.hpp say what it does.

#include <cstdint>
#include <tuple>

#include "base/describe.hpp"

namespace moat {

/// How small a line's models are: as its entry says, or as is best for its maker, but no larger.
enum class ShrinkRule : int { given, chosen };
template <>
struct Choices<ShrinkRule> {
  static constexpr std::array<std::string_view, 2> names{"given", "chosen"};
};
inline constexpr std::string_view some_adapt = "run.skip lacks release and firms.*.strategy is adaptive";

struct ReleaseParams {
  double attention_per_eci = 0.2;
  double attention_decay = 0.5;
  double reveal = 0.5;
  double service_life = 0;
  std::int64_t horizon = 12;
  double discount = 0.01;
  double choice_noise = 0.1;
  std::int64_t sample = 2000;
  double learning_rate = 0.1;
  double forgone_weight = 0.5;
  double learning_bound = 2;
  ShrinkRule shrink_rule = ShrinkRule::given;
  double training_over_serving = 2;
  Texts closed;
  std::int64_t kept_vintages = 0;

  template <class P = ReleaseParams>
  static constexpr auto rows() {
    return std::tuple{
        number("attention_per_eci", &P::attention_per_eci, "1/ECI", within(0, 10),
               "Extra reviews, relative to a quiet month, per ECI point that a release moves its frontier.",
               assumed("new models gain most users within weeks (Fradkin 2025, arXiv:2504.15440)"))
            .acts_if("run.skip lacks release"),
        number("attention_decay", &P::attention_decay, "1/month", share(), "Part of the attention lost each month.",
               assumed("adoption settles within weeks (Fradkin 2025, arXiv:2504.15440)"))
            .acts_if("run.skip lacks release and release.attention_per_eci is not 0"),
        number(
            "reveal", &P::reveal, "1", share(),
            "Part of the know-how behind the maker's best line, above a smaller one, that the smaller one's weights "
            "reveal: 1 all of it, 0 none.",
            assumed("no measurement: designs and recipes of a small model are those of the large one, what it learnt "
                    "from the large one's outputs is not; half, sweep it from 0 to 1"))
            .acts_if("firms.*.lines.*.gap is not 0 or firms.*.lines.*.capability is not 0 or "
                     "firms.*.lines.*.shrink is not 1 or release.shrink_rule is chosen or "
                     "policy.measures.*.instrument is release_control or "
                     "policy.measures.*.instrument is publishing_permit"),
        number("service_life", &P::service_life, "months", within(0, 1200),
               "Age at which the maker ends a closed service that has had no newer model, if it sells a newer one "
               "elsewhere; 0: never.",
               estimated("Claude 2 was served for 24 months, Claude 3 Opus for 22, GPT-4.5 for less, GPT-3.5 Turbo for "
                         "more (makers' notices of deprecation to 2025)"))
            .acts_if("run.skip lacks release and firms.*.lines.*.openness is closed"),
        number("horizon", &P::horizon, "months", within(1, 60), "How far ahead an adaptive firm looks.",
               assumed("a budget year, and two to three generations of models"))
            .acts_if(some_adapt),
        number("discount", &P::discount, "1/month", within(0, 0.5), "Weight that a month loses against the one before.",
               assumed("about 12 % a year, the cost of venture and corporate capital"))
            .acts_if(some_adapt),
        number("choice_noise", &P::choice_noise, "1", within(0, 100),
               "Scale of the logit choice of a strategy, relative to the largest margin at stake; 0 for the best.",
               assumed("differences of a tenth are hard to tell in advance"))
            .acts_if(some_adapt),
        number("sample", &P::sample, "developers", within(1, 1e9),
               "Developers on whom an adaptive firm tries out a strategy in thought; a sample of about this size.",
               setting())
            .acts_if(some_adapt),
        number("learning_rate", &P::learning_rate, "1/month", share(),
               "Part of the way that the realised over the expected margin, as learned, moves to the last one.",
               assumed("a forecast is judged over about a year"))
            .acts_if(some_adapt),
        number("forgone_weight", &P::forgone_weight, "1", share(),
               "How far a forecast error of the strategy in force counts for the others: 0 not at all, 1 as much.",
               assumed("between 0 and 1 in games (Camerer & Ho 1999, doi:10.1111/1468-0262.00054)"))
            .acts_if(some_adapt),
        number("learning_bound", &P::learning_bound, "1", within(1, 100),
               "Factor by which expectations are corrected at most, up or down.",
               assumed("no firm expects a tenth of its plan"))
            .acts_if(some_adapt),
        value(
            "shrink_rule", &P::shrink_rule,
            "Whether models are as small as the lines say, or smaller where that saves more in serving than it costs.",
            setting()),
        number("training_over_serving", &P::training_over_serving, "1", within(1e-3, 1e3),
               "Utilisation of hardware in training over that in serving (chosen).",
               estimated("about 0.4 in training; 0.2 in serving in 2025 (see pricing.serving_utilisation)"))
            .acts_if("release.shrink_rule is chosen"),
        reference("closed", &P::closed, "regions",
                  "Regions whose firms keep their weights: their strategy is closed, whatever it says.")
            .acts_if("run.skip lacks release"),
        number("kept_vintages", &P::kept_vintages, "vintages", within(0, 5),
               "Older published vintages of each open line that stay on the market beside the newest, each as a line "
               "of its own, LINE-previous.",
               assumed("weights cannot be recalled; on routers and hubs the last version or two of a model keep use, "
                       "how much is not measured"))
            .acts_if("firms.*.lines.*.openness is open"),
    };
  }
};

}  // namespace moat
