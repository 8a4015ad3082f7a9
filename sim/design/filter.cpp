#include "design/filter.hpp"

#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// What a level is in a condition: its text without the quotes of YAML.
Expression::Value meaning(const std::string& yaml, bool is_date) {
  if (is_date) return parse_month(yaml).value_or(never);
  if (yaml == "true" || yaml == "false") return yaml == "true";
  std::vector<Problem> problems;
  const auto node = parse_yaml(Source{"", yaml, "", false}, problems);
  return node ? node->text : yaml;
}

}  // namespace

Filter::Filter(const LoadedSweep& sweep, const DesignTable& table, const std::vector<bool>& dates) {
  const std::string& text = sweep.params.filter;
  if (text.empty()) return;
  std::vector<Expression::Name> names;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::vector<Expression::Value>& values = levels_.emplace_back();
    Expression::Value example = 0.0;
    if (const auto* cells = std::get_if<LevelCells>(&table.cells[c])) {
      for (const std::string& level : cells->levels) values.push_back(meaning(level, dates[c]));
      if (!values.empty()) example = values.front();
    }
    names.push_back({table.columns[c].name, Expression::Kind(example.index())});
  }
  names.push_back({"arm", Expression::Kind::text});
  std::string fault;
  condition_ = Expression::parse(text, names, fault);
  if (!condition_) throw InputError({{sweep.reading.where("filter"), "filter: " + fault}});
}

bool Filter::keeps(const std::string& arm, const std::vector<double>& values) const {
  if (!condition_) return true;
  return condition_->holds([&](std::size_t name) -> Expression::Value {
    if (name == values.size()) return arm;
    return levels_[name].empty() ? Expression::Value(values[name]) : levels_[name][std::size_t(values[name])];
  });
}

}  // namespace moat
