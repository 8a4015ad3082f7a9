// adoption-1 (adoption_1.yaml) as a good researcher writes it in an afternoon: an array of structs, the random numbers
// and the exponential function of the standard library, OpenMP where the compiler has it. Prints one JSON object.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "adoption_1_compiled.hpp"
#include "adoption_1_products.hpp"

constexpr int products = 32, regions = 4, months = 120;
constexpr double review = 0.25, peer_weight = 2, habit = 0.5;

struct Developer {
  double weight[4], price_weight, openness_weight;
  int region, product;
};

/// Tastes, a region and a first product for everybody.
std::vector<Developer> first_developers(long count, std::vector<std::mt19937_64>& generators) {
  std::vector<Developer> all(static_cast<std::size_t>(count));
#pragma omp parallel
  {
    std::mt19937_64& random = generators[omp_get_thread_num()];
    std::exponential_distribution<double> exponential(1);
    std::lognormal_distribution<double> price_weight(0, 0.5);
    std::normal_distribution<double> openness_weight(0.5, 0.5);
    std::uniform_int_distribution<int> region(0, regions - 1), product(0, products - 1);
#pragma omp for schedule(static)
    for (long i = 0; i < count; ++i) {
      Developer& x = all[i];
      double sum = 0;
      for (double& w : x.weight) sum += w = exponential(random);
      for (double& w : x.weight) w /= sum;  // exponentials over their sum are Dirichlet(1, 1, 1, 1)
      x.price_weight = price_weight(random);
      x.openness_weight = openness_weight(random);
      x.region = region(random);
      x.product = product(random);
    }
  }
  return all;
}

/// One month of reviews. Adds this month's users of each product in each region; returns how many developers chose.
long choose(std::vector<Developer>& developers, const std::vector<Product>& all, const std::vector<double>& share,
            std::vector<double>& users, std::vector<std::mt19937_64>& generators) {
  const long count = static_cast<long>(developers.size());
  long reviews = 0;
#pragma omp parallel reduction(+ : reviews)
  {
    std::mt19937_64& random = generators[omp_get_thread_num()];
    std::uniform_real_distribution<double> uniform(0, 1);
    std::vector<double> mine(regions * products);
    double u[products];
#pragma omp for schedule(static)
    for (long i = 0; i < count; ++i) {
      Developer& x = developers[i];
      if (uniform(random) < review) {
        for (int k = 0; k < products; ++k) {
          const Product& p = all[k];
          u[k] = x.weight[0] * p.quality[0] + x.weight[1] * p.quality[1] + x.weight[2] * p.quality[2] +
                 x.weight[3] * p.quality[3] - x.price_weight * p.price + x.openness_weight * p.open +
                 peer_weight * share[x.region * products + k];
        }
        u[x.product] += habit;
        // The best under Gumbel noise is a draw with probabilities proportional to exp(u).
        const double best = *std::max_element(u, u + products);
        double sum = 0;
        for (int k = 0; k < products; ++k) sum += u[k] = std::exp(u[k] - best);
        double left = uniform(random) * sum;
        int k = 0;
        while (k < products - 1 && (left -= u[k]) >= 0) ++k;
        x.product = k;
        ++reviews;
      }
      mine[x.region * products + x.product] += 1;
    }
#pragma omp critical
    for (int i = 0; i < regions * products; ++i) users[i] += mine[i];
  }
  return reviews;
}

int main(int argc, char** argv) {
  std::vector<Product> all;
  if (argc == 4) all = read_products(argv[1]);
  if (all.size() != products || std::atol(argv[2]) < 1) {
    std::fprintf(stderr, "usage: %s <adoption_1.csv: %d products> <developers> <seed>\n", argv[0], products);
    return 2;
  }
  const long count = std::atol(argv[2]);
  const int threads = omp_get_max_threads();
  std::vector<std::mt19937_64> generators;
  for (int i = 0; i < threads; ++i) {
    std::seed_seq seed{std::atol(argv[3]), long(i)};
    generators.emplace_back(seed);
  }
  std::vector<Developer> developers = first_developers(count, generators);
  std::vector<double> share(regions * products), size(regions);
  for (const Developer& x : developers) {
    share[x.region * products + x.product] += 1;
    size[x.region] += 1;
  }
  for (int i = 0; i < regions * products; ++i) share[i] /= size[i / products];

  long evaluations = 0;
  const auto began = std::chrono::steady_clock::now();
  for (int month = 0; month < months; ++month) {
    for (Product& p : all)
      for (int d = 0; d < 4; ++d) p.quality[d] += p.growth[d];
    std::vector<double> users(regions * products);
    evaluations += choose(developers, all, share, users, generators);
    for (int i = 0; i < regions * products; ++i) share[i] = users[i] / size[i / products];
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();

  double open_share = 0, hhi = 0;
  for (int k = 0; k < products; ++k) {
    double s = 0;
    for (int r = 0; r < regions; ++r) s += share[r * products + k] * size[r] / double(count);
    open_share += s * all[k].open;
    hhi += s * s;
  }
  std::printf(
      "{\"name\": \"plain C++\", \"instructions\": \"%s\", \"developers\": %ld, \"threads\": %d, "
      "\"ns_per_evaluation\": %.3f, \"ns_per_developer_step\": %.4f, \"open_share\": %.5f, \"hhi\": %.6f}\n",
      instructions, count, threads, 1e9 * seconds / double(evaluations), 1e9 * seconds / (double(count) * months),
      open_share, hhi);
}
