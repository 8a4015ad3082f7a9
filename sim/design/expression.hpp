#pragma once
/// Small conditions on named values: `adoption.peer_weight < 1.5 and arm != 'strict' or run.developers == 2000`.
///
///   or, and, not; == != < <= > >=; + -; * /; unary -; ( )      from the weakest to the strongest
///   numbers 0.5, 1e6; dates 2024-10 (put spaces around a minus between numbers); 'text' or "text"; true, false
///   names: letters, digits and _ . - +, the longest name there is (a-b is one name if there is such a name)
///
/// Kinds are checked when it is read: comparisons take two values of one kind, < and > no switches, arithmetic numbers.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.hpp"

namespace moat {

class Expression {
 public:
  enum class Kind : std::uint8_t { number, text, date, truth };
  using Value = std::variant<double, std::string, Month, bool>;  ///< in the order of Kind
  struct Name {
    std::string name;
    Kind kind;
  };
  using Lookup = std::function<Value(std::size_t name)>;

  /// A condition on these names. Nothing if the text is none: `fault` then says why and at which character, from 1.
  static std::optional<Expression> parse(std::string_view text, const std::vector<Name>& names, std::string& fault);

  /// Whether it is true; lookup(i) gives the value of name i, of its kind.
  bool holds(const Lookup& lookup) const;

 private:
  friend class ExpressionParser;
  enum class Op : std::uint8_t {
    constant,
    name,
    negate,
    invert,
    add,
    subtract,
    multiply,
    divide,
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    both,
    either
  };
  struct Node {
    Op op;
    std::size_t left = 0, right = 0;  ///< operands; of a name, its number; of a constant, its place
  };
  Value value(std::size_t node, const Lookup& lookup) const;

  std::vector<Node> nodes_;  ///< operands before what uses them; the last one is the whole
  std::vector<Value> constants_;
};

}  // namespace moat
