#pragma once
/// Talent: researchers choose anew where to work, and research follows them.
///
/// Each month, for each origin o (where they were educated) and each region r:
///
///     n'[o, r] = (1 - mobility) n[o, r] + mobility p[o, r] N[o]                               [researchers]
///     p[o, r]  = q[o, r] / sum over s of q[o, s]                                              [1]
///     q[o, r]  = n0[o, r] admission[o, r] exp(pull[r] - pull0[r])                             [researchers]
///     pull[r]  = standing (best[r] - frontier) + openness published[r]                        [utility]
///     talent   = (sum over o of n'[o, r] / sum over o of n0[o, r])^elasticity                 [1]
///
/// A logit with the constants that reproduce where researchers were at the start, so that nothing moves until standing,
/// openness or admissions do. Those who choose are newcomers, and those whose job or permit ends: who works abroad has
/// to be admitted again. Any difference between n and where they would go halves in ln 2 / -ln(1 - mobility) months,
/// and where a region admits nobody, its researchers from elsewhere halve in that time. N[o] stays what it was.
///
/// Symbols     n: society.researchers by origin and region of work, at the end of the month
///             N: the sum of n over regions
///             n0: region.researchers, where they were at the start
///             p, q: share of those who choose that go to r, and its weight
///             admission: governments.admission, relative to the start; 1 in the region of origin
///             pull, pull0: what draws them, now and in the first month in which a firm of the region is at work
///               (society.pull_at_start); their difference is 0 where none is
///             best, frontier: best capability that a firm of the region, and that any firm, could train [ECI]
///             published: share of the region's firms at work that published weights within the last twelve months
///             talent: society.talent, a factor on the research skill of the region's firms; 1 where nobody was
/// Sources     logit with constants: Train 2009, doi:10.1017/CBO9780511805271; migration as such a choice: Bertoli and
///             Fernandez-Huertas Moraga 2013, doi:10.1016/j.jdeveco.2012.12.007
/// Reads       clock, society (researchers at the start), firms, market (published weights), governments (admission)
/// Writes      society.researchers, society.talent, society.pull_at_start
/// Draws       nothing
/// Leaves out  wages, changes of number (what a growing field adds goes into research.growth), moves between firms

#include <span>

#include "state/series.hpp"

namespace moat {

struct TalentParams {
  double mobility = 0;
  double standing = 0.02;
  double openness = 0.3;
  double elasticity = 0.35;

  template <class P = TalentParams>
  static constexpr auto rows() {
    return std::tuple{
        number(
            "mobility", &P::mobility, "1/month", within(0, 0.99),
            "Part of researchers who choose anew each month where to work: newcomers, and those whose job or permit "
            "ends. They halve in ln 2 / -ln(1 - mobility) months.",
            assumed("0: nobody does. Of foreign doctors of the field trained in the US over 80 % are still there after "
                    "five years (Zwetsloot et al. 2019, doi:10.51593/20190007), and the field grows by a tenth a year: "
                    "0.012, which halves in 57 months"))
            .acts_if("regions.*.researchers is given"),
        number("standing", &P::standing, "utility/ECI", within(0, 10),
               "Pull of a region, per point by which its best firm comes closer to the frontier.",
               assumed("researchers want to work at the frontier; no measurement"))
            .acts_if("talent.mobility is not 0 and regions.*.researchers is given"),
        number("openness", &P::openness, "utility", within(0, 100),
               "Pull of a region all of whose firms publish weights, against one in which none does.",
               assumed("researchers want to publish; no measurement, sweep it from 0"))
            .acts_if("talent.mobility is not 0 and regions.*.researchers is given"),
        number("elasticity", &P::elasticity, "1", within(0, 2),
               "Elasticity of a region's research in the number of its researchers.",
               estimated("share of staff in the spending of labs that publish it: compute is 57-70 %"))
            .acts_if("talent.mobility is not 0 and regions.*.researchers is given"),
    };
  }
};

/// Puts researchers where the entries of regions say.
void start_talent(Society& society);

/// One month, after community. Does nothing if nobody moves.
void move_talent(Society& society, const Firms& firms, const Market& market, const Governments& governments,
                 const Clock& clock, const TalentParams& params);

std::span<const Series> talent_series();
std::span<const StateColumn> talent_state();

}  // namespace moat
