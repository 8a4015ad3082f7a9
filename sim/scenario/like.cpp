#include "scenario/like.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/values.hpp"
#include "state/society.hpp"

namespace moat {
namespace {

const FirmEntry* find_firm(const std::vector<FirmEntry>& firms, std::string_view name) {
  const Index at = find_entry(firms, name);
  return at < 0 ? nullptr : &firms[std::size_t(at)];
}

/// The firms that a firm is like, one by way of the other, until there is none or one comes again.
std::vector<std::string> chain_of(const std::vector<FirmEntry>& firms, const FirmEntry& firm) {
  std::vector<std::string> chain{firm.name};
  for (const FirmEntry* one = &firm; one && !one->like.empty(); one = find_firm(firms, one->like)) {
    const bool again = std::ranges::find(chain, one->like) != chain.end();
    chain.push_back(one->like);
    if (again) break;
  }
  return chain;
}

bool is_cycle(const std::vector<std::string>& chain) {
  return std::ranges::find(chain.begin(), chain.end() - 1, chain.back()) != chain.end() - 1;
}

/// What a firm that enters in this month takes from another one.
FirmEntry likeness(const FirmEntry& other, const std::string& name, Month enters, Month start) {
  FirmEntry firm = other;
  firm.enters = enters;
  firm.grade = Grade::assumed;
  firm.source = "As " + other.name;
  const Month began = std::max(other.enters, start);
  const bool later = std::max(enters, start) > began;
  Month earliest = never;
  for (const LineEntry& line : other.lines) earliest = std::min(earliest, line.first);
  const Month first = enters == never ? never : std::max(enters, start) + std::max(0, earliest - began);
  for (LineEntry& line : firm.lines) {
    line.name = fmt::format("{}-{}", name, line.name);
    if (!later) continue;
    line.first = std::max(line.first, first);
    line.capability = line.awareness = 0;  // nothing of it is on the market when the run starts
  }
  return firm;
}

/// Puts what is taken into an entry, but for what is the entry's own.
class Taker {
 public:
  Taker(std::string_view source, const GivenPaths& given) : source_(source), given_(given) {}

  /// Whether the source gave the value, or anything in it.
  bool gave(const std::string& path) const {
    for (auto one = given_.lower_bound(path); one != given_.end() && one->first.starts_with(path); ++one) {
      const bool inside = one->first.size() == path.size() || one->first[path.size()] == '.';
      if (inside && one->second.where.file == source_ && one->second.origin != like_key) return true;
    }
    return false;
  }

  /// `taken` is what the entry took before, null for nothing. Returns whether any value is the entry's own.
  template <class Entry>
  bool values(Entry& mine, const Entry* taken, const Entry* now, const std::string& path) const {
    bool any = false;
    Entry before = taken ? *taken : Entry{}, next = now ? *now : Entry{};
    for (const Field& field : fields<Entry>()) {
      if (field.text.is_name || field.key == like_key) continue;
      const MemberRef ref = field.ref(&mine);
      if (std::holds_alternative<ListRef>(ref)) continue;
      const bool own = gave(join(path, field.key)) || (taken && !same_value(ref, field.ref(&before)));
      any = any || own;
      if (!own && now) copy_value(ref, field.ref(&next));
    }
    return any;
  }

  /// In the order of what is taken, then what is the firm's own.
  template <class Entry>
  void list(std::vector<Entry>& mine, const std::vector<Entry>* taken, const std::vector<Entry>& now,
            const std::string& path) const {
    const auto find = [](auto& entries, const std::string& name) {
      const Index at = find_entry(entries, name);
      return at < 0 ? nullptr : &entries[std::size_t(at)];
    };
    std::vector<Entry> all;
    for (const Entry& one : now) {
      Entry* own = find(mine, one.name);
      const Entry* before = taken ? find(*taken, one.name) : nullptr;
      if (!own && before) continue;  // it was removed
      all.push_back(own ? *own : one);
      if (own) values(all.back(), before, &one, join(path, one.name));
    }
    for (Entry& one : mine) {
      const Entry* before = taken ? find(*taken, one.name) : nullptr;
      if (find(now, one.name)) continue;
      const std::string at = join(path, one.name);
      if (!before || gave(at) || values<Entry>(one, before, nullptr, at)) all.push_back(std::move(one));
    }
    mine = std::move(all);
  }

 private:
  std::string_view source_;
  const GivenPaths& given_;
};

/// Until it is known whom a firm is like, nothing of it is missing.
void note_open(GivenPaths& given, const FirmEntry& firm) {
  const std::string path = "firms." + firm.name;
  const auto at = given.find(join(path, like_key));
  if (at == given.end()) return;
  for (const Field& field : fields<FirmEntry>())
    if (field.text.required) given.try_emplace(join(path, field.key), Given{at->second.where, like_key});
}

/// Notes for each value that `firm` took where that came from, in place of what was noted before.
void note_taken(GivenPaths& given, const FirmEntry& firm) {
  const std::string mine = fmt::format("firms.{}.", firm.name), theirs = fmt::format("firms.{}.", firm.like);
  std::erase_if(given, [&](const auto& one) { return one.first.starts_with(mine) && one.second.origin == like_key; });
  const auto at = given.find(mine + std::string(like_key));
  if (at == given.end()) return;
  const Given taken{at->second.where, like_key};
  std::vector<std::string> paths;
  for (auto one = given.lower_bound(theirs); one != given.end() && one->first.starts_with(theirs); ++one) {
    std::string path = one->first.substr(theirs.size());
    if (path.starts_with("lines.")) path.insert(6, firm.name + "-");
    paths.push_back(mine + path);
  }
  for (const std::string& path : paths) given.try_emplace(path, taken);
}

}  // namespace

bool someone_is_like(const Scenario& scenario) {
  return std::ranges::any_of(scenario.firms, [](const FirmEntry& firm) { return !firm.like.empty(); });
}

Likenesses::Likenesses(const Scenario& scenario) : before_(scenario.firms), start_(scenario.run.start) {}

void Likenesses::settle(Scenario& s, std::string_view source, GivenPaths& given) {
  const Taker taker(source, given);
  std::vector<std::pair<std::size_t, std::size_t>> order;  // by the length of the chain: the one copied comes first
  for (std::size_t f = 0; f < s.firms.size(); ++f)
    if (const auto chain = chain_of(s.firms, s.firms[f]); chain.size() > 1 && !is_cycle(chain))
      order.emplace_back(chain.size(), f);
  std::ranges::sort(order);
  for (const FirmEntry& firm : s.firms)
    if (!firm.like.empty()) note_open(given, firm);
  for (const auto& [length, f] : order) {
    FirmEntry& firm = s.firms[f];
    const FirmEntry* other = find_firm(s.firms, firm.like);
    if (!other) continue;
    const std::string path = "firms." + firm.name;
    const FirmEntry* was = find_firm(before_, firm.name);
    const FirmEntry* model = was && !was->like.empty() ? find_firm(before_, was->like) : nullptr;
    FirmEntry taken;
    if (model) taken = likeness(*model, firm.name, was->enters, start_);
    const bool own_entry = taker.gave(path + ".enters") || (model && firm.enters != model->enters);
    const FirmEntry now = likeness(*other, firm.name, own_entry ? firm.enters : other->enters, s.run.start);
    taker.values(firm, model ? &taken : nullptr, &now, path);
    taker.list(firm.lines, model ? &taken.lines : nullptr, now.lines, path + ".lines");
    taker.list(firm.runs, model ? &taken.runs : nullptr, now.runs, path + ".runs");
    note_taken(given, firm);
  }
  before_ = s.firms;
  start_ = s.run.start;
}

void check_likeness(const Scenario& s, const Reading& reading, std::vector<Problem>& problems) {
  for (const FirmEntry& firm : s.firms) {
    const std::vector<std::string> chain = chain_of(s.firms, firm);
    if (chain.size() < 2 || chain.back() != firm.name) continue;  // who leads into a cycle is not in it
    const std::string path = "firms." + firm.name + ".like";
    const std::string what = chain.size() == 2 ? fmt::format("{} is {} (a firm is like another one)", path, firm.name)
                                               : fmt::format("{} forms a cycle ({})", path, fmt::join(chain, " -> "));
    problems.push_back({reading.where(path), what});
  }
}

}  // namespace moat
