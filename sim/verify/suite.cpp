// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark table[] = {
    {"B1", "Lock-in by increasing returns", "Arthur 1989, doi:10.2307/2234208",
     "adoption: one_by_one, number of peers, quality, trust", lock_in},
    {"B2", "Polya urns and preferential adoption",
     "Arthur, Ermoliev & Kaniovski 1987, European J. Operational Research 30: 294-303",
     "adoption: one_by_one, logarithm of peers, early users", polya_urns},
    {"B3", "Diffusion of an innovation", "Bass 1969, doi:10.1287/mnsc.15.5.215", "adoption: review, word of mouth",
     bass_diffusion},
    {"B4", "Successive generations, one task each", "Norton & Bass 1987, doi:10.1287/mnsc.33.9.1069",
     "adoption: word of mouth by task; policy: model_ban", norton_bass},
    {"B5", "Logit choice with social interactions", "Brock & Durlauf 2001, doi:10.1111/1467-937X.00168",
     "adoption: share of peers, together and one_by_one; policy: model_ban", social_interactions},
    {"B6", "Best reply in logit Bertrand competition", "Anderson, de Palma & Thisse 1992, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"B7", "Mixed logit shares and diversion",
     "McFadden & Train 2000, doi:10.1002/1099-1255(200009/10)15:5<447::AID-JAE570>3.0.CO;2-1",
     "adoption: spread of price and openness weights; pricing; policy: model_ban", mixed_logit},
    {"B8", "A closed firm against a free open product", "Hotelling 1929, doi:10.2307/2224214",
     "adoption: uniform openness weight, share of peers; pricing: list and hosted prices", hotelling_line},
    {"B17", "Herding of recruits", "Kirman 1993, doi:10.2307/2118498",
     "adoption: one_by_one over months, logarithm of peers, early users", kirman_herding},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return table;
}

}  // namespace moat
