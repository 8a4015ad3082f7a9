#pragma once
/// A function pointer that is never null: a constant table in which one is missing or null does not compile.

#include <concepts>
#include <cstddef>
#include <stdexcept>

namespace moat {

template <class Signature>
class Function;

template <class Result, class... Args>
class Function<Result(Args...)> {
 public:
  using Pointer = Result (*)(Args...);

  /// From a function or a lambda that captures nothing.
  template <std::convertible_to<Pointer> F>
  constexpr Function(F function) : call_(function) {  // NOLINT(google-explicit-constructor): rows name functions
    if (!call_) throw std::invalid_argument("a null pointer is no function");
  }
  Function(std::nullptr_t) = delete;

  constexpr Result operator()(Args... args) const { return call_(args...); }
  friend constexpr bool operator==(Function a, Function b) { return a.call_ == b.call_; }

 private:
  Pointer call_;
};

}  // namespace moat
