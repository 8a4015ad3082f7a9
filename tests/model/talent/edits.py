"""What a new mechanism changes in files that are there: (file, line that holds this text, before or after it, new lines).
The row is placed before research, which reads what it writes."""

ROW = '''    {.name = "talent",
     .sentence = "Researchers move to where the compute is.",
     .start = nothing_to_start,
     .month = [](World& w, const Scenario& s, const Random& r) { move_talent(w.firms, s.talent, r); },
     .without = nothing_stands_in,
     .hold = {take_state, take_state_at_start},
     .channel = {"talent", "Where researchers work."},
     .foresight = {true, [](Scenario& s) { s.talent.luck = 0; }},
     .series = talent_series,
     .state = talent_state,
     .draws = luck_of<talent_moves>},
'''

EDITS = [
    ("sim/state/firms.hpp", r"  Column<double> trust_shift;", "after",
     "  Column<double> talent;          ///< [firm] research staff relative to a firm of average compute\n"),
    ("sim/scenario/scenario.hpp", r'#include "mechanism/security.hpp"', "after", '#include "mechanism/talent.hpp"\n'),
    ("sim/scenario/scenario.hpp", r"  SecurityParams security;", "after", "  TalentParams talent;\n"),
    ("sim/scenario/scenario.hpp", r'        part("security", &P::security', "after",
     '        part("talent", &P::talent, "Where researchers work."),\n'),
    ("sim/model/mechanisms.cpp", r'    {.name = "research",', "before", ROW),
    ("sim/mechanism/research.cpp", r"    const double own = shifted.growth", "before",
     "    shifted.growth *= firms.talent[f];\n"),
]
