#include "design/distribution_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

constexpr int most_months = 10'000;

/// One way to write what a factor may take.
struct Form {
  std::string_view key;
  Texts FactorEntry::*numbers;
  std::string_view shape;  ///< of its numbers
};
constexpr std::array<Form, 8> forms{{{"values", &FactorEntry::values, ""},
                                     {"categorical", &FactorEntry::categorical, ""},
                                     {"uniform", &FactorEntry::uniform, "[low, high]"},
                                     {"log_uniform", &FactorEntry::log_uniform, "[low, high]"},
                                     {"normal", &FactorEntry::normal, "[mean, standard deviation]"},
                                     {"triangular", &FactorEntry::triangular, "[low, mode, high]"},
                                     {"integer", &FactorEntry::integer, "[low, high]"},
                                     {"dates", &FactorEntry::dates, "[first, last]"}}};

class DistributionReader {
 public:
  DistributionReader(const FactorEntry& entry, const Target& target, const Reading& reading, Factor& factor,
                     std::vector<Problem>& problems)
      : entry_(entry), target_(target), reading_(reading), factor_(factor), problems_(problems) {}

  std::vector<Check> read(bool is_list) {
    const std::size_t before = problems_.size();
    if (const Form* form = only_form(is_list)) {
      key_ = join(factor_.key, form->key);
      given_ = &(entry_.*form->numbers);
      factor_.column.distribution = fmt::format("{} [{}]", form->key, fmt::join(*given_, ", "));
      read(*form);
      others(*form);
    }
    return problems_.size() > before ? std::vector<Check>{} : std::move(checks_);
  }

 private:
  bool has(std::string_view key) const { return reading_.given.contains(join(factor_.key, key)); }
  void report(const std::string& path, std::string text) {
    problems_.push_back({reading_.where(path), std::move(text)});
  }
  std::string element(std::size_t i) const { return fmt::format("{}[{}]", key_, i); }
  void check(std::string yaml, std::size_t i) { checks_.push_back({std::move(yaml), reading_.where(element(i))}); }

  const Form* only_form(bool is_list) {
    const Form* only = nullptr;
    std::string names;
    for (const Form& form : forms) {
      if (!has(form.key)) continue;
      names += fmt::format("{}{}", only ? ", " : "", form.key);
      only = &form;
    }
    if (is_list) {
      if (only)
        report(factor_.key, fmt::format("{} has {}, but a list takes values from its file", factor_.key, names));
      return nullptr;
    }
    if (!only)
      report(factor_.key, factor_.key +
                              " has no values (give one of values, categorical, uniform, log_uniform, normal, "
                              "triangular, integer, dates)");
    const bool one = only && names == only->key;
    if (only && !one) report(factor_.key, fmt::format("{} has {} (give one of them)", factor_.key, names));
    return one ? only : nullptr;
  }

  void read(const Form& form) {
    if (form.key == "values" || form.key == "categorical")
      levels();
    else if (form.key == "dates")
      dates(form);
    else if (!target_.is_number())
      report(key_, fmt::format("{} is for numbers, which {} is not (use values{})", key_, factor_.column.paths[0],
                               target_.kind == Target::Kind::date ? " or dates" : ""));
    else if (form.key == "integer")
      integer(form);
    else if (target_.kind == Target::Kind::whole)
      report(key_, fmt::format("{} gives fractions, but {} is a whole number (use integer: [low, high])", key_,
                               factor_.column.paths[0]));
    else
      continuous(form);
  }

  void levels() {
    if (given_->empty()) report(key_, key_ + " is empty (give at least one level)");
    for (std::size_t i = 0; i < given_->size(); ++i) {
      const std::string& text = (*given_)[i];
      check(yaml_for(target_, text), i);
      const auto month = target_.kind == Target::Kind::date ? parse_month(text) : std::nullopt;
      // What is no number or date is found when the scenario looks at it.
      const double value = factor_.value_of(month ? to_string(*month) : yaml_for(target_, text)).value_or(0);
      if (std::ranges::find(factor_.distribution.levels, value) != factor_.distribution.levels.end() &&
          (!target_.is_number() || parse_number(text).value))
        report(element(i), fmt::format("{} has {} twice (leave one out)", key_, excerpt(text)));
      if (target_.kind == Target::Kind::whole && std::abs(value) > largest_whole)
        report(element(i), fmt::format("{} is {} (whole numbers of a factor end at 2^53)", key_, excerpt(text)));
      factor_.distribution.levels.push_back(value);
    }
  }

  void dates(const Form& form) {
    if (target_.kind != Target::Kind::date)
      return report(key_, fmt::format("{} is for dates, which {} is not", key_, factor_.column.paths[0]));
    if (!has_size(2, form)) return;
    std::array<Month, 2> ends;
    for (std::size_t i = 0; i < 2; ++i) {
      const auto month = parse_month((*given_)[i]);
      if (!month || *month == never)
        return report(element(i), fmt::format("{} is '{}', which is not a date (write 2027-01)", element(i),
                                              excerpt((*given_)[i])));
      ends[i] = *month;
    }
    if (!ascending(ends[0].index, ends[1].index, "first")) return;
    if (ends[1] - ends[0] > most_months) return report(key_, fmt::format("{} has over {} months", key_, most_months));
    for (Month month = ends[0]; month <= ends[1]; month = month + 1)
      factor_.distribution.levels.push_back(factor_.value_of(to_string(month)).value_or(0));
    for (std::size_t i = 0; i < 2; ++i) check(to_string(ends[i]), i);
    factor_.grid_levels = has("levels") ? entry_.levels : 0;
  }

  void integer(const Form& form) {
    const std::vector<double> ends = numbers(form);
    if (ends.empty()) return;
    for (std::size_t i = 0; i < ends.size(); ++i)
      if (ends[i] != std::floor(ends[i]) || std::abs(ends[i]) > largest_whole)
        return report(element(i), fmt::format("{} is {} (must be a whole number)", element(i), (*given_)[i]));
    if (!ascending(ends[0], ends[1], "low")) return;
    set(DistributionKind::integer, ends);
    factor_.grid_levels = has("levels") ? entry_.levels : 0;
    for (std::size_t i = 0; i < 2; ++i) check(fmt::format("{}", ends[i]), i);
  }

  void continuous(const Form& form) {
    const std::vector<double> given = numbers(form);
    if (given.empty()) return;
    factor_.grid_levels = entry_.levels;
    if (form.key == "normal") return normal(given);
    if (!ascending(given.front(), given.back(), "low")) return;
    if (form.key == "log_uniform" && !(given[0] > 0))
      return report(element(0), fmt::format("{} is {} (must be positive)", element(0), (*given_)[0]));
    if (given.size() == 3 && !(given[0] <= given[1] && given[1] <= given[2]))
      return report(element(1),
                    fmt::format("{} is {} (must lie in [{}, {}])", element(1), given[1], given[0], given[2]));
    set(form.key == "uniform"       ? DistributionKind::uniform
        : form.key == "log_uniform" ? DistributionKind::log_uniform
                                    : DistributionKind::triangular,
        given);
    for (std::size_t i = 0; i < given.size(); ++i) check((*given_)[i], i);
  }

  void normal(const std::vector<double>& given) {
    set(DistributionKind::normal, given);
    if (!(given[1] > 0))
      return report(element(1), fmt::format("{} is {} (must be positive)", element(1), (*given_)[1]));
    if (has("within")) return cut_off();
    check(entry_.normal[0], 0);
    factor_.distribution.ends_meant = false;
    factor_.distribution.within = target_.text.range;
    if (std::isfinite(target_.text.range.low) || std::isfinite(target_.text.range.high))
      factor_.column.distribution += fmt::format(" within [{}, {}]", target_.text.range.low, target_.text.range.high);
  }

  void cut_off() {
    key_ = join(factor_.key, "within");
    given_ = &entry_.within;
    const std::vector<double> ends = numbers({"within", nullptr, "[low, high]"});
    if (ends.empty() || !ascending(ends[0], ends[1], "low")) return;
    factor_.distribution.within = {ends[0], ends[1]};
    factor_.column.distribution += fmt::format(" within [{}, {}]", entry_.within[0], entry_.within[1]);
    for (std::size_t i = 0; i < 2; ++i) check(entry_.within[i], i);
  }

  /// Keys that go with some forms only.
  void others(const Form& form) {
    const bool has_own_levels = form.key == "values" || form.key == "categorical";
    if (has("within") && form.key != "normal")
      report(join(factor_.key, "within"),
             fmt::format("{}.within has no meaning for {} (it cuts off a normal)", factor_.key, form.key));
    if (has("levels") && has_own_levels)
      report(join(factor_.key, "levels"),
             fmt::format("{}.levels has no meaning for {} (the levels are those given)", factor_.key, form.key));
  }

  void set(DistributionKind kind, const std::vector<double>& numbers) {
    factor_.distribution.kind = kind;
    factor_.distribution.a = numbers[0];
    factor_.distribution.b = numbers[1];
    factor_.distribution.c = numbers.back();
  }

  bool has_size(std::size_t wanted, const Form& form) {
    if (given_->size() == wanted) return true;
    report(key_, fmt::format("{} has {} elements (expected {})", key_, given_->size(), form.shape));
    return false;
  }

  /// As many as the form has; none where one is no number.
  std::vector<double> numbers(const Form& form) {
    if (!has_size(std::size_t(std::ranges::count(form.shape, ',')) + 1, form)) return {};
    std::vector<double> all;
    for (std::size_t i = 0; i < given_->size(); ++i) {
      const Parsed<double> number = parse_number((*given_)[i]);
      if (number.value)
        all.push_back(*number.value);
      else
        report(element(i), fmt::format("{} is '{}' (expected a number{}{})", element(i), excerpt((*given_)[i]),
                                       number.fault.empty() ? "" : " ", number.fault));
    }
    return all.size() == given_->size() ? all : std::vector<double>{};
  }

  bool ascending(double low, double high, std::string_view name) {
    if (low < high) return true;
    report(key_, fmt::format("{} is [{}] (the {} must come before the {})", key_, fmt::join(*given_, ", "), name,
                             name == "low" ? "high" : "last"));
    return false;
  }

  const FactorEntry& entry_;
  const Target& target_;
  const Reading& reading_;
  Factor& factor_;
  std::vector<Problem>& problems_;
  std::string key_;               ///< of the form in use: `factors.x.uniform`
  const Texts* given_ = nullptr;  ///< what stands there
  std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> read_distribution(const FactorEntry& entry, const Target& target, bool is_list,
                                     const Reading& reading, Factor& factor, std::vector<Problem>& problems) {
  return DistributionReader(entry, target, reading, factor, problems).read(is_list);
}

}  // namespace moat
