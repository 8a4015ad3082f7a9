#include "design/expression.hpp"

#include "base/error.hpp"

namespace moat {
namespace {

template <class T>
bool compare(const T& a, const T& b, int op) {
  switch (op) {
    case 0:
      return a == b;
    case 1:
      return a != b;
    case 2:
      return a < b;
    case 3:
      return a <= b;
    case 4:
      return a > b;
    default:
      return a >= b;
  }
}

}  // namespace

bool Expression::holds(const Lookup& lookup) const {
  return std::get<bool>(value(nodes_.size() - 1, lookup));
}

Expression::Value Expression::value(std::size_t node, const Lookup& lookup) const {
  const auto [op, left, right] = nodes_[node];
  const auto number = [&](std::size_t operand) { return std::get<double>(value(operand, lookup)); };
  const auto truth = [&](std::size_t operand) { return std::get<bool>(value(operand, lookup)); };
  switch (op) {
    case Op::constant:
      return constants_[left];
    case Op::name:
      return lookup(left);
    case Op::negate:
      return -number(left);
    case Op::invert:
      return !truth(left);
    case Op::add:
      return number(left) + number(right);
    case Op::subtract:
      return number(left) - number(right);
    case Op::multiply:
      return number(left) * number(right);
    case Op::divide:
      return number(left) / number(right);
    case Op::both:
      return truth(left) && truth(right);
    case Op::either:
      return truth(left) || truth(right);
    default:
      break;
  }
  const Value a = value(left, lookup), b = value(right, lookup);
  const int how = int(op) - int(Op::equal);
  return std::visit(
      [&](const auto& x) {
        const auto* y = std::get_if<std::decay_t<decltype(x)>>(&b);
        expects(y != nullptr, "both sides of a comparison are of one kind");
        return compare(x, *y, how);
      },
      a);
}

}  // namespace moat
