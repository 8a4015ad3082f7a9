#pragma once
/// A small scenario with a member of every kind.

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "base/describe.hpp"

namespace moat::example {

enum class Openness : int { closed, delayed, open };

struct Region {
  std::string name;
  double users = 1;

  static constexpr auto rows() {
    using R = Region;
    return std::tuple{entry_name(&R::name, "Name of the region."),
                      number("users", &R::users, "1e6", within(0, 1e4), "Developers there.", measured("Census 2024"))};
  }
};

struct Terms {
  double fee = 0.1;

  static constexpr auto rows() {
    return std::tuple{number("fee", &Terms::fee, "1", share(), "Share of revenue kept.", assumed("round number"))};
  }
};

struct Firm {
  std::string name;
  std::string region;
  Openness release = Openness::closed;
  Path budget{{{{}, 1.5}}};
  ChoicePath<Openness> strategy;
  Month founded = never;
  bool listed = false;
  Texts partners;
  Terms terms;

  static constexpr auto rows() {
    using F = Firm;
    return std::tuple{
        entry_name(&F::name, "Name of the firm."),
        required(reference("region", &F::region, "regions", "Where the firm is at home.")),
        value("release", &F::release, "How models are released.", estimated("press")),
        number("budget", &F::budget, "1e9 USD", within(0, 1000), "Money for research.", estimated("filings")),
        value("strategy", &F::strategy, "Changes of the release."),
        value("founded", &F::founded, "First month of business."),
        value("listed", &F::listed, "Whether shares are traded."),
        reference("partners", &F::partners, "regions|firms", "Who gets models first."),
        part("terms", &F::terms, "What the firm asks of others."),
    };
  }
};

struct Adoption {
  double taste_scale = 1;
  double switching_cost = 0.3;
  std::int64_t draws = 4;
  Numbers weights{{"us", 1}};

  static constexpr auto rows() {
    using A = Adoption;
    return std::tuple{
        number("taste_scale", &A::taste_scale, "utility", within(1e-6, 100), "Scale of taste.", setting()),
        number("switching_cost", &A::switching_cost, "1/month", {0}, "Cost of \"moving\" | leaving.", setting()),
        number("draws", &A::draws, "1", within(1, 2e9), "Draws for each developer.", setting()),
        numbers("weights", &A::weights, "regions", "1", within(0, 10), "Weight of each region.", setting()),
    };
  }
};

struct Scenario {
  std::string title;
  Adoption adoption;
  std::vector<Region> regions;
  std::vector<Firm> firms;

  static constexpr auto rows() {
    using S = Scenario;
    return std::tuple{
        required(value("title", &S::title, "What the scenario is about.")),
        part("adoption", &S::adoption, "How developers choose."),
        part("regions", &S::regions, "Where developers work."),
        part("firms", &S::firms, "Who trains models."),
    };
  }
};

static_assert(complete<Region>() && complete<Terms>() && complete<Firm>() && complete<Adoption>() &&
              complete<Scenario>());

}  // namespace moat::example

template <>
struct moat::Choices<moat::example::Openness> {
  static constexpr std::array<std::string_view, 3> names{"closed", "delayed", "open"};
};
