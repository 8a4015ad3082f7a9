#include "mechanism/policy/measure.hpp"

#include <algorithm>

namespace moat {
namespace {

constexpr std::string_view shared_keys = "instrument from until announced actor description grade source";

constexpr InstrumentRow table[] = {
    {Instrument::export_control, "chips the targets may buy",
     "Chips of the actor's and the coalition's vendors that meet all conditions are denied, licensed or freed for the "
     "targets; the last measure in force that meets a chip decides.",
     "targets coalition chips tpp_min tpp_max density_min interconnect_min memory_bandwidth_min memory_bandwidth_max "
     "status quota enforcement",
     "targets"},
    {Instrument::import_restriction, "chips the actor's own firms may buy",
     "Foreign chips that meet all conditions are denied or rationed in the actor's region, and part of the spending is "
     "bound to "
     "domestic chips; legal supply is the lesser of both sides' permission.",
     "chips tpp_min tpp_max density_min interconnect_min memory_bandwidth_min memory_bandwidth_max status quota "
     "enforcement domestic_share",
     ""},
    {Instrument::entity_list, "the firms' chips, offshore rental and foreign revenue",
     "Listed firms get no chips from the actor's vendors, rent none abroad, and sell no closed service to the actor "
     "and "
     "the coalition.",
     "firms coalition", "firms"},
    {Instrument::tariff, "cost of chips or price of closed services",
     "The actor taxes chips (of named vendor regions) or closed services (of named origins) bought in its region; "
     "buyers pay "
     "it on top of the seller's price.",
     "on origins chips rate", "rate"},
    {Instrument::subsidy, "firms of the actor's region",
     "State money: a share of compute spending (capital, power, vouchers) and a relative addition to research effort.",
     "capex_share research", ""},
    {Instrument::chip_programme, "supply of domestic chips", "Extra growth of the capacity of domestic chip vendors.",
     "growth", "growth"},
    {Instrument::stack_opening, "growth of a stack's maturity", "A software stack becomes open source.", "stack",
     "stack"},
    {Instrument::model_ban, "availability of models to developers",
     "Models of an origin or of firms are banned in the actor's region and the coalition's, for some segments and a "
     "share of their developers: services (`weights: closed`), weights with all that is derived from them (`open`) or "
     "both, each in full. Where `weights` is left out the makers' own models alone are banned: services in full, and "
     "of the reach on open weights a part policy.derivative_refuge, half by default, is undone by derivatives.",
     "origins firms coalition segments coverage weights", ""},
    {Instrument::api_block, "availability of closed models",
     "Closed models of the actor's firms (or of the named ones) are not served to the targets.",
     "targets firms coverage", "targets"},
    {Instrument::release_control, "releases of the actor's firms",
     "Weights above a compute or capability limit may not be published; closed releases wait.",
     "log10_flop_limit capability_limit delay", ""},
    {Instrument::open_promotion,
     "taste for, and hosting of, open weights in the actor's region; income of who publishes them there",
     "Procurement preference, education and diffusion targets for open models, and grants to firms that publish "
     "weights.",
     "openness grant hosting developers", ""},
    {Instrument::export_promotion, "price of, and trust in, the actor's models abroad",
     "The actor promotes its models in the targets: it pays sellers part of the price and builds trust.",
     "targets price_support trust", "targets"},
    {Instrument::outreach, "developers, trust and hosting abroad",
     "Labs, training and joint development in the targets.", "targets developers trust hosting", "targets"},
    {Instrument::deregulation, "delays of releases, and costs and sites of data centres, in the actor's region",
     "Releases of the actor's firms come sooner, data centres cost less, planned sites and power are connected faster.",
     "delay capex_share speed", ""},
    {Instrument::distillation_enforcement, "distillation of the actor's firms' models",
     "Access to the actor's closed models is policed against distillation.", "effectiveness", "effectiveness"},
    {Instrument::export_levy, "cost of chips abroad, income of the actor",
     "The actor levies a share of the price of its vendors' chips that meet all conditions and are sold to the "
     "targets; buyers pay it on top of the price.",
     "targets chips tpp_min tpp_max density_min interconnect_min memory_bandwidth_min memory_bandwidth_max rate",
     "targets rate"},
    {Instrument::public_compute, "compute of the region's hosts, and of its firms that publish weights",
     "The actor rents accelerators in its region, from buyers outside of the model, for hosts and for firms there that "
     "published weights within the last twelve months.",
     "compute hosts", "compute"},
    {Instrument::memory_control, "supply of the targets' chips",
     "Memory that the targets' chip vendors need is denied to them: a part of their capacity is lost.", "targets cut",
     "targets cut"},
    {Instrument::tool_control, "growth of the targets' supply of chips",
     "Tools to make chips are denied to the targets: capacity of their vendors grows more slowly, or shrinks.",
     "targets slowdown", "targets slowdown"},
    {Instrument::cloud_access, "offshore rental of compute",
     "Clouds may not let compute to firms of the targets; their money goes to what they may have.", "targets coverage",
     "targets"},
    {Instrument::infrastructure, "power and sites of the actor's region",
     "The actor has sites built and power connected beyond what is planned.", "power", "power"},
    {Instrument::immigration, "researchers who come to the actor's region",
     "The actor admits more or fewer researchers from elsewhere (of named origins); those whose job or permit ends "
     "have to be admitted again.",
     "origins admission", "admission"},
    {Instrument::ip_protection, "distillation by the actor's firms",
     "The actor's law forbids its own firms to train on outputs of closed models (of named origins); no intermediary "
     "helps against it.",
     "origins effectiveness", "effectiveness"},
    {Instrument::standards, "distance between the actor and the targets, and data rules between them",
     "Standards in common: each side recognises the other's, which takes away distance in both directions and a part "
     "of what data rules of either keep away from the other.",
     "targets trust recognition", "targets"},
    {Instrument::data_rule, "closed services from abroad, and value of hosting for oneself, in the actor's region",
     "Data may not go to named origins: their closed services are kept from a share of developers of some segments, "
     "as far as the actor does not recognise the origin's standards; and what runs on machines of one's own is worth "
     "more to these segments.",
     "origins segments coverage premises", ""},
    {Instrument::open_programme, "money and compute of named firms of the actor's region",
     "The actor funds named firms, public laboratories among them, as long as they publish: each gets money and "
     "compute while its last weights are no older than twelve months and its best weights no further behind the best "
     "that it offers than agreed.",
     "firms grant compute behind", "firms"},
    {Instrument::publishing_permit, "publication of weights by the actor's firms",
     "Weights above a compute or capability limit need a permit: the finished model waits for it, or it is refused "
     "and the weights stay below the limit, as under release_control.",
     "log10_flop_limit capability_limit delay refused", ""},
    {Instrument::safeguards, "misuse of closed services of the actor's firms",
     "Makers have to guard closed services: a part of the misuse that safeguards let through is stopped. Weights "
     "that are published lose theirs.",
     "effectiveness", "effectiveness"},
    {Instrument::gating, "access to the actor's firms' most capable models",
     "Services or weights above a capability limit are for screened users alone: kept from a share of the developers "
     "of some segments in the targets (everywhere where none are named), and in part from who would misuse services. "
     "Weights that some may have, who would misuse them has too. To make releases wait is release_control.",
     "targets segments weights capability_limit coverage effectiveness", "capability_limit"},
    {Instrument::revenue_levy, "receipts of makers and hosts, income of the actor",
     "A share of what makers and hosts of models (of named origins) receive for use in the actor's region, or in the "
     "targets where some are named, goes to the actor: hosts pass it on, makers of closed models keep their price. A "
     "share of the revenue from chips, which buyers pay, is export_levy.",
     "targets origins weights levy", "levy"},
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::span<const InstrumentRow> instruments() {
  return table;
}

bool key_applies(Instrument instrument, std::string_view key) {
  return has_word(shared_keys, key) || has_word(table[std::size_t(instrument)].keys, key);
}

bool key_needed(Instrument instrument, std::string_view key) {
  return has_word(table[std::size_t(instrument)].needs, key);
}

}  // namespace moat
