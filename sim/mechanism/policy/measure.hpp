#pragma once
/// Measures: what governments have done or may do, each with a date and an instrument.
///
/// All instruments share one list of keys, so that a scenario's measures stand in one list in order of date;
/// `instruments()` says which keys belong to which instrument, and a key in the wrong place is an error.

#include <span>
#include <string>
#include <string_view>

#include "base/describe.hpp"

namespace moat {

enum class Instrument : int {
  export_control,
  import_restriction,
  entity_list,
  tariff,
  subsidy,
  chip_programme,
  stack_opening,
  model_ban,
  api_block,
  release_control,
  open_promotion,
  export_promotion,
  outreach,
  deregulation,
  distillation_enforcement,
  export_levy,
  public_compute,
  memory_control,
  tool_control,
  cloud_access,
  infrastructure,
  immigration,
  ip_protection,
  standards,
  data_rule,
  open_programme,
  publishing_permit,
  safeguards,
  gating,
  revenue_levy,
};
template <>
struct Choices<Instrument> {
  static constexpr std::array<std::string_view, 30> names{
      "export_control", "import_restriction", "entity_list",    "tariff",       "subsidy",
      "chip_programme", "stack_opening",      "model_ban",      "api_block",    "release_control",
      "open_promotion", "export_promotion",   "outreach",       "deregulation", "distillation_enforcement",
      "export_levy",    "public_compute",     "memory_control", "tool_control", "cloud_access",
      "infrastructure", "immigration",        "ip_protection",  "standards",    "data_rule",
      "open_programme", "publishing_permit",  "safeguards",     "gating",       "revenue_levy"};
};

/// `denial` refuses, `licence` grants a part (`quota`), `free` lifts what earlier measures refused.
enum class ControlStatus : int { denial, licence, free };
template <>
struct Choices<ControlStatus> {
  static constexpr std::array<std::string_view, 3> names{"denial", "licence", "free"};
};

enum class TariffOn : int { chips, services };
template <>
struct Choices<TariffOn> {
  static constexpr std::array<std::string_view, 2> names{"chips", "services"};
};

/// Which models a measure is about. `own`: what the makers themselves offer, and not what others derive from it.
enum class Reach : int { own, closed, open, both };
template <>
struct Choices<Reach> {
  static constexpr std::array<std::string_view, 4> names{"own", "closed", "open", "both"};
};

struct MeasureEntry {
  std::string name;
  Instrument instrument = Instrument::export_control;
  Month from = never;
  Month until = never;
  Month announced = never;
  std::string actor;
  Texts targets;
  Texts coalition;
  Texts chips;
  double tpp_min = 0;
  double tpp_max = 1e9;
  double density_min = 0;
  double interconnect_min = 0;
  double memory_bandwidth_min = 0;
  double memory_bandwidth_max = 1e9;
  ControlStatus status = ControlStatus::denial;
  double quota = 0;
  double enforcement = 0;
  double domestic_share = 0;
  Texts firms;
  TariffOn on = TariffOn::chips;
  Texts origins;
  double rate = 0;
  double capex_share = 0;
  double research = 0;
  double growth = 0;
  double cut = 0;
  double slowdown = 0;
  double speed = 0;
  double power = 0;
  std::string stack;
  Texts segments;
  double coverage = 1;
  Reach weights = Reach::own;
  double log10_flop_limit = 100;
  double capability_limit = 1000;
  double delay = 0;
  double openness = 0;
  double grant = 0;
  double hosting = 0;
  double trust = 0;
  double price_support = 0;
  double developers = 0;
  double effectiveness = 0;
  double compute = 0;
  double hosts = 0;
  double admission = 1;
  double recognition = 0;
  double premises = 0;
  double behind = 1000;
  bool refused = false;
  double levy = 0;
  std::string description;
  Grade grade = Grade::assumed;
  std::string source;

  template <class M = MeasureEntry>
  static constexpr auto rows() {
    constexpr Evidence e = by_entry();
    return std::tuple{
        entry_name(&M::name, "Measure."),
        required(value("instrument", &M::instrument, "Kind of measure; decides which keys apply.", e)),
        required(value("from", &M::from,
                       "First month in force; `never` switches the measure off, or leaves it to a rule.", e)),
        value("until", &M::until, "First month no longer in force.", e),
        value("announced", &M::announced, "Month in which it became known, if before `from`: buyers stock up.", e),
        required(reference("actor", &M::actor, "regions", "Region whose government acts.", e)),
        reference("targets", &M::targets, "regions", "Regions the measure is aimed at.", e),
        reference("coalition", &M::coalition, "regions", "Regions whose vendors or buyers follow the actor.", e),
        reference("chips", &M::chips, "chips", "Chips meant by name, beside or instead of conditions.", e),
        number("tpp_min", &M::tpp_min, "TOPS x bits", within(0, 1e9), "Applies from this total processing performance.",
               e),
        number("tpp_max", &M::tpp_max, "TOPS x bits", within(0, 1e9),
               "Applies below this total processing performance.", e),
        number("density_min", &M::density_min, "TPP/mm2", within(0, 1e6), "Applies from this performance density.", e),
        number("interconnect_min", &M::interconnect_min, "GB/s", within(0, 1e9), "Applies from this interconnect rate.",
               e),
        number("memory_bandwidth_min", &M::memory_bandwidth_min, "GB/s", within(0, 1e9),
               "Applies from this DRAM bandwidth.", e),
        number("memory_bandwidth_max", &M::memory_bandwidth_max, "GB/s", within(0, 1e9),
               "Applies below this DRAM bandwidth.", e),
        value("status", &M::status, "What happens to a chip that meets all conditions.", e),
        number("quota", &M::quota, "1", share(), "Part of demand that licences let through.", e)
            .acts_if(".status is licence"),
        number("enforcement", &M::enforcement, "1", share(), "Part of leakage that is stopped.", e),
        number("domestic_share", &M::domestic_share, "1", share(),
               "Part of chip spending in the actor's region that must go to domestic chips.", e),
        reference("firms", &M::firms, "firms", "Firms meant by name.", e),
        value("on", &M::on, "What a tariff is levied on.", e),
        reference("origins", &M::origins, "regions",
                  "Regions of origin of the chips, models, services or researchers meant.", e),
        number("rate", &M::rate, "1", within(0, 10), "Tariff or levy as a share of the seller's price.", e),
        number("capex_share", &M::capex_share, "1", within(0, 10),
               "State money for compute per USD of firms' own spending (power included).", e),
        number("research", &M::research, "1", within(0, 10), "Addition to research effort, relative.", e),
        number("growth", &M::growth, "1/year", within(-1, 3), "Extra growth of domestic chip capacity.", e),
        number("cut", &M::cut, "1", share(), "Part of the targets' chip capacity that it takes away.", e),
        number("slowdown", &M::slowdown, "1/year", within(0, 10),
               "Growth of the targets' chip capacity that it takes away.", e),
        number("speed", &M::speed, "1", within(0, 100),
               "Months of planned sites and power gained each month: what is planned for n months from now comes in "
               "n / (1 + speed).",
               e),
        number("power", &M::power, "GW/year", within(0, 1e4), "Sites and power built beyond the plan.", e),
        reference("stack", &M::stack, "stacks", "Software stack that is opened.", e),
        reference("segments", &M::segments, "segments", "Segments meant; all where left out.", e),
        number("coverage", &M::coverage, "1", share(),
               "Share of the developers, or of the compute rented, that is reached; of a ban on `own` models less, "
               "where these are open weights.",
               e),
        value("weights", &M::weights,
              "Models meant: `closed`, services alone; `open`, published weights and all that is derived from them; "
              "`both`. A ban on the makers' `own` models reaches both but no derivatives, so that a part of it, "
              "policy.derivative_refuge, is undone for open weights; elsewhere `own` is as `both`.",
              e),
        number("log10_flop_limit", &M::log10_flop_limit, "log10 FLOP", within(0, 100),
               "Weights of models above this training compute may not be published, or need a permit.", e),
        number("capability_limit", &M::capability_limit, "ECI", within(0, 1000),
               "Weights of models above this capability may not be published, or need a permit; services above it are "
               "gated.",
               e),
        number("delay", &M::delay, "months", within(-24, 60),
               "Delay of releases; negative for faster ones. Of a permit: months until it is given, at least 0.", e),
        number("openness", &M::openness, "utility", within(-10, 10), "Added taste for open weights.", e),
        number("grant", &M::grant, "USD/month", within(0, 1e12),
               "State money a month to each of the actor's firms, or of those that it funds, that published weights "
               "within the last twelve months.",
               e),
        number("hosting", &M::hosting, "1", within(-1, 1), "Added capacity to host open weights.", e),
        number("trust", &M::trust, "1", within(-10, 10), "Reduction of the geopolitical distance to the actor.", e),
        number("price_support", &M::price_support, "1", share(), "Part of the price that the actor pays to who sells.",
               e),
        number("developers", &M::developers, "1", within(-1, 10), "Relative addition to developer numbers.", e),
        number("effectiveness", &M::effectiveness, "1", share(),
               "Part of distillation, or of the misuse that safeguards let through, that is stopped.", e),
        number("compute", &M::compute, "H100e", within(0, 1e9),
               "Accelerators that the actor rents in its region for hosts and for firms that publish weights, or for "
               "each of the firms that it funds.",
               e),
        number("hosts", &M::hosts, "1", share(), "Part of them that goes to hosts.", e).acts_if(".compute is not 0"),
        number("admission", &M::admission, "1", within(0, 10),
               "Admissions of researchers from elsewhere, relative to those at the start; 0 closes.", e),
        number("recognition", &M::recognition, "1", share(),
               "Part of what data rules of either side keep away from the other that recognition lifts.", e),
        number("premises", &M::premises, "utility", within(-10, 10),
               "Added value of open weights that developers run on machines of their own.", e),
        number("behind", &M::behind, "ECI", within(0, 1000),
               "How far the best weights that a funded firm has published may be behind the best that it offers.", e),
        value("refused", &M::refused, "Whether the permit is refused, whatever its delay.", e),
        number("levy", &M::levy, "1", within(0, 0.9), "Part of receipts, as far as other levies leave them.", e),
        value("description", &M::description, "What was decided."),
        value("grade", &M::grade, "How well these values are known."),
        value("source", &M::source, "Where these values come from."),
    };
  }
};

struct InstrumentRow {
  Instrument instrument;
  std::string_view acts_on;
  std::string_view doc;
  std::string_view keys;   ///< beside the keys that all share, separated by spaces
  std::string_view needs;  ///< keys without each of which the measure would do nothing, separated by spaces
};

/// One row per instrument, in the order of the enumeration.
std::span<const InstrumentRow> instruments();

/// True if the key has a meaning for the instrument.
bool key_applies(Instrument instrument, std::string_view key);

/// True if the instrument does nothing without the key.
bool key_needed(Instrument instrument, std::string_view key);

}  // namespace moat
