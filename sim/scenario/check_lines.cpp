#include "scenario/check_lines.hpp"

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"
#include "mechanism/adoption/promotions.hpp"
#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

void check_licence(const LineEntry& l, const std::string& path, const Reading& reading,
                   std::vector<Problem>& problems) {
  const bool paid = l.licence.has(Licence::revenue_share);
  if (l.openness == Openness::closed && (paid || l.licence.has(Licence::non_commercial)))
    problems.push_back(
        {reading.where(path + ".licence"), fmt::format("{}.licence is {} (the line is closed: nobody has its weights)",
                                                       path, paid ? "revenue_share" : "non_commercial")});
  if (l.royalty > 0 && !paid)
    problems.push_back({reading.where(path + ".royalty"),
                        fmt::format("{}.royalty is {} (the licence is {}; hosts pay under revenue_share)", path,
                                    l.royalty, Choices<Licence>::names[std::size_t(l.licence.points.front().second)])});
  if (l.royalty <= 0 && paid)
    problems.push_back({reading.where(path + ".licence"),
                        fmt::format("{}.licence is revenue_share (give the royalty, a share above 0)", path)});
}

/// Developers are grouped by which promotions admit them.
void check_promotion(const Scenario& s, const LineEntry& l, const std::string& path, const Reading& reading,
                     std::vector<Problem>& problems) {
  if (!admits(l)) return;
  const Month begins = l.promotion.points.front().first;
  int together = 0;
  for (const FirmEntry& firm : s.firms)
    for (const LineEntry& line : firm.lines) together += admits(line) && is_promoted(line.promotion, begins);
  if (together > max_promotions)
    problems.push_back(
        {reading.where(path + ".promotion"),
         fmt::format("{}.promotion begins while {} others last (at most {} promotions at a time that admit "
                     "a share of developers, or are of open lines)",
                     path, together - 1, max_promotions)});
}

}  // namespace

void check_lines(const Scenario& s, const Reading& reading, std::vector<Problem>& problems) {
  for (const FirmEntry& f : s.firms)
    for (const LineEntry& l : f.lines) {
      const std::string path = "firms." + f.name + ".lines." + l.name;
      check_licence(l, path, reading, problems);
      check_promotion(s, l, path, reading, problems);
    }
}

}  // namespace moat
