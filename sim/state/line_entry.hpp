#pragma once
/// What a scenario says about product lines and published training runs.

#include <string>

#include "base/describe.hpp"

namespace moat {

enum class Openness : int { closed, open };
template <>
struct Choices<Openness> {
  static constexpr std::array<std::string_view, 2> names{"closed", "open"};
};

/// What published weights may be used for.
///   permissive      anything
///   non_commercial  research and private use: hosts may not serve the line, `commercial` segments may not use it
///   revenue_share   anything, but hosts owe the maker `royalty`, a share of what they earn with the line
enum class Licence : int { permissive, non_commercial, revenue_share };
template <>
struct Choices<Licence> {
  static constexpr std::array<std::string_view, 3> names{"permissive", "non_commercial", "revenue_share"};
};

/// A product line: its newest vintage replaces the older one for its users. A line stays closed or open for the whole
/// run; a firm that changes strategy releases its next models on its other lines.
struct LineEntry {
  std::string name;
  Openness openness = Openness::closed;
  double gap = 0;
  double shrink = 1;
  Month first = never;
  Path cadence{{{{}, 6}}};
  Path price{{{{}, 0}}};
  double capability = 0;
  double awareness = 0;
  Path promotion;
  double reach = 1;
  ChoicePath<Licence> licence;
  double royalty = 0;
  Numbers focus;
  template <class L = LineEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&L::name, "Product line; names are unique among all firms."),
        required(value("openness", &L::openness, "Whether the line's weights can be downloaded.", by_entry())),
        number("gap", &L::gap, "ECI", within(0, 100),
               "How far the line stays below the best model of the firm by a smaller training run.", by_entry()),
        number(
            "shrink", &L::shrink, "1", within(1e-3, 1e9),
            "How many times fewer parameters it has than its training compute would make best: a weaker model that is "
            "cheaper to serve.",
            by_entry()),
        required(value("first", &L::first, "Month of the first release.", by_entry())),
        number("cadence", &L::cadence, "months", within(1, 120),
               "Months from a release to the next, rounded; over time, as at the release.", by_entry()),
        number(
            "price", &L::price, "USD/Mtok", within(0, 1e6),
            "List price that its maker gives, input and output blended; 0 for cost plus the usual margin. A price "
            "holds from its date until the next; after the last one, or the first release if that is later or no date "
            "is given, the pricing rule moves it.",
            by_entry())
            .acts_if(".openness is closed"),
        number("capability", &L::capability, "ECI", within(0, 300),
               "Capability of a model already on the market when the run starts; 0 for none.", by_entry()),
        number("awareness", &L::awareness, "1", share(),
               "Share of developers who know the line when the run starts; 0 for that of a new line.", by_entry())
            .acts_if(".capability is not 0"),
        number(
            "promotion", &L::promotion, "USD/Mtok", within(0, 1e6),
            "Price of a line under a promotion, 0 for free, instead of what the pricing rule or hosts would ask: from "
            "the first date to the last one, or always where a single number is given.",
            by_entry()),
        number("reach", &L::reach, "1", within(1e-6, 1),
               "Share of developers whom the promotion admits (rate limits, invitations): the same ones while it "
               "lasts. In "
               "its first month they choose afresh. The line LINE-promoted shows what they use.",
               by_entry())
            .acts_if(".promotion is given"),
        value("licence", &L::licence,
              "What the weights of an open line may be used for; over time, as at the release: what is published keeps "
              "its licence.",
              by_entry())
            .acts_if(".openness is open"),
        number("royalty", &L::royalty, "1", within(0, 0.95),
               "Share of hosts' earnings with the line that its maker gets under a `revenue_share` licence.",
               by_entry())
            .acts_if(".openness is open and .licence is revenue_share"),
        numbers("focus", &L::focus, "domains", "ECI", within(-50, 50),
                "Strength of the line by domain, made to have mean zero over domains; left out: that of the firm.",
                by_entry()),
    };
  }
};

/// A published training run, which says what share of its compute the firm took for it.
struct RunEntry {
  std::string name;
  Month month = never;
  double log10_flop = 0;
  double compute = 0;
  double worth = 0;
  Grade grade = Grade::assumed;
  template <class R = RunEntry>
  static constexpr auto rows() {
    return std::tuple{
        entry_name(&R::name, "Model that came of the run."),
        required(value("month", &R::month, "Month in which it was published.", by_entry())),
        required(number("log10_flop", &R::log10_flop, "log10 FLOP", within(10, 40), "Compute of the run.", by_entry())),
        required(number("compute", &R::compute, "H100e", within(1e-3, 1e12),
                        "Research compute of the firm in that month, in the world in which the run was made.",
                        by_entry())),
        number("worth", &R::worth, "log10", within(-5, 5),
               "What the model is worth beyond its compute, in orders of magnitude of it: later training, data.",
               by_entry()),
        value("grade", &R::grade, "How well these values are known."),
    };
  }
};

}  // namespace moat
