// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark all_benchmarks[] = {
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
    {"B6", "Best reply and equilibrium in logit Bertrand competition",
     "Anderson, de Palma & Thisse 1992, Discrete Choice Theory of Product Differentiation, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"B6", "Markups, and the price ceiling that an open model sets",
     "Anderson, de Palma & Thisse 1992, Discrete Choice Theory of Product Differentiation, MIT Press, ch. 7",
     "pricing and adoption in bertrand.yaml: firms see last month's demand, utilities are floats", bertrand_market},
    {"B7", "Mixed logit shares and diversion",
     "McFadden & Train 2000, doi:10.1002/1099-1255(200009/10)15:5<447::AID-JAE570>3.0.CO;2-1",
     "adoption: unequal price and openness weights; pricing; policy: model_ban", mixed_logit},
    {"B8", "A closed firm against a free open product", "Hotelling 1929, doi:10.2307/2224214",
     "adoption: uniform openness weight, share of peers; pricing: list and hosted prices", hotelling_line},
    {"B9", "Dynamic mixed duopoly (pattern)", "Casadesus-Masanell & Ghemawat 2006, Management Science 52, 1072-1084",
     "pricing (installed_base_value), adoption, community", mixed_duopoly},
    {"B10", "Skilled users and learning cost decide whether an open model replaces the installed one",
     "Meireles, agent-based model of open-source and proprietary software, Instituto Superior Técnico (abstract)",
     "adoption and policy in learning_cost.yaml: reviews, switching cost, tastes", learning_cost_boundary},
    {"B10", "Application variety on open and proprietary platforms",
     "Economides & Katsamakas 2006, doi:10.1287/mnsc.1060.0549", "", nullptr,
     "there are no makers of applications and no access price: derivatives accrue to open models by rule, so their "
     "larger variety would be an assumption found again; head to head, an open model at cost takes the larger share "
     "(B6, case D), since nobody charges for what complements it"},
    {"B10", "Momentum against a standard (pattern)",
     "Dalle & Jullien 2003, Research Policy 32, 1-11; Bonaccorsi & Rossi 2003, Research Policy 32, 1243-1258",
     "policy (open_promotion), adoption", momentum},
    {"B11", "Research contests with compute costs, exit and free entry",
     "Tullock 1980, in Toward a Theory of the Rent-Seeking Society; derived",
     "compute, research, adoption (survey), finance", research_contests},
    {"B12", "Lag of an imitator", "derived; Epoch AI, open models lag closed ones by three months",
     "research, release, leaderboard (open_lag)", imitation_lag},
    {"B13", "Vintages of export rules on chips", "15 CFR 774, 3A090 of 2022-10, 2023-10 and 2026-01",
     "policy: permitted_share, with the measures and chips of the world; research: do_research, run_capability",
     chip_rules},
    {"B15", "Racing to the precipice: safety, enmity and information",
     "Armstrong, Bostrom & Shulman 2016, doi:10.1007/s00146-015-0590-y", "", nullptr,
     "firms choose no level of safety, and no release risks a disaster that takes the payoff of all; security assesses "
     "misuse of what is published, which no firm trades against speed"},
    {"B16", "To regulate or not: the idealised AI race", "Han, Pereira, Santos & Lenaerts 2020, arXiv:1907.12393", "",
     nullptr,
     "firms have no safe and no unsafe way to develop, do not imitate who earns more, and win no prize that ends the "
     "race"},
    {"B17", "Replicator dynamics: substitution along a logistic, and the price equation",
     "Fisher & Pry 1971, doi:10.1016/S0040-1625(71)80005-7; Price 1970, doi:10.1038/227520a0",
     "adoption in replicator.yaml: logarithm of peers, quality", replicator},
    {"B17", "Herding of recruits", "Kirman 1993, doi:10.2307/2118498",
     "adoption: one_by_one over months, logarithm of peers, early users", kirman_herding},
    {"B18", "Wright's law and Sahal's",
     "Wright 1936, doi:10.2514/8.155; Nagy et al. 2013, doi:10.1371/journal.pone.0052669", "compute",
     learning_by_doing},
    {"B19", "Regimes of deployment: closed service alone, held down by open models, or self-hosting",
     "Wu, Duan, Li & Hu 2025, doi:10.1145/3696410.3714783 (the pace of research is left out)",
     "pricing and adoption in bertrand.yaml with buyers nearly alike", deployment_regimes},
    {"B19", "Shares of tokens and of spending; elasticity between hosts; what cheap open models are up against",
     "Nagle & Yue 2025, The Latent Role of Open Models in the AI Economy; Demirer, Fradkin, Tadelis & Peng 2025, NBER",
     "adoption and its accounts in bertrand.yaml", market_arithmetic},
    {"B19", "Leaders close, laggards open (in a market chosen so that they can)",
     "Mladenovic, Courville & Gidel 2026, arXiv:2604.16227",
     "release (adaptive), with all that makes the market: openness.yaml says how it was chosen", leaders_close},
    {"B20", "What a smaller model costs, and how small the cheapest is",
     "Hoffmann et al. 2022, arXiv:2203.15556; Sardana et al. 2023, arXiv:2401.00448",
     "release: shrink_cost, best_shrink", small_models},
    {"B21", "Who pays whom: two firms, hosts and three governments", "derived; double-entry accounts",
     "policy (tariffs, levies, support, subsidies, grants, bans), pricing, adoption, compute, finance", accounts},
    {"B22", "What a service without enough capacity asks for, and whom it turns away", "derived; binary logit",
     "compute (claim_serving), pricing, adoption", rationing},
    {"B23", "Capacity that answers orders after a delay (cobweb)",
     "Ezekiel 1938, doi:10.2307/1881734; the difference equation with a delay: derived", "compute: capacity",
     capacity_cobweb},
    {"B24", "Nested logit: red bus, blue bus",
     "Train 2009, Discrete Choice Methods with Simulation, ch. 4, doi:10.1017/CBO9780511805271",
     "adoption: nesting, unequal price weights", nests_of_makers},
    {"MF", "Mean-field limit of many developers", "the twin in sim/verify/mean_field.hpp; binomial sampling",
     "all mechanisms: scenarios/verify/mean_field.yaml, scenarios/baseline.yaml", mean_field},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return all_benchmarks;
}

}  // namespace moat
