#pragma once
/// From rows to plain `Field`s, so that everything that reads descriptions is ordinary, untemplated code.
/// The build stops in `fields<P>()` when a member of P has no row.
///
/// `rows()` is a template (of P itself, by default), so that only files that ask for the fields of P compile it.

#include "base/rows.hpp"

namespace moat {

namespace detail {

struct Anything {
  template <class T>
  constexpr operator T() const noexcept;
};
template <class T, std::size_t... I>
constexpr bool takes(std::index_sequence<I...>) {
  return requires {
    T{((void)I, Anything{})...};
  };
}
template <class T, std::size_t N = 0>
constexpr std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<N + 1>{}))
    return member_count<T, N + 1>();
  else
    return N;
}

template <class T>
struct ListItem;
template <class T>
struct ListItem<std::vector<T>> {
  using type = T;
};
template <class T>
struct PathChoice;
template <class E>
struct PathChoice<ChoicePath<E>> {
  using type = E;
};
template <class T>
concept IsChoicePath = requires {
  typename PathChoice<T>::type;
};

}  // namespace detail

/// True if every member of the aggregate T has a row.
template <class T>
consteval bool complete() {
  return std::tuple_size_v<decltype(T::rows())> == detail::member_count<T>();
}

template <class T>
std::span<const Field> fields();

/// A handle to one member.
template <class T>
MemberRef member_ref(T& member) {
  if constexpr (Described<T>) {
    return Item{&member, fields<T>()};
  } else if constexpr (std::is_enum_v<T>) {
    return ChoiceRef{&member, Choices<T>::names, [](const void* m) { return int(*static_cast<const T*>(m)); },
                     [](void* m, int index) { *static_cast<T*>(m) = T(index); }};
  } else if constexpr (detail::IsChoicePath<T>) {
    return ChoicePathRef{&member.points, Choices<typename detail::PathChoice<T>::type>::names};
  } else if constexpr (requires { MemberRef{&member}; }) {
    return MemberRef{&member};
  } else {
    using Entry = typename detail::ListItem<T>::type;
    return ListRef{&member,
                   [] { return fields<Entry>(); },
                   [](const void* m) { return static_cast<const T*>(m)->size(); },
                   [](void* m, std::size_t i) -> void* { return &(*static_cast<T*>(m))[i]; },
                   [](void* m) -> void* { return &static_cast<T*>(m)->emplace_back(); },
                   [](void* m, std::size_t i) {
                     auto& list = *static_cast<T*>(m);
                     list.erase(list.begin() + std::ptrdiff_t(i));
                   }};
  }
}

/// The rows of T as plain fields.
template <class T>
std::span<const Field> fields() {
  static_assert(complete<T>(), "a member of T has no row");
  static constexpr auto rows = T::rows();
  static constexpr auto make = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Field, sizeof...(I)>{Field{std::get<I>(rows).key, std::get<I>(rows).text, [](void* owner) {
                                                   return member_ref(static_cast<T*>(owner)->*std::get<I>(rows).member);
                                                 }}...};
  };
  static constexpr auto all = make(std::make_index_sequence<std::tuple_size_v<decltype(T::rows())>>{});
  return all;
}

template <Described T>
Item item(T& object) {
  return {&object, fields<T>()};
}

template <>
struct Choices<Grade> {
  static constexpr std::array<std::string_view, 5> names{"measured", "estimated", "assumed", "setting", "entry"};
};

}  // namespace moat
