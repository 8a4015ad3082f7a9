#include "design/point.hpp"

#include "io/scenario_text/values.hpp"
#include "scenario/like.hpp"

namespace moat {

void put_point(Scenario& scenario, const DesignTable& table, std::size_t point, const std::string& who,
               const WhereOfChange& where, std::vector<Problem>& problems) {
  // Who is like another firm follows it, which a number set by itself would not see.
  const bool alone = !someone_is_like(scenario);
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    for (const std::string& path : table.columns[c].paths) {
      const bool is_set =
          alone && table.columns[c].is_number && set_number(item(scenario), path, table.number(point, c));
      // Levels are text by nature; a number that the scenario does not take is refused in the words of a file.
      if (!is_set) apply(scenario, {{path, table.cell(point, c)}}, who, where, problems);
    }
}

}  // namespace moat
