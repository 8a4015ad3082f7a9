// How many parameters a model has: by its capability and the know-how of the time, not by the capital of its maker.

#include "mechanism/release/shrink.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/release.hpp"

using namespace moat;

namespace {

const CapabilityScale tens{100, 25, 10};

/// What training and serving cost together, relative to each other as given.
double together(double x, double training, double serving, const CapabilityScale& s) {
  const double tenfolds = s.shrink_loss * x * x;
  return training * std::pow(10, tenfolds) + serving * std::pow(10, s.parameters_exponent * tenfolds) * std::exp(-x);
}

/// The least of it by golden section between 0 and 10.
double numerical_minimum(double training, double serving, const CapabilityScale& s) {
  const double part = (std::sqrt(5.0) - 1) / 2;
  double low = 0, high = 10;
  while (high - low > 1e-9) {
    const double a = high - part * (high - low), b = low + part * (high - low);
    (together(a, training, serving, s) < together(b, training, serving, s) ? high : low) =
        together(a, training, serving, s) < together(b, training, serving, s) ? b : a;
  }
  return std::exp((low + high) / 2);
}

/// Keep could train a model of this capability; its line "pro" publishes it.
Vintage published(double capability, double know_how, const ReleaseParams& p = {}, double shrink = 1,
                  double demand = 0) {
  World w = empty_world();
  w.firms.firms[keep].lines[0].shrink = shrink;
  w.firms.capability[keep] = capability;
  w.firms.know_how << know_how, 0.5;
  w.firms.log10_run_flop[keep] = tens.log10_reference_flop + (capability - tens.reference) / 10 - know_how;
  w.market.tokens(pro, north, hobby, chat) = demand;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, p, tens);
  return w.market.vintage[pro];
}

}  // namespace

TEST_CASE("A compute-optimal model of ten times the compute has three times the parameters") {
  CHECK(active_parameters(100, 1, 0, january, tens) == Approx(280).epsilon(1e-12));
  CHECK(active_parameters(110, 1, 0, january, tens) == Approx(280 * std::sqrt(10)).epsilon(1e-12));
  CHECK(active_parameters(110, 1, 1, january, tens) == Approx(280).epsilon(1e-12));  // ten times better know-how
  CapabilityScale sparser = tens;
  sparser.sparsity = {{{january, 1}, {january + 12, 0.5}}};
  CHECK(active_parameters(100, 1, 0, january + 12, sparser) == Approx(140).epsilon(1e-12));
}

TEST_CASE("A third of the parameters costs 1.5 ECI, a tenth 6.8") {
  const CapabilityScale gpt4;
  CHECK_THAT(shrink_cost(3, gpt4), WithinAbs(1.5, 0.05));
  CHECK_THAT(shrink_cost(10, gpt4), WithinAbs(6.8, 0.05));
  CHECK(shrink_cost(1, gpt4) == 0);
  // At equal capability it is the model of a larger run: 1.45 times the compute, 1.2 times the parameters, over three.
  CHECK_THAT(active_parameters(100, 1, 0, january, tens) / active_parameters(100, 3, 0, january, tens),
             WithinAbs(2.49, 0.01));
}

TEST_CASE("Models of equal capability are equally large, whatever their makers' capital") {
  // Five times the compute make a model 7 ECI better; one that stays 7 ECI below its maker's best has the size of the
  // other.
  const double more = 10 * std::log10(5.0);
  World w = empty_world();
  w.firms.firms[keep].lines[0].gap = more;
  w.firms.firms[give].strategy = Strategy::open;
  w.firms.capability << 120 + more, 120;
  w.firms.log10_run_flop << 26.7 + std::log10(5.0), 26.7;
  w.firms.know_how << 0.3, 0.3;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, {}, tens);
  CHECK(w.market.vintage[pro].capability == Approx(w.market.vintage[open_line].capability).epsilon(1e-12));
  CHECK(w.market.vintage[pro].active_parameters ==
        Approx(w.market.vintage[open_line].active_parameters).epsilon(1e-12));
  CHECK(w.events.releases[0].active_parameters == w.market.vintage[pro].active_parameters);

  // The know-how is that of the time, not the maker's: Give has 0.5.
  CHECK(published(120, 0.2).active_parameters == Approx(published(120, 0.5).active_parameters).epsilon(1e-12));
  CHECK(published(120, 0.7).active_parameters < 0.8 * published(120, 0.5).active_parameters);
}

TEST_CASE("A line's shrink makes its models weaker and cheaper to serve") {
  const Vintage whole = published(120, 0.5), small = published(120, 0.5, {}, 3);
  CHECK(small.capability == Approx(120 - shrink_cost(3, tens)).epsilon(1e-12));
  CHECK(small.active_parameters == Approx(whole.active_parameters / 3).epsilon(1e-12));
  CHECK(small.log10_training_flop == whole.log10_training_flop);
}

TEST_CASE("The best shrink is where training and serving cost least") {
  for (const double serving : {1e-6, 0.01, 0.3, 1.0, 5.0, 100.0, 1e9})
    for (const double exponent : {0.3, 0.5, 1.0}) {
      CapabilityScale s = tens;
      s.parameters_exponent = exponent;
      CAPTURE(serving, exponent);
      CHECK(best_shrink(2e25, serving * 2e25, s) == Approx(numerical_minimum(1, serving, s)).epsilon(1e-6));
    }
  // Where training costs nothing, the smallest model of the capability that there is: x = 1 / (0.135 ln 10).
  CHECK(best_shrink(0, 1, tens) == Approx(std::exp(1 / (0.135 * std::log(10.0)))).epsilon(1e-9));
  CHECK(best_shrink(1, 0, tens) == 1);
}

TEST_CASE("Makers who choose make models for much use smaller, and never larger than the line says") {
  ReleaseParams p;
  p.shrink_rule = ShrinkRule::chosen;
  p.training_over_serving = 2;
  CHECK(published(120, 0.5, p).active_parameters == published(120, 0.5).active_parameters);  // nobody asks for it
  const double size = active_parameters(120, 1, 0.5, january, tens);
  // A million Mtok a month for the six months until the next model, against a run of 10^26.5 FLOP.
  const double best = best_shrink(std::pow(10, 26.5), 2e15 * size * 1e6 * 6 * 2, tens);
  CHECK(best > 1.01);
  CHECK(published(120, 0.5, p, 1, 1e6).active_parameters == Approx(size / best).epsilon(1e-9));
  CHECK(published(120, 0.5, p, 1, 1e6).capability == Approx(120 - shrink_cost(best, tens)).epsilon(1e-9));
  CHECK(published(120, 0.5, p, 50, 1e6).active_parameters == Approx(size / 50).epsilon(1e-9));
}

TEST_CASE("Weights are sized for all who run them, though their maker serves nobody") {
  World w = empty_world();
  w.firms.firms[give].strategy = Strategy::open;
  w.firms.firms[give].first_party = 0;
  w.firms.capability << 120, 120;
  w.firms.know_how << 0.5, 0.5;
  w.firms.log10_run_flop << 26.5, 26.5;
  w.market.tokens(open_line, south, company, code) = 1e6;
  ReleaseParams p;
  p.shrink_rule = ShrinkRule::chosen;
  p.training_over_serving = 2;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, p, tens);
  const double size = active_parameters(120, 1, 0.5, january, tens);
  const double cadence = w.firms.firms[give].lines[0].cadence.at(w.clock.now());
  const double best = best_shrink(std::pow(10, 26.5), 2e15 * size * 1e6 * cadence * 2, tens);
  CHECK(best > 1.01);
  CHECK(w.market.vintage[open_line].active_parameters == Approx(size / best).epsilon(1e-9));
}
