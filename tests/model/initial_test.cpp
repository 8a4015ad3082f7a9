// The world before the first month.

#include <cmath>
#include <cstring>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

World start(const std::vector<std::string>& sets = {}, int threads = 1) {
  const Scenario s = little_scenario(sets);
  return initial_world(s, random_of(s), threads);
}

double four_errors(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

}  // namespace

TEST_CASE("Developers go to regions as in the first month, by largest remainders") {
  // North begins with 10^6 real developers and doubles; South has 500 thousand throughout.
  const double north_share = 1e6 / (1e6 + 5e5);
  for (const int n : {1, 2, 3, 10, 997, 3000}) {
    CAPTURE(n);
    const World w = start({"run.developers=" + std::to_string(n)});
    CHECK(w.society.simulated[0] == std::round(n * north_share));
    CHECK(w.society.simulated.sum() == n);
    CHECK(w.developers.size() == n);
    for (Index i = 0; i < n; ++i) CHECK(w.developers.region[i] == (double(i) < w.society.simulated[0] ? 0 : 1));
  }
}

TEST_CASE("Each simulated developer stands for real ones / simulated ones, as populations grow") {
  const Scenario s = little_scenario();
  World w = initial_world(s, random_of(s), 1);
  weigh_developers(w);
  CHECK(w.society.weight[0] == Approx(1e6 / w.society.simulated[0]).epsilon(1e-12));
  w.clock.step = 23;
  weigh_developers(w);
  CHECK(w.society.weight[0] == Approx(2e6 / w.society.simulated[0]).epsilon(1e-12));
  w.governments.developer_growth[1] = 0.1;
  weigh_developers(w);
  CHECK(w.society.weight[1] == Approx(5e5 * 1.1 / w.society.simulated[1]).epsilon(1e-12));
}

TEST_CASE("Abstainers have no task, and nobody else is another because of them") {
  const World w = start({"run.developers=30000", "regions.north.abstainers=0.3"}),
              without = start({"run.developers=30000"});
  const Developers &d = w.developers, &all = without.developers;
  double north = 0, abstain = 0;
  for (Index i = 0; i < d.size(); ++i) {
    REQUIRE((d.tasks[i] == all.tasks[i] || (d.tasks[i] == 0 && d.region[i] == 0)));
    north += d.region[i] == 0;
    abstain += d.tasks[i] == 0;
  }
  CHECK(abstain / north == Approx(0.3).margin(four_errors(0.3, north)));
  CHECK((d.usage == all.usage).all());
  CHECK((d.sector == all.sector).all());
  CHECK((d.openness_weight.steps == all.openness_weight.steps).all());
}

TEST_CASE("A sector adds to what open weights are worth and multiplies what distance costs") {
  const World w = start({"sectors.software.premises=0.5", "sectors.software.edge=0.25", "sectors.software.origin=2"}),
              without = start();
  const Developers &d = w.developers, &plain = without.developers;
  const double step = 1.5 * double(d.openness_weight.unit);  // both are rounded to a step
  for (Index i = 0; i < d.size(); ++i) {
    const bool software = d.sector[i] == 0;
    REQUIRE(double(d.openness_weight[i] - plain.openness_weight[i]) == Approx(software ? 0.75 : 0).margin(step));
    REQUIRE(double(d.trust_weight[i]) ==
            Approx((software ? 2 : 1) * double(plain.trust_weight[i])).margin(3 * double(d.trust_weight.unit)));
  }
}

TEST_CASE("Heavy users may weigh a price more: by their use over the segment's median") {
  const World w = start({"adoption.usage_elasticity=0.4"}), without = start();
  for (Index i = 0; i < w.developers.size(); ++i) {
    const double median = w.developers.segment[i] == 0 ? 1000 : 20000;  // ktok a month
    // Usage is a whole number of kilotokens: half of one of the lightest users' is a few per cent.
    const double use = double(w.developers.usage[i]);
    REQUIRE(
        double(w.developers.price_weight[i]) ==
        Approx(double(without.developers.price_weight[i]) * std::pow(use / median, 0.4)).epsilon(1e-6 + 0.25 / use));
  }
}

TEST_CASE("Segments, sectors and tasks come in their proportions") {
  const World w = start({"run.developers=60000"});
  const Developers& d = w.developers;
  double count[2] = {0, 0}, company[2] = {0, 0}, software[2] = {0, 0}, chat[2] = {0, 0}, both[2] = {0, 0};
  for (Index i = 0; i < d.size(); ++i) {
    const std::size_t r = d.region[i], x = d.sector[i];
    REQUIRE((d.segment[i] < 2 && x < 2 && d.tasks[i] >= 1 && d.tasks[i] <= 3));
    ++count[r];
    company[r] += d.segment[i] == 1;
    software[r] += x == 0;
    if (r == 1 && x == 1) {
      chat[0] += 1;
      chat[1] += (d.tasks[i] & 1) != 0;
      both[0] += 1;
      both[1] += d.tasks[i] == 3;
    }
  }
  CHECK_THAT(company[0] / count[0], WithinAbs(0.75, four_errors(0.75, count[0])));
  CHECK_THAT(company[1] / count[1], WithinAbs(0.5, four_errors(0.5, count[1])));
  CHECK_THAT(software[0] / count[0], WithinAbs(0.5, four_errors(0.5, count[0])));
  CHECK_THAT(software[1] / count[1], WithinAbs(0.25, four_errors(0.25, count[1])));
  // Sector other: chat 0.8, code 0.1; who has neither (0.2 x 0.9) gets the likelier one, chat.
  CHECK_THAT(chat[1] / chat[0], WithinAbs(0.98, four_errors(0.98, chat[0])));
  CHECK_THAT(both[1] / both[0], WithinAbs(0.08, four_errors(0.08, both[0])));
  CHECK(w.society.members.sum() == d.size());
  CHECK(double(w.society.members(0, 1)) == company[0]);
}

TEST_CASE("Those of one segment stand together where all choose at once, one by one they come as they are drawn") {
  const auto groups = [](const char* timing) {
    return start({"run.developers=3000", std::string("adoption.timing=") + timing}).developers.groups.size() - 1;
  };
  CHECK(groups("together") == 4);
  CHECK(groups("one_by_one") > 1000);
}

TEST_CASE("Traits are drawn from the segment's distributions") {
  const World w = start({"run.developers=60000"});
  const Developers& d = w.developers;
  double n = 0, log_usage = 0, log_price = 0, taste = 0, tastes = 0, trust_zero = 0, hobbyists = 0;
  for (Index i = 0; i < d.size(); ++i) {
    if (d.segment[i] == 1) {
      n += 1;
      log_usage += std::log(d.usage[i]);
      log_price += std::log(double(d.price_weight[i]));
      trust_zero += d.trust_weight[i] == 0;
      CHECK(d.trust_weight[i] >= 0);
    } else {
      hobbyists += 1;
      taste += double(d.openness_weight[i]);
      tastes += std::pow(double(d.openness_weight[i]) - 0.5, 2);
      CHECK(d.price_weight[i] == 2);
    }
  }
  CHECK_THAT(log_usage / n, WithinAbs(std::log(20000), 4 * 1.5 / std::sqrt(n)));  // 20 Mtok are 20 000 kilotokens
  CHECK_THAT(log_price / n, WithinAbs(0, 4 * 0.5 / std::sqrt(n)));
  CHECK_THAT(trust_zero / n, WithinAbs(0.0227501, four_errors(0.0227501, n)));  // normal of mean 1, sd 0.5 below 0
  CHECK_THAT(taste / hobbyists, WithinAbs(0.5, 4 / std::sqrt(hobbyists)));
  CHECK_THAT(tastes / hobbyists, WithinAbs(1, 4 * std::sqrt(2 / hobbyists)));
}

TEST_CASE("A uniform taste has the mean and deviation of the normal one, and ends") {
  const World normal = start({"run.developers=60000"}),
              uniform = start({"run.developers=60000", "segments.hobby.openness_law=uniform"});
  double n = 0, sum = 0, squares = 0, largest = 0;
  for (Index i = 0; i < 60000; ++i) {
    const double x = uniform.developers.openness_weight[i], other = normal.developers.openness_weight[i];
    if (uniform.developers.segment[i] == 1) {
      CHECK(x == other);
      continue;
    }
    n += 1;
    sum += x;
    squares += (x - 0.5) * (x - 0.5);
    largest = std::max(largest, std::abs(x - 0.5));
    CHECK((x - 0.5) * (other - 0.5) >= 0);  // the same draw: the same side of the mean
  }
  CHECK_THAT(sum / n, WithinAbs(0.5, 4 / std::sqrt(n)));
  CHECK_THAT(squares / n, WithinAbs(1, 4 * std::sqrt(0.8 / n)));
  CHECK(largest <= std::sqrt(3) + uniform.developers.openness_weight.unit);
  CHECK(largest > std::sqrt(3) * 0.99);
  CHECK((uniform.developers.usage == normal.developers.usage).all());
}

TEST_CASE("Needs: a Dirichlet mix of domains where a segment asks for it, all alike elsewhere, and none is zero") {
  CHECK(start().developers.needs.size() == 0);
  const double concentration = GENERATE(0.01, 1.0, 20.0);
  CAPTURE(concentration);
  const World w = start({"run.developers=60000", "segments.hobby.needs=" + std::to_string(concentration)});
  const Developers& d = w.developers;
  REQUIRE(d.needs.rows() == 2);
  double n = 0, sum = 0, squares = 0;
  for (Index i = 0; i < d.size(); ++i) {
    REQUIRE(d.needs(0, i) > 0);
    REQUIRE(d.needs(1, i) > 0);
    if (d.segment[i] == 1) {
      REQUIRE(d.needs(0, i) == d.needs(1, i));
      continue;
    }
    const double share = d.needs(0, i) / 65535.0;
    n += 1;
    sum += share;
    squares += (share - 0.5) * (share - 0.5);
  }
  // Of two domains the first has a beta-distributed share: mean 1/2, variance 1/4 / (2 concentration + 1).
  const double variance = 0.25 / (2 * concentration + 1);
  CHECK_THAT(sum / n, WithinAbs(0.5, 4 * std::sqrt(variance / n)));
  // The fourth moment is at most 1/4 of the variance, since no share is further than 1/2 from the mean.
  CHECK_THAT(squares / n, WithinAbs(variance, 4 * std::sqrt(variance / 4 / n)));
}

TEST_CASE("A developer's traits depend neither on threads nor on who else is simulated after him in his region") {
  const World one = start(), three = start({}, 3);
  CHECK((one.developers.usage == three.developers.usage).all());
  CHECK((one.developers.openness_weight.steps == three.developers.openness_weight.steps).all());
  const World fewer = start({"run.developers=1000"});
  const Index n = fewer.society.members(0, 0);  // the first of a region are of its first segment
  CHECK((one.developers.usage.head(n) == fewer.developers.usage.head(n)).all());
  CHECK((one.developers.tasks.head(n) == fewer.developers.tasks.head(n)).all());
}

TEST_CASE("Names become numbers") {
  const World w = start();
  CHECK(w.society.distance(0, 1) == 0.6);
  CHECK(w.society.distance(0, 0) == 0);
  CHECK(w.society.task_domains(0, 0) == Approx(0.75).epsilon(1e-12));  // 0.6 to 0.2, made to sum to one
  CHECK(w.society.intensity(0, 1) == 2);
  CHECK(w.society.intensity(1, 1) == 1);
  CHECK((w.chips.vendor_region[1] == 1 && w.chips.stack[1] == 1));
  CHECK(w.chips.produced[0] == 12 * 20000);  // sold in 2023
  CHECK(w.market.lines == std::vector<std::string>{"keep", "give", "give-max", "late", "late-open"});
  CHECK((w.market.firm[2] == 1 && w.market.origin[2] == 1 && w.market.origin[3] == 0));
  CHECK((w.market.open[1] == 1 && w.market.open[2] == 0 && w.market.open[4] == 1));
}

TEST_CASE("Models that were on the market before are published, with the compute that their capability takes") {
  const World w = start();
  CHECK((w.market.on_sale[0] && w.market.on_sale[1] && !w.market.on_sale[2] && !w.market.on_sale[3]));
  REQUIRE(w.events.releases.size() == 2);
  CHECK(w.events.releases[0].reason == "on the market before");
  CHECK(w.market.capability.row(0).isApproxToConstant(125));
  CHECK((w.market.capability(1, 0) == 117 && w.market.capability(1, 1) == 119));  // focus coding 2: mean zero
  const CapabilityScale scale;
  const double flop = scale.log10_reference_flop + (125 - scale.reference) / scale.per_tenfold - 0.5;
  CHECK(w.market.vintage[0].log10_training_flop == Approx(flop).epsilon(1e-12));
  CHECK(run_capability(flop, 0.5, scale) == Approx(125).epsilon(1e-12));
  CHECK(w.market.open_know_how == 0.4);
}

TEST_CASE("Nobody uses a model yet, and all counts add up") {
  const World w = start();
  CHECK((w.developers.slot == 0).all());
  CHECK(w.market.firms_in_use.col(0).sum() == w.developers.size());
  CHECK(w.market.assignments.flat().sum() == w.market.by_sector.sum());
  check_invariants(w);
}

TEST_CASE("There is a network where peers are one, as rings or from a file that lies beside the scenario") {
  CHECK_FALSE(start().developers.network.is_on());
  const World w = start({"adoption.peers=network"});
  REQUIRE(w.developers.network.is_on());
  CHECK(w.developers.network.place.size() == std::size_t(w.developers.size()));
  CHECK(w.developers.network.begin.size() == 2 * 2 + 1);

  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("moat_initial_" + std::to_string(getpid()));
  fs::create_directories(folder / "networks");
  std::ofstream(folder / "networks/edges.csv") << "from,to\n2999,0\n5,7\n";
  std::ofstream(folder / "scenario.yaml")
      << little_yaml << "adoption: {peers: network, network: {edges: networks/edges.csv}}\n";
  Scenario s = load_scenario(folder / "scenario.yaml", {}, known_names()).scenario;
  CHECK(fs::path(s.adoption.network.edges).is_absolute());
  CHECK(initial_world(s, random_of(s), 1).developers.network.seen == std::vector<std::uint32_t>{7, 0});
  s.run.developers = 1000;  // the file does not fit any more
  CHECK_THROWS_AS(initial_world(s, random_of(s), 1), InputError);
  fs::remove_all(folder);
}
