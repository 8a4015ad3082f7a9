#pragma once
/// Values of the state as bytes: kept for a run that goes on later, and taken back. One function for both directions.
///
/// What `pass` takes: numbers, enumerations, text, arrays, lists, and structs of these. Entries of the scenario come
/// from the scenario anew; of them only their numbers are kept, since some are drawn. A pointer cannot be kept, so a
/// member that holds one must say what to do, as Watched does.

#include <algorithm>
#include <cstring>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/column.hpp"
#include "base/describe.hpp"
#include "state/governments.hpp"

namespace moat {

using Bytes = std::vector<std::int8_t>;

class Keeping {
 public:
  static constexpr bool is_taking = false;
  void raw(const void* from, std::size_t count) {
    const auto* first = static_cast<const std::int8_t*>(from);
    bytes.insert(bytes.end(), first, first + count);
  }
  Bytes bytes;
};

class Taking {
 public:
  static constexpr bool is_taking = true;
  explicit Taking(const Bytes& bytes) : bytes_(bytes) {}
  void raw(void* to, std::size_t count) {
    expect(count);
    if (count > 0) std::memcpy(to, bytes_.data() + at_, count);
    at_ += count;
  }
  /// Throws if fewer bytes are left.
  void expect(std::size_t count) const {
    if (count > bytes_.size() - at_) throw std::runtime_error("a saved value ends too early");
  }
  /// The same for an array of values of `each` bytes, before memory is taken for it.
  void expect(std::initializer_list<Index> sizes, std::size_t each) const {
    std::size_t count = std::size_t(std::find(sizes.begin(), sizes.end(), 0) == sizes.end());
    for (const Index size : sizes)
      if (__builtin_mul_overflow(count, std::size_t(size), &count)) count = bytes_.size();
    if (count > (bytes_.size() - at_) / each) throw std::runtime_error("a saved array ends too early");
  }
  bool at_end() const { return at_ == bytes_.size(); }

 private:
  const Bytes& bytes_;
  std::size_t at_ = 0;
};

namespace kept_bytes {

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// The members of a struct, in order.
template <class T>
auto members_of(T& x) {
  constexpr std::size_t n = detail::member_count<T>();
  static_assert(n >= 1 && n <= 9, "a struct of the state has one to nine members");
  if constexpr (n == 1) {
    auto& [a] = x;
    return std::tie(a);
  } else if constexpr (n == 2) {
    auto& [a, b] = x;
    return std::tie(a, b);
  } else if constexpr (n == 3) {
    auto& [a, b, c] = x;
    return std::tie(a, b, c);
  } else if constexpr (n == 4) {
    auto& [a, b, c, d] = x;
    return std::tie(a, b, c, d);
  } else if constexpr (n == 5) {
    auto& [a, b, c, d, e] = x;
    return std::tie(a, b, c, d, e);
  } else if constexpr (n == 6) {
    auto& [a, b, c, d, e, f] = x;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (n == 7) {
    auto& [a, b, c, d, e, f, g] = x;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (n == 8) {
    auto& [a, b, c, d, e, f, g, h] = x;
    return std::tie(a, b, c, d, e, f, g, h);
  } else {
    auto& [a, b, c, d, e, f, g, h, i] = x;
    return std::tie(a, b, c, d, e, f, g, h, i);
  }
}

template <class Archive>
Index pass_size(Archive& archive, Index size) {
  archive.raw(&size, sizeof size);
  if constexpr (Archive::is_taking)
    if (size < 0) throw std::runtime_error("a saved size is negative");
  return size;
}

}  // namespace kept_bytes

template <class Archive, kept_bytes::Plain T>
void pass(Archive& archive, T& x) {
  archive.raw(&x, sizeof x);
}
template <class Archive>
void pass(Archive& archive, std::string& x) {
  const Index size = kept_bytes::pass_size(archive, Index(x.size()));
  if constexpr (Archive::is_taking) {
    archive.expect(std::size_t(size));
    x.resize(std::size_t(size));
  }
  archive.raw(x.data(), x.size());
}
template <class Archive, kept_bytes::Plain T>
void pass(Archive& archive, Column<T>& x) {
  const Index size = kept_bytes::pass_size(archive, x.size());
  if constexpr (Archive::is_taking) {
    archive.expect({size}, sizeof(T));
    x.resize(size);
  }
  archive.raw(x.data(), std::size_t(size) * sizeof(T));
}
template <class Archive, kept_bytes::Plain T>
void pass(Archive& archive, Grid<T>& x) {
  const Index rows = kept_bytes::pass_size(archive, x.rows()), cols = kept_bytes::pass_size(archive, x.cols());
  if constexpr (Archive::is_taking) {
    archive.expect({rows, cols}, sizeof(T));
    x.resize(rows, cols);
  }
  archive.raw(x.data(), std::size_t(rows * cols) * sizeof(T));
}
template <class Archive, kept_bytes::Plain T, int Rank>
void pass(Archive& archive, Cube<T, Rank>& x) {
  std::array<Index, std::size_t(Rank)> sizes;
  for (int axis = 0; axis < Rank; ++axis) sizes[std::size_t(axis)] = kept_bytes::pass_size(archive, x.size(axis));
  if constexpr (Archive::is_taking)
    x = std::apply(
        [&](auto... size) {
          archive.expect({size...}, sizeof(T));
          return Cube<T, Rank>(size...);
        },
        sizes);
  archive.raw(x.flat().data(), std::size_t(x.flat().size()) * sizeof(T));
}
/// The series that is watched, and how, are those of the scenario.
template <class Archive>
void pass(Archive& archive, Watched& x) {
  pass(archive, x.value);
  pass(archive, x.holds);
}
template <class Archive, Described T>
void pass(Archive& archive, T& x) {
  const auto number = [&](const auto& row) {
    if constexpr (std::is_same_v<std::remove_reference_t<decltype(x.*row.member)>, double>)
      pass(archive, x.*row.member);
  };
  std::apply([&](const auto&... row) { (number(row), ...); }, T::rows());
}
template <class Archive, class T>
requires(std::is_aggregate_v<T>&& std::is_class_v<T> && !Described<T>) void pass(Archive& archive, T& x) {
  std::apply([&](auto&... member) { (pass(archive, member), ...); }, kept_bytes::members_of(x));
}
template <class Archive, class T>
void pass(Archive& archive, std::vector<T>& x) {
  const Index size = kept_bytes::pass_size(archive, Index(x.size()));
  if constexpr (Archive::is_taking) {
    archive.expect(Described<T> ? 0 : std::size_t(size));
    if (Described<T> && size != Index(x.size())) throw std::runtime_error("a list has other entries than when saved");
    x.resize(std::size_t(size));
  }
  for (T& one : x) pass(archive, one);
}

/// What a column of the state must be.
template <class T>
concept Keepable = requires(Keeping& keeping, Taking& taking, T& x) {
  pass(keeping, x);
  pass(taking, x);
};

/// The value as bytes.
template <class T>
Bytes kept(const T& x) {
  Keeping keeping;
  pass(keeping, const_cast<T&>(x));  // NOLINT(cppcoreguidelines-pro-type-const-cast): keeping writes nothing
  return std::move(keeping.bytes);
}
/// The other way round; std::runtime_error if the bytes are not those of such a value.
template <class T>
void take_kept(T& x, const Bytes& bytes) {
  Taking taking(bytes);
  pass(taking, x);
  if (!taking.at_end()) throw std::runtime_error("a saved value is too long");
}

}  // namespace moat
