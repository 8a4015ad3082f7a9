// Checks that concern more than one value. Each adds problems at the position of the value at fault.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "io/scenario_text/parse.hpp"
#include "mechanism/adoption/menu.hpp"
#include "scenario/check_asked.hpp"
#include "scenario/check_lines.hpp"
#include "scenario/check_policy.hpp"
#include "scenario/check_uncertain.hpp"
#include "scenario/edge_list.hpp"
#include "scenario/like.hpp"
#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

class Checker {
 public:
  Checker(const Scenario& scenario, const Reading& reading) : s_(scenario), reading_(reading) {}

  void known(const Texts& given, const std::vector<std::string_view>& names, const std::string& path,
             std::string_view what) {
    for (std::size_t i = 0; i < given.size(); ++i)
      if (std::find(names.begin(), names.end(), given[i]) == names.end())
        report(fmt::format("{}[{}]", path, i),
               fmt::format("{} is '{}', {} {}", path, given[i], what,
                           suggestion(given[i], std::vector<std::string>(names.begin(), names.end()))));
  }

  void run() {
    const auto month = [&](Month value, const std::string& path) {
      if (value >= never) report(path, path + " is never (must be a month such as 2030-12)");
    };
    month(s_.run.start, "run.start");
    month(s_.run.end, "run.end");
    const auto& [start, end] = std::pair{s_.run.start, s_.run.end};
    if (end < start && start < never)
      report("run.end", fmt::format("run.end is {} (before run.start, {})", to_string(end), to_string(start)));
  }

  void sizes() {
    const auto needs = [&](const auto& list, std::string_view key, std::size_t most, std::string_view why = "") {
      if (list.empty()) report(std::string(key), fmt::format("{} is empty (at least one is needed)", key));
      if (list.size() > most)
        report(std::string(key), fmt::format("{} has {} entries (at most {}{})", key, list.size(), most, why));
    };
    const bool differ = needs_differ(s_.segments);
    needs(s_.domains, "domains", differ ? max_needs : 64, differ ? " where a segment has needs" : "");
    needs(s_.tasks, "tasks", std::size_t(max_tasks));
    needs(s_.sectors, "sectors", 255);
    needs(s_.segments, "segments", 255);
    needs(s_.regions, "regions", 255);
    if (s_.firms.size() > 1000) report("firms", "firms has over 1000 entries");
  }

  void weights() {
    const auto positive = [&](const Numbers& numbers, const std::string& path) {
      double sum = 0;
      for (const auto& [name, x] : numbers) sum += x;
      if (reading_.origin(path) != "default" && !(sum > 0))
        report(path, path + " has no positive weight (give at least one)");
    };
    for (const TaskEntry& t : s_.tasks) positive(t.domains, "tasks." + t.name + ".domains");
    for (const SectorEntry& x : s_.sectors) positive(x.tasks, "sectors." + x.name + ".tasks");
    for (const RegionEntry& r : s_.regions) {
      positive(r.sectors, "regions." + r.name + ".sectors");
      positive(r.segments, "regions." + r.name + ".segments");
    }
  }

  void lines() {
    std::map<std::string, std::string> makers;  // by line
    std::size_t count = 0;
    for (const FirmEntry& f : s_.firms)
      for (const LineEntry& l : f.lines) {
        ++count;
        if (l.name == "none")
          report("firms." + f.name + ".lines.none",
                 fmt::format("firms.{}.lines.none is no name for a line (outputs use it for no model)", f.name));
        const auto [first, added] = makers.emplace(l.name, f.name);
        if (!added)
          report("firms." + f.name + ".lines." + l.name,
                 fmt::format("firms.{}.lines.{} has the name of a line of {} (names of lines are unique)", f.name,
                             l.name, first->second));
      }
    for (const AddedLine& line : added_lines(s_.firms, s_.release.kept_vintages)) {
      ++count;
      const std::string& maker = s_.firms[std::size_t(line.firm)].name;
      if (const auto [first, added] = makers.emplace(line.entry.name, maker); !added)
        report("firms." + first->second + ".lines." + line.entry.name,
               fmt::format(
                   "firms.{}.lines.{} has the name under which an older vintage, or a promotion, of a line of {} is "
                   "kept (rename it)",
                   first->second, line.entry.name, maker));
    }
    if (count > std::size_t(max_lines))
      report("firms", fmt::format("firms have {} lines (at most {})", count, max_lines));
  }

  void strategies() {
    for (const FirmEntry& f : s_.firms) {
      std::vector<std::pair<Strategy, std::string>> all;
      for (const auto& [month, choice] : f.strategy.points)
        all.emplace_back(Strategy(choice), month > Month::of(1900, 1) ? "strategy." + to_string(month) : "strategy");
      if (f.strategy.has(Strategy::reactive)) all.emplace_back(f.reaction, "reaction");
      for (const auto& [strategy, key] : all) strategy_has_lines(f, strategy, key);
      if (f.reaction == Strategy::reactive || f.reaction == Strategy::adaptive)
        report("firms." + f.name + ".reaction", fmt::format("firms.{}.reaction is {} (name the strategy that follows)",
                                                            f.name, Choices<Strategy>::names[std::size_t(f.reaction)]));
    }
  }

  void strategy_has_lines(const FirmEntry& f, Strategy strategy, const std::string& key) {
    const auto has = [&](Openness o) {
      return std::any_of(f.lines.begin(), f.lines.end(), [&](const LineEntry& l) { return l.openness == o; });
    };
    const bool adapts = strategy == Strategy::adaptive;
    const bool needs_open =
        adapts || strategy == Strategy::open || strategy == Strategy::delayed || strategy == Strategy::tiered;
    const bool needs_closed = adapts || strategy == Strategy::delayed;
    const std::string_view name = Choices<Strategy>::names[std::size_t(strategy)];
    for (const auto& [needed, openness] : {std::pair{needs_open, Openness::open}, {needs_closed, Openness::closed}})
      if (needed && !f.lines.empty() && !has(openness))
        report("firms." + f.name + "." + key,
               fmt::format("firms.{}.{} is {} (the firm has no {} line: add one under lines)", f.name, key, name,
                           Choices<Openness>::names[std::size_t(openness)]));
  }

  void peers() {
    const AdoptionParams& p = s_.adoption;
    if (p.peers == Peers::none && p.word_of_mouth > 0)
      report("adoption.word_of_mouth",
             fmt::format("adoption.word_of_mouth is {} (adoption.peers is none: nobody is heard)", p.word_of_mouth));
    if (p.peers == Peers::network && p.timing == Timing::one_by_one)
      report("adoption.timing", "adoption.timing is one_by_one (peers of a network are seen one month late: together)");
    if (p.peers == Peers::network && p.peer_response != PeerResponse::share)
      report("adoption.peer_response", "adoption.peer_response must be share (adoption.peers is network)");
    if (p.peers == Peers::none || p.peer_response != PeerResponse::log) return;
    for (const FirmEntry& f : s_.firms)
      if (f.early_users <= 0)
        report("firms." + f.name + ".early_users",
               fmt::format("firms.{}.early_users is {} (adoption.peer_response is log: nobody would ever be the first)",
                           f.name, f.early_users));
  }

  void network() {
    const std::string path = "adoption.network.edges";
    if (s_.adoption.network.edges.empty()) return;
    read_edges(s_.adoption.network.edges, s_.run.developers, reading_.where(path), problems);
  }

  /// Rules of firms that wait for a mechanism which is switched off.
  void firms_rules() {
    const auto off = [&](std::string_view mechanism) {
      return std::find(s_.run.skip.begin(), s_.run.skip.end(), mechanism) != s_.run.skip.end();
    };
    if (s_.finance.capex_rule == CapexRule::best_reply && off("adoption"))
      report("finance.capex_rule",
             "finance.capex_rule is best_reply (adoption is skipped, so nobody says what a better model is worth)");
    for (const FirmEntry& f : s_.firms)
      for (const std::string_view mechanism : {"compute", "finance"})
        if (f.entry == EntryRule::free && off(mechanism))
          report("firms." + f.name + ".entry",
                 fmt::format("firms.{}.entry is free ({} is skipped, so the firm can never begin)", f.name, mechanism));
  }

  void chips() {
    for (const ChipEntry& c : s_.chips)
      if (c.withdrawn <= c.on_sale && c.on_sale < never)
        report("chips." + c.name + ".withdrawn", fmt::format("chips.{}.withdrawn is {} (not after on_sale, {})", c.name,
                                                             to_string(c.withdrawn), to_string(c.on_sale)));
  }

  std::vector<Problem> problems;

 private:
  void report(const std::string& path, std::string text) {
    problems.push_back({reading_.where(path), std::move(text)});
  }
  const Scenario& s_;
  const Reading& reading_;
};

}  // namespace

std::vector<Problem> cross_check(const Scenario& scenario, const Reading& reading, const KnownNames& known) {
  Checker check{scenario, reading};
  check.run();
  check.sizes();
  check.known(scenario.run.skip, known.mechanisms, "run.skip", "which is no mechanism");
  constexpr auto& instruments = Choices<Instrument>::names;
  check.known(scenario.policy.without, {instruments.begin(), instruments.end()}, "policy.without",
              "which is no instrument");
  if (scenario.record.series != Texts{"none"})
    check.known(scenario.record.series, known.series, "record.series", "which is no series");
  check_asked(scenario, reading, check.problems);
  check_likeness(scenario, reading, check.problems);
  check_uncertain(scenario, reading, check.problems);
  check.weights();
  check.lines();
  check.strategies();
  check.peers();
  check_lines(scenario, reading, check.problems);
  check.network();
  check.firms_rules();
  check.chips();
  check_policy(scenario, reading, check.problems);
  if (known.more)
    for (Problem& problem : known.more(scenario, reading)) check.problems.push_back(std::move(problem));
  return check.problems;
}

}  // namespace moat
