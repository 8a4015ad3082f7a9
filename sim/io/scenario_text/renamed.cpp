#include "io/scenario_text/renamed.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

using What = Renamed::What;

/// Held the dates after what `strategy` began with, which is now one path.
constexpr std::string_view later_strategies = "firms.*.strategy_changes";

/// Of schema_version 1 to 2: names say the scale (log10, standard deviation), and a word has one meaning.
constexpr Renamed renamed_names[] = {
    {What::parameter, "capability.reference_flop", "capability.log10_reference_flop", ""},
    {What::parameter, later_strategies, "firms.*.strategy", ""},
    {What::parameter, "policy.measures.*.flop_limit", "policy.measures.*.log10_flop_limit", ""},
    {What::parameter, "research.flop_per_month", "research.log10_flop_per_month", ""},
    {What::parameter, "robust.worlds", "robust.samples", ""},
    {What::parameter, "segments.*.openness_spread", "segments.*.openness_sd", ""},
    {What::parameter, "segments.*.price_spread", "segments.*.price_log_sd", ""},
    {What::parameter, "segments.*.tokens_spread", "segments.*.tokens_log_sd", ""},
    {What::parameter, "segments.*.trust_spread", "segments.*.trust_sd", ""},
    {What::series, "families_in_use", "firms_in_use", ""},
    {What::series, "line_flop", "log10_line_flop", ""},
    {What::series, "run_flop", "log10_run_flop", ""},
    {What::axis, "families", "firm_count", "of firms_in_use"},
    {What::column, "training_flop", "log10_training_flop", "table releases"},
    {What::output, "at_home", "baseline_agreement", "FILE_robust.h5 and --json"},
    {What::output, "world", "sample", "FILE_robust.h5"},
    {What::output, "worlds", "samples", "--json"},
};

/// What a name alone could not carry over.
constexpr Gone gone_parameters[] = {
    {"compute.rental_price",
     "rent follows the price of chips: set compute.rental_scarcity, rental_margin, chip_life, rental_use, power_cost"},
    {"pricing.serving_cost",
     "serving costs follow from active parameters: set capability.reference_parameters or pricing.serving_utilisation"},
    {"pricing.size_exponent", "sizes of models follow from capability: set capability.parameters_exponent"},
    {"pricing.serving_gain", "it is in the paths pricing.serving_utilisation and capability.sparsity"},
    {"policy.measures.*.covers_derivatives", "a ban with `weights: both` (or `open`) reaches derivatives too"},
    {"firms.*.serving_efficiency", "a smaller, cheaper model is a line's shrink"},
};

std::optional<std::string> name_now(What what, std::string_view name) {
  for (const Renamed& row : renamed_names)
    if (row.what == what && row.before == name) return std::string(row.now);
  return {};
}

/// Whether a path has the form of a pattern, whose `*` stands for one part.
bool has_form(const std::vector<std::string>& path, const std::vector<std::string>& pattern) {
  return std::ranges::equal(path, pattern, [](const std::string& part, const std::string& wanted) {
    return wanted == "*" || part == wanted;
  });
}

bool has_form(std::string_view path, std::string_view pattern) {
  return has_form(split(path), split(pattern));
}

/// Changes by path begin at the root again.
bool holds_paths(std::string_view path) {
  return path == "set" || has_form(path, "arms.*.set");
}

bool is_word(char c) {
  return is_name(std::string_view(&c, 1)) && c != '-' && c != '+';
}

class Renamer {
 public:
  Renamer(const Source& source, std::vector<Problem>& warnings) : source_(source), warnings_(warnings) {}

  void mapping(Node& node, const std::string& path) {
    const bool was_text = text_;
    text_ = text_ || holds_paths(path);
    for (Node& child : node.nodes) {
      const bool from_root = holds_paths(path) || child.key.find('.') != child.key.npos;
      std::string full = from_root ? child.key : join(path, child.key);
      const auto now = path_now(full);
      child.later = now && has_form(full, later_strategies);
      if (now) warn(child.key_at, full, *now);
      if (now && !(child.later && text_)) {  // what is kept as text is read, and renamed, once it is put to use
        child.key = from_root ? *now : now->substr(now->rfind('.') + 1);
        full = *now;
      } else if (has_form(path, "outcomes.*.select")) {
        take_name(What::axis, child.key, child.key_at);
      }
      value(child, full);
    }
    text_ = was_text;
    std::stable_partition(node.nodes.begin(), node.nodes.end(), [](const Node& child) { return !child.later; });
  }

 private:
  void value(Node& node, const std::string& path) {
    if (node.kind == Node::Kind::mapping) return mapping(node, path);
    for (Node& element : node.nodes) value(element, path);
    if (!node.is_scalar()) return;
    if (path == "record.series" || has_form(path, "outcomes.*.series"))
      take_name(What::series, node.text, node.at);
    else if (has_form(path, "policy.rules.*.when"))
      words(node, {What::series, What::axis});
    else if (path == "filter")
      words(node, {What::parameter});
    else if (const auto now = path_now(node.text); now && !has_form(node.text, later_strategies)) {
      warn(node.at, node.text, *now);
      node.text = *now;
    }
  }

  void take_name(What what, std::string& name, Mark at) {
    const auto now = name_now(what, name);
    if (!now) return;
    warn(at, name, *now);
    name = *now;
  }

  /// Each name or dotted path in a text of several words.
  void words(Node& node, std::initializer_list<What> kinds) {
    node.text = text_now(node.text, kinds, [&](auto before, auto now) { warn(node.at, before, now); });
  }

  void warn(Mark at, std::string_view before, std::string_view now) {
    if (!source_.in_file && source_.option.empty()) return;  // kept as text: told where it was read
    warnings_.push_back({source_.at(at), fmt::format("'{}' is now '{}'", before, now)});
  }

  const Source& source_;
  std::vector<Problem>& warnings_;
  bool text_ = false;  ///< inside of changes, which are kept as text
};

}  // namespace

std::span<const Renamed> renamed() {
  return renamed_names;
}

std::span<const Gone> gone() {
  return gone_parameters;
}

std::string_view what_replaced(std::string_view path) {
  for (const Gone& row : gone_parameters)
    if (has_form(path, row.path)) return row.instead;
  return "";
}

std::string_view name_of(Renamed::What what) {
  constexpr std::string_view names[] = {"parameter", "series", "axis", "column", "output"};
  return names[std::size_t(what)];
}

std::optional<std::string> path_now(std::string_view path) {
  const std::vector<std::string> parts = split(path);
  if (parts.size() < 2) return {};
  for (const Renamed& row : renamed_names) {
    if (row.what != What::parameter || !has_form(parts, split(row.before))) continue;
    std::vector<std::string> now = split(row.now);
    for (std::size_t i = 0; i < now.size(); ++i)
      if (now[i] == "*") now[i] = parts[i];
    return fmt::format("{}", fmt::join(now, "."));
  }
  return {};
}

std::optional<std::string> old_path_of(std::string_view name) {
  std::vector<std::string> found;
  const auto look_at = [&](std::string_view path) {
    if (split(path).back() == name) found.emplace_back(path);
  };
  for (const Renamed& row : renamed_names)
    if (row.what == What::parameter) look_at(row.before);
  for (const Gone& row : gone_parameters) look_at(row.path);
  if (found.size() != 1) return {};
  return found.front();
}

std::string text_now(std::string_view text, std::initializer_list<What> kinds,
                     const std::function<void(std::string_view, std::string_view)>& warn) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_word(text[end]) || text[end] == '.')) ++end;
    std::string word(text.substr(at, std::max<std::size_t>(end - at, 1)));
    at += word.size();
    for (const What what : kinds) {
      const auto now = what == What::parameter ? path_now(word) : name_now(what, word);
      if (!now) continue;
      warn(word, *now);
      word = *now;
      break;
    }
    result += word;
  }
  return result;
}

void rename_in(Node& root, const Source& source, std::vector<Problem>& warnings) {
  if (root.kind == Node::Kind::mapping) Renamer(source, warnings).mapping(root, "");
}

}  // namespace moat
