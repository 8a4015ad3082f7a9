// From text to an expression: recursive descent.

#include "design/expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

constexpr std::array<std::string_view, 4> kind_names{"a number", "text", "a date", "true or false"};

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

struct Fault {
  std::size_t at;
  std::string text;
};

}  // namespace

/// Recursive descent; each level returns the node it made.
class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, const std::vector<Expression::Name>& names) : text_(text), names_(names) {}

  Expression parse() {
    const std::size_t begin = skip();
    const Operand whole = either();
    if (skip() < text_.size()) throw Fault{at_, fmt::format("'{}' is not expected here", excerpt(text_.substr(at_)))};
    need(whole, Kind::truth, begin);
    return std::move(made_);
  }

 private:
  using Kind = Expression::Kind;
  using Op = Expression::Op;
  struct Operand {
    std::size_t node;
    Kind kind;
  };
  static constexpr int deepest = 100;  ///< parentheses, not and minus inside each other

  std::size_t skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_;
  }
  std::string_view rest() const { return text_.substr(at_); }

  bool symbol(std::string_view wanted) {
    skip();
    if (!rest().starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }
  bool word(std::string_view wanted) {
    skip();
    const std::size_t end = at_ + wanted.size();
    const bool goes_on = end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]) || text_[end] == '.');
    return !goes_on && symbol(wanted);
  }

  void need(const Operand& operand, Kind kind, std::size_t at) const {
    if (operand.kind != kind)
      throw Fault{at, fmt::format("{} stands where {} is needed", kind_names[std::size_t(operand.kind)],
                                  kind == Kind::truth ? "a condition" : kind_names[std::size_t(kind)])};
  }
  Operand make(Op op, Kind kind, std::size_t left, std::size_t right = 0) {
    made_.nodes_.push_back({op, left, right});
    return {made_.nodes_.size() - 1, kind};
  }
  Operand constant(Expression::Value value) {
    made_.constants_.push_back(std::move(value));
    return make(Op::constant, Kind(made_.constants_.back().index()), made_.constants_.size() - 1);
  }

  /// a op b op c ..., both operands of one kind.
  template <class Next>
  Operand logical(std::string_view name, Op op, Next&& next) {
    std::size_t begin = skip();
    Operand left = next();
    while (word(name)) {
      need(left, Kind::truth, begin);
      begin = skip();
      const Operand right = next();
      need(right, Kind::truth, begin);
      left = make(op, Kind::truth, left.node, right.node);
    }
    return left;
  }
  Operand either() {
    return logical("or", Op::either, [this] { return both(); });
  }
  Operand both() {
    return logical("and", Op::both, [this] { return inverted(); });
  }
  Operand inverted() {
    if (!word("not")) return comparison();
    const Depth depth(*this);
    const std::size_t begin = skip();
    const Operand operand = inverted();
    need(operand, Kind::truth, begin);
    return make(Op::invert, Kind::truth, operand.node);
  }

  Operand comparison() {
    constexpr std::array<std::pair<std::string_view, Op>, 6> operators{{{"==", Op::equal},
                                                                        {"!=", Op::unequal},
                                                                        {"<=", Op::less_equal},
                                                                        {">=", Op::greater_equal},
                                                                        {"<", Op::less},
                                                                        {">", Op::greater}}};
    const Operand left = sum();
    const std::size_t at = skip();
    if (rest().starts_with("=") && !rest().starts_with("==")) throw Fault{at, "'=' is no comparison (write ==)"};
    for (const auto& [name, op] : operators) {
      if (!symbol(name)) continue;
      const Operand right = sum();
      if (left.kind != right.kind)
        throw Fault{at, fmt::format("{} compares {} with {}", name, kind_names[std::size_t(left.kind)],
                                    kind_names[std::size_t(right.kind)])};
      if (left.kind == Kind::truth && op != Op::equal && op != Op::unequal)
        throw Fault{at, fmt::format("{} compares two conditions (join them with and)", name)};
      return make(op, Kind::truth, left.node, right.node);
    }
    return left;
  }

  template <class Next>
  Operand arithmetic(std::string_view first, Op first_op, std::string_view second, Op second_op, Next&& next) {
    std::size_t begin = skip();
    Operand left = next();
    while (true) {
      const bool is_first = symbol(first);
      if (!is_first && !symbol(second)) return left;
      need(left, Kind::number, begin);
      begin = skip();
      const Operand right = next();
      need(right, Kind::number, begin);
      left = make(is_first ? first_op : second_op, Kind::number, left.node, right.node);
    }
  }
  Operand sum() {
    return arithmetic("+", Op::add, "-", Op::subtract, [this] { return product(); });
  }
  Operand product() {
    return arithmetic("*", Op::multiply, "/", Op::divide, [this] { return single(); });
  }

  Operand single() {
    const Depth depth(*this);
    const std::size_t begin = skip();
    if (at_ == text_.size()) throw Fault{at_, "a value is missing at the end"};
    if (symbol("-")) {
      const std::size_t at = skip();
      const Operand operand = single();
      need(operand, Kind::number, at);
      return make(Op::negate, Kind::number, operand.node);
    }
    if (symbol("(")) {
      const Operand inner = either();
      if (!symbol(")")) throw Fault{begin, "( is not closed"};
      return inner;
    }
    const char c = text_[at_];
    if (c == '\'' || c == '"') return quoted(c);
    if (is_digit(c) || c == '.') return number_or_date();
    if (is_letter(c)) return name();
    throw Fault{at_, fmt::format("'{}' is not expected here", excerpt(rest()))};
  }

  Operand quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == text_.npos) throw Fault{at_, "a text in quotes is not closed"};
    const std::string text(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return constant(text);
  }

  Operand number_or_date() {
    std::size_t end = at_;
    const auto goes_on = [&] { return end < text_.size() && (is_digit(text_[end]) || text_[end] == '-'); };
    while (goes_on()) ++end;
    const std::string_view maybe_date = text_.substr(at_, end - at_);
    if (const auto month = parse_month(maybe_date)) {
      at_ = end;
      return constant(*month);
    }
    end = at_;
    const auto in_number = [&](char c) {
      const bool sign = (c == '-' || c == '+') && end > at_ && (text_[end - 1] | 0x20) == 'e';
      return is_digit(c) || is_letter(c) || c == '.' || sign;
    };
    while (end < text_.size() && in_number(text_[end])) ++end;
    const std::string_view text = text_.substr(at_, end - at_);
    const Parsed<double> number = parse_number(text);
    if (!number.value)
      throw Fault{at_,
                  fmt::format("'{}' is no number{}{}", excerpt(text), number.fault.empty() ? "" : " ", number.fault)};
    at_ = end;
    return constant(*number.value);
  }

  /// The longest known name; what follows it must not go on as a name.
  Operand name() {
    if (word("true")) return constant(true);
    if (word("false")) return constant(false);
    if (word("never")) return constant(never);
    std::size_t end = at_;
    while (end < text_.size() && (is_name(text_.substr(end, 1)) || text_[end] == '.')) ++end;
    for (std::size_t length = end - at_; length > 0; --length) {
      const char after = at_ + length < text_.size() ? text_[at_ + length] : ' ';
      if (is_letter(after) || is_digit(after) || after == '.') continue;
      const auto known = std::ranges::find(names_, text_.substr(at_, length), &Expression::Name::name);
      if (known == names_.end()) continue;
      at_ += length;
      return make(Op::name, known->kind, std::size_t(known - names_.begin()));
    }
    std::vector<std::string> all;
    for (const Expression::Name& one : names_) all.push_back(one.name);
    const std::string_view wrong = text_.substr(at_, end - at_);
    throw Fault{at_, fmt::format("{} is no factor {}", excerpt(wrong), suggestion(wrong, all))};
  }

  /// Counts what is open, so that no text can use up the stack.
  struct Depth {
    explicit Depth(ExpressionParser& parser) : parser_(parser) {
      if (++parser_.depth_ > deepest) throw Fault{parser_.at_, "nesting is too deep"};
    }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

   private:
    ExpressionParser& parser_;
  };

  std::string_view text_;
  const std::vector<Expression::Name>& names_;
  Expression made_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::optional<Expression> Expression::parse(std::string_view text, const std::vector<Name>& names, std::string& fault) {
  try {
    return ExpressionParser(text, names).parse();
  } catch (const Fault& found) {
    fault = fmt::format("at character {}: {}", found.at + 1, found.text);
    return {};
  }
}

}  // namespace moat
