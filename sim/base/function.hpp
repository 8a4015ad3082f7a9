#pragma once
/// A function pointer that is never null: a constant table in which one is missing or null does not compile.

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace moat {

template <class Signature>
class Function;

template <class Result, class... Args>
class Function<Result(Args...)> {
 public:
  using Pointer = Result (*)(Args...);

  constexpr Function(Result (&function)(Args...))
      : call_(&function) {}  // NOLINT(google-explicit-constructor): rows name functions
  /// From a lambda that captures nothing. No pointer is taken: it could be null.
  template <class F>
  requires std::is_class_v<F> && std::convertible_to<F, Pointer>
  constexpr Function(F lambda) : call_(lambda) {}  // NOLINT(google-explicit-constructor)
  Function(std::nullptr_t) = delete;

  constexpr Result operator()(Args... args) const { return call_(args...); }
  friend constexpr bool operator==(Function a, Function b) { return a.call_ == b.call_; }

 private:
  Pointer call_;
};

}  // namespace moat
