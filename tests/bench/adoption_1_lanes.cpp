// adoption-1 (adoption_1.yaml) written by hand for vector instructions without naming any: blocks of reviewing
// developers, one to each lane, and plain loops over the lanes, which the compiler turns into whatever it is told the
// processor has. Single precision, columns, counter-based random numbers. Prints one JSON object.

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "adoption_1_compiled.hpp"
#include "adoption_1_products.hpp"

constexpr int products = 32, open_products = 16, regions = 4, months = 120;
constexpr int lanes = 32;    // two vectors of AVX-512: each works while the other waits
constexpr int chunk = 4096;  // developers whose reviewers are gathered before they choose, so that they stay in cache
constexpr double peer_weight = 2;
constexpr float habit_factor = 0.6487212707f;  // exp(0.5) - 1

/// Squares (Widynski 2020, arXiv:2004.06278): a word that is a function of a counter and a key.
static inline std::uint32_t squares(std::uint64_t counter, std::uint64_t key) {
  const std::uint64_t y = counter * key, z = y + key;
  std::uint64_t x = y;
  x = std::rotl(x * x + y, 32);
  x = std::rotl(x * x + z, 32);
  x = std::rotl(x * x + y, 32);
  return std::uint32_t((x * x + z) >> 32);
}

/// A mixer of 32-bit words (lowbias32, github.com/skeeto/hash-prospector). Squares needs products of 64 bits, which
/// older vector instructions lack; inside a chunk two rounds of this, keyed by two words of Squares, take its place.
static inline std::uint32_t mix(std::uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352du;
  x ^= x >> 15;
  x *= 0x846ca68bu;
  return x ^ x >> 16;
}

/// Uniform in [0, 1); through a signed integer, for which there are vector conversions everywhere.
static inline float uniform(std::uint32_t word) {
  return float(int(word >> 8)) * 0x1p-24f;
}

/// exp(x) from the scaled exponent x * per_unit + zero: its upper bits are the exponent of the result as it stands, a
/// cubic makes the mantissa. The relative error is below 8e-5.
constexpr float per_unit = 1.4426950408889634f * 0x1p23f, zero = 127 * 0x1p23f;
static inline float exp_scaled(float scaled) {
  const std::int32_t bits = std::int32_t(scaled);
  const float m = std::bit_cast<float>((bits & 0x7fffff) | 0x3f800000);
  const float power = std::bit_cast<float>(bits & std::int32_t(0xff800000));
  return (((7.802454399e-02f * m - 8.006509360e-03f) * m + 4.777729395e-01f) * m + 4.521342439e-01f) * power;
}

/// Users of each product in each region.
struct Counts {
  long of[regions][products] = {};
};

/// Columns, sorted by region. The fourth weight of quality is one less the other three.
struct Developers {
  long first[regions + 1] = {};  // of each region, and the number of all
  std::vector<float> w0, w1, w2, price_weight, openness_weight;
  std::vector<std::uint8_t> product;
};

Developers first_developers(long count, std::uint64_t key) {
  Developers all;
  for (auto* column : {&all.w0, &all.w1, &all.w2, &all.price_weight, &all.openness_weight})
    column->resize(std::size_t(count));
  all.product.resize(std::size_t(count));
  for (long i = 0; i < count; ++i) ++all.first[1 + squares(std::uint64_t(i) + (1ull << 62), key) % regions];
  for (int r = 0; r < regions; ++r) all.first[r + 1] += all.first[r];
#pragma omp parallel for schedule(static)
  for (long i = 0; i < count; ++i) {
    const std::uint64_t number = std::uint64_t(i) * 8 + (1ull << 60);
    float u[5];  // above zero: one goes to a logarithm
    for (std::uint64_t j = 0; j < 5; ++j) u[j] = uniform(squares(number + j, key)) + 0x1p-25f;
    std::sort(u, u + 3);  // the gaps between three sorted uniforms are Dirichlet(1, 1, 1, 1)
    all.w0[i] = u[0];
    all.w1[i] = u[1] - u[0];
    all.w2[i] = u[2] - u[1];
    // Two normal numbers by Box and Muller.
    const float radius = std::sqrt(-2 * std::log(u[3])), angle = 6.2831853f * u[4];
    all.price_weight[i] = std::exp(0.5f * radius * std::cos(angle));
    all.openness_weight[i] = 0.5f + 0.5f * radius * std::sin(angle);
    all.product[i] = std::uint8_t(squares(number + 5, key) % products);
  }
  return all;
}

/// What a region is offered this month, as scaled exponents: base + w0 d0 + w1 d1 + w2 d2 + price_weight price.
struct Offers {
  float d0[products], d1[products], d2[products], price[products], base[products];
};

Offers offers(const std::vector<Product>& all, const long* users, long size) {
  Offers o;
  for (int k = 0; k < products; ++k) {
    const double* q = all[k].quality;
    o.d0[k] = float((q[0] - q[3]) * per_unit);
    o.d1[k] = float((q[1] - q[3]) * per_unit);
    o.d2[k] = float((q[2] - q[3]) * per_unit);
    o.price[k] = float(-all[k].price * per_unit);
    o.base[k] = float((q[3] + peer_weight * double(users[k]) / double(size)) * per_unit + zero);
  }
  return o;
}

/// The developers of a chunk who review, side by side; the last block may read past them.
struct alignas(64) Reviewers {
  static constexpr int room = chunk + lanes;
  float w0[room], w1[room], w2[room], price_weight[room], openness_weight[room];
  std::int32_t old_product[room], place[room], new_product[room];
};

/// A product for each of n reviewers, drawn with probabilities proportional to exp(utility), which is the best under
/// Gumbel noise. Key words name the draws.
__attribute__((noinline)) void choose(Reviewers& all, int n, const Offers& o, std::uint32_t key0, std::uint32_t key1) {
  for (int j = 0; j < n; j += lanes) {
    alignas(64) float running[products][lanes];  // sums over the products so far, open and closed ones apart
    alignas(64) float open_sum[lanes] = {}, closed_sum[lanes] = {}, habit[lanes] = {}, taste[lanes], left[lanes];
    alignas(64) std::int32_t choice[lanes], is_open[lanes];
    const float *w0 = all.w0 + j, *w1 = all.w1 + j, *w2 = all.w2 + j, *price_weight = all.price_weight + j;
    const std::int32_t* old_product = all.old_product + j;
    for (int k = 0; k < products; ++k) {
      float *sum = k < open_products ? open_sum : closed_sum, *so_far = running[k];
      const float base = o.base[k], d0 = o.d0[k], d1 = o.d1[k], d2 = o.d2[k], price = o.price[k];
      for (int l = 0; l < lanes; ++l) {
        const float e = exp_scaled(base + w0[l] * d0 + w1[l] * d1 + w2[l] * d2 + price_weight[l] * price);
        habit[l] = old_product[l] == k ? e : habit[l];
        so_far[l] = sum[l] += e;
      }
    }
    // The taste for openness is a factor common to all open products. The product in use weighs exp(0.5) times as
    // much: the surplus is an interval of its own below zero, then come the open products, then the closed.
    for (int l = 0; l < lanes; ++l) {
      taste[l] = exp_scaled(all.openness_weight[j + l] * per_unit + zero);
      habit[l] *= habit_factor * (old_product[l] < open_products ? taste[l] : 1.0f);
      const float open = taste[l] * open_sum[l];
      const std::uint32_t word = mix(mix(std::uint32_t(j + l) * 0x9E3779B9u + key0) ^ key1);
      const float z = uniform(word) * (habit[l] + open + closed_sum[l]) - habit[l];
      is_open[l] = z < open;
      choice[l] = is_open[l] ? 0 : open_products;
      choice[l] |= z < 0 ? 64 : 0;  // marks those who keep what they use
      left[l] = is_open[l] ? z / taste[l] : z - open;
    }
    // How many running sums lie below is the place of the choice within its half. The loop stops before the last.
    for (int k = 0; k < open_products - 1; ++k) {
      const float *open = running[k], *closed = running[k + open_products];
      for (int l = 0; l < lanes; ++l) choice[l] += left[l] >= (is_open[l] ? open[l] : closed[l]);
    }
    for (int l = 0; l < lanes; ++l) all.new_product[j + l] = choice[l] >= 64 ? old_product[l] : choice[l];
  }
}

/// Who of n developers reviews: each with probability 1/4, two random bits for each, one word for sixteen.
int find_reviewers(Reviewers& all, int n, std::uint32_t key0, std::uint32_t key1) {
  int found = 0;
  for (int i = 0; i < n; i += 16) {
    const std::uint32_t word = mix(mix(std::uint32_t(i >> 4) * 0x85ebca6bu + key1) ^ key0);
    std::uint32_t bits = word & word >> 16 & 0xffff;
    if (n - i < 16) bits &= (1u << (n - i)) - 1;
    for (; bits; bits &= bits - 1) all.place[found++] = i + std::countr_zero(bits);
  }
  return found;
}

/// Developers next to each other, all of one region.
struct Chunk {
  long first;
  int count, region;
};

/// The reviews of one chunk in one month, whose number names the draws. Changes the users; returns how many chose.
int review(Developers& developers, const Chunk& c, const Offers& o, std::uint64_t number, std::uint64_t key,
           Counts& users) {
  static thread_local Reviewers s;
  const std::uint32_t key0 = squares(number, key), key1 = squares(number + (1ull << 61), key);
  const int n = find_reviewers(s, c.count, key0, key1);
  const auto gather = [&](const auto& column, auto* to) {
    const auto* from = column.data() + c.first;
    for (int i = 0; i < n; ++i) to[i] = from[s.place[i]];
  };
  gather(developers.w0, s.w0);
  gather(developers.w1, s.w1);
  gather(developers.w2, s.w2);
  gather(developers.price_weight, s.price_weight);
  gather(developers.openness_weight, s.openness_weight);
  gather(developers.product, s.old_product);
  choose(s, n, o, key0, key1);
  std::uint8_t* product = developers.product.data() + c.first;
  long* users_here = users.of[c.region];
  for (int i = 0; i < n; ++i) {
    product[s.place[i]] = std::uint8_t(s.new_product[i]);
    --users_here[s.old_product[i]];
    ++users_here[s.new_product[i]];
  }
  return n;
}

int main(int argc, char** argv) {
  std::vector<Product> all;
  if (argc == 4) all = read_products(argv[1]);
  if (all.size() != products || std::atol(argv[2]) < 1) {
    std::fprintf(stderr, "usage: %s <adoption_1.csv: %d products> <developers> <seed>\n", argv[0], products);
    return 2;
  }
  const long count = std::atol(argv[2]);
  const std::uint64_t key = 0xc8e4fd154ce32f6dull + std::uint64_t(std::atol(argv[3])) * 0x9E3779B97F4A7C16ull;
  Developers developers = first_developers(count, key);
  Counts users;
  std::vector<Chunk> chunks;
  for (int r = 0; r < regions; ++r) {
    const long end = developers.first[r + 1];
    for (long i = developers.first[r]; i < end; ++i) ++users.of[r][developers.product[i]];
    for (long i = developers.first[r]; i < end; i += chunk)
      chunks.push_back({i, int(std::min<long>(chunk, end - i)), r});
  }

  long evaluations = 0;
  const auto began = std::chrono::steady_clock::now();
  for (int month = 0; month < months; ++month) {
    for (Product& p : all)
      for (int d = 0; d < 4; ++d) p.quality[d] += p.growth[d];
    Offers o[regions];
    for (int r = 0; r < regions; ++r) o[r] = offers(all, users.of[r], developers.first[r + 1] - developers.first[r]);
#pragma omp parallel reduction(+ : evaluations)
    {
      Counts mine;
#pragma omp for schedule(dynamic, 8)
      for (std::size_t c = 0; c < chunks.size(); ++c)
        evaluations += review(developers, chunks[c], o[chunks[c].region], std::uint64_t(month) << 32 | c, key, mine);
#pragma omp critical
      for (int r = 0; r < regions; ++r)
        for (int k = 0; k < products; ++k) users.of[r][k] += mine.of[r][k];
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();

  double open_share = 0, hhi = 0;
  for (int k = 0; k < products; ++k) {
    double s = 0;
    for (int r = 0; r < regions; ++r) s += double(users.of[r][k]) / double(count);
    open_share += s * all[k].open;
    hhi += s * s;
  }
  std::printf(
      "{\"name\": \"hand-written lanes\", \"instructions\": \"%s\", \"developers\": %ld, \"threads\": %d, "
      "\"ns_per_evaluation\": %.3f, \"ns_per_developer_step\": %.4f, \"open_share\": %.5f, \"hhi\": %.6f}\n",
      instructions, count, omp_get_max_threads(), 1e9 * seconds / double(evaluations),
      1e9 * seconds / (double(count) * months), open_share, hhi);
}
