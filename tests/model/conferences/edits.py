"""What a new mechanism changes in files that are there: (file, line that holds this text, before or after it, new lines).
The row is placed before research, which reads what it writes."""

ROW = '''    {.name = "conferences",
     .sentence = "Researchers meet where the compute is.",
     .start = nothing_to_start,
     .month = [](World& w, const Scenario& s, const Random& r) { meet(w.firms, s.conferences, r); },
     .without = nothing_stands_in,
     .hold = {take_state, take_state_at_start},
     .channel = {"conferences", "What researchers hear from each other."},
     .foresight = {true, [](Scenario& s) { s.conferences.luck = 0; }},
     .series = conferences_series,
     .state = conferences_state,
     .draws = luck_of<conference_luck>},
'''

EDITS = [
    ("sim/state/firms.hpp", r"  Column<double> trust_shift;", "after",
     "  Column<double> contacts;        ///< [firm] contacts of its staff relative to a firm of average compute\n"),
    ("sim/scenario/scenario.hpp", r'#include "mechanism/security.hpp"', "after", '#include "mechanism/conferences.hpp"\n'),
    ("sim/scenario/scenario.hpp", r"  SecurityParams security;", "after", "  ConferencesParams conferences;\n"),
    ("sim/scenario/scenario.hpp", r'        part("security", &P::security', "after",
     '        part("conferences", &P::conferences, "What researchers hear from each other."),\n'),
    ("sim/model/mechanisms.cpp", r'    {.name = "research",', "before", ROW),
    ("sim/mechanism/research.cpp", r"    const double effort = (compute", "before",
     "    shifted.growth *= firms.contacts[f];\n"),
]
