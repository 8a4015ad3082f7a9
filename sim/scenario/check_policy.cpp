#include "scenario/check_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/values.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

class PolicyChecker {
 public:
  PolicyChecker(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems)
      : s_(scenario), reading_(reading), problems_(problems) {}

  void measures() {
    for (const MeasureEntry& m : s_.policy.measures) {
      const std::string path = "policy.measures." + m.name;
      if (m.until <= m.from && m.from < never)
        report(path + ".until",
               fmt::format("{}.until is {} (not after from, {})", path, to_string(m.until), to_string(m.from)));
      if (m.announced > m.from && m.announced < never)
        report(path + ".announced",
               fmt::format("{}.announced is {} (after from, {})", path, to_string(m.announced), to_string(m.from)));
      const InstrumentRow& instrument = instruments()[std::size_t(m.instrument)];
      const std::string_view name = Choices<Instrument>::names[std::size_t(m.instrument)];
      MeasureEntry measure = m, fresh;
      for (const Field& field : fields<MeasureEntry>()) {
        const bool is_default = same_value(field.ref(&measure), field.ref(&fresh));
        if (!is_default && !field.text.is_name && !key_applies(m.instrument, field.key))
          report(path + "." + std::string(field.key),
                 fmt::format("{}.{} has no meaning for {} (its own keys: {})", path, field.key, name, instrument.keys));
        if (is_default && key_needed(m.instrument, field.key))
          report(path + "." + std::string(field.key),
                 fmt::format("{}.{} is missing ({} does nothing without it)", path, field.key, name));
      }
      if (m.instrument == Instrument::model_ban && m.origins.empty() && m.firms.empty())
        report(path, fmt::format("{} bans nothing (give origins or firms)", path));
      if (m.instrument == Instrument::data_rule && m.origins.empty() && m.premises == 0)
        report(path, fmt::format("{} rules nothing (give origins or premises)", path));
      if (m.instrument == Instrument::publishing_permit && m.delay < 0)
        report(path + ".delay", fmt::format("{}.delay is {} (a permit hastens nothing: at least 0)", path, m.delay));
      if (m.instrument == Instrument::open_programme) funded(m, path);
    }
  }

  /// A government funds firms of its own region.
  void funded(const MeasureEntry& m, const std::string& path) {
    if (m.grant == 0 && m.compute == 0) report(path, fmt::format("{} gives nothing (give grant or compute)", path));
    for (const FirmEntry& firm : s_.firms)
      if (std::find(m.firms.begin(), m.firms.end(), firm.name) != m.firms.end() && firm.region != m.actor)
        report(path + ".firms", fmt::format("{}.firms is '{}', which is of {} (the actor is {})", path, firm.name,
                                            firm.region, m.actor));
  }

  void rules() {
    std::map<std::string, std::string> taken;  // rules by the measure they have on call
    for (const RuleEntry& r : s_.policy.rules) {
      const std::string path = "policy.rules." + r.name;
      if (r.measures.empty() && reading_.origin(path + ".then") != "default")
        report(path + ".then", path + ".then is empty (name at least one measure)");
      if (r.cool_down > 0 && (r.once || (r.lasts == 0 && r.until.empty())))
        report(path + ".cool_down",
               fmt::format("{}.cool_down has no meaning ({})", path,
                           r.once ? "the rule fires only once" : "its measures never end: give lasts or until"));
      for (std::size_t i = 0; i < r.measures.size(); ++i) {
        const std::string at = fmt::format("{}.then[{}]", path, i);
        const auto [first, added] = taken.emplace(r.measures[i], r.name);
        if (!added)
          report(at, fmt::format("{}.then is '{}', which policy.rules.{} has already (a measure belongs to one rule)",
                                 path, r.measures[i], first->second));
        else
          on_call(r, r.measures[i], at);
      }
    }
  }

  /// The dates of a measure that a rule enacts come from the rule.
  void on_call(const RuleEntry& rule, const std::string& name, const std::string& at) {
    for (const MeasureEntry& m : s_.policy.measures) {
      if (m.name != name) continue;
      if (m.from < never)
        return report(at,
                      fmt::format("policy.rules.{}.then is '{}', which begins in {} by itself (give it `from: never`)",
                                  rule.name, name, to_string(m.from)));
      for (const auto& [key, month] : {std::pair{"until", m.until}, {"announced", m.announced}})
        if (month < never)
          report(fmt::format("policy.measures.{}.{}", name, key),
                 fmt::format("policy.measures.{}.{} is {} (policy.rules.{} decides on its dates)", name, key,
                             to_string(month), rule.name));
    }
  }

 private:
  void report(const std::string& path, std::string text) {
    problems_.push_back({reading_.where(path), std::move(text)});
  }
  const Scenario& s_;
  const Reading& reading_;
  std::vector<Problem>& problems_;
};

}  // namespace

void check_policy(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems) {
  PolicyChecker check{scenario, reading, problems};
  check.measures();
  check.rules();
}

}  // namespace moat
