#pragma once
/// Arrays of agents: structure of arrays, one column per property.

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace moat {

using Index = Eigen::Index;

template <class T>
using Column = Eigen::Array<T, Eigen::Dynamic, 1>;  ///< [agent]
template <class T>
using Grid = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  ///< [row, column]

/// Numbers in 16 bits: multiples of a unit, from -32767 to 32767 units.
struct Packed {
  Column<std::int16_t> steps;  ///< [agent]
  float unit = 0x1p-11f;       ///< a power of two

  float operator[](Index i) const { return float(steps[i]) * unit; }
  /// The nearest multiple, or the end of the range.
  void set(Index i, double value) {
    steps[i] = std::int16_t(std::lround(std::clamp(value / double(unit), -32767.0, 32767.0)));
  }
  /// The smallest unit in which numbers up to `largest` can be represented.
  static float unit_for(double largest) {
    int exponent = 0;
    std::frexp(largest / 32767, &exponent);
    return std::ldexp(1.0f, largest > 0 ? exponent : -20);
  }
};

/// A dense array of more than two dimensions, last index fastest.
template <class T, int Rank>
class Cube {
 public:
  Cube() = default;
  template <class... Sizes>
  explicit Cube(Sizes... sizes) : sizes_{Index(sizes)...} {
    static_assert(sizeof...(Sizes) == Rank);
    Index count = 1;
    for (const Index size : sizes_) count *= size;
    values_ = Column<T>::Zero(count);
  }

  template <class... I>
  T& operator()(I... index) {
    return values_[offset(Index(index)...)];
  }
  template <class... I>
  const T& operator()(I... index) const {
    return values_[offset(Index(index)...)];
  }
  Index size(int axis) const { return sizes_[axis]; }
  Column<T>& flat() { return values_; }
  const Column<T>& flat() const { return values_; }
  /// Offset of a row: all indices but the last.
  template <class... I>
  T* row(I... index) {
    return values_.data() + offset(Index(index)..., Index(0));
  }
  template <class... I>
  const T* row(I... index) const {
    return values_.data() + offset(Index(index)..., Index(0));
  }

 private:
  template <class... I>
  Index offset(I... index) const {
    static_assert(sizeof...(I) == Rank);
    const Index list[] = {index...};
    Index at = 0;
    for (int axis = 0; axis < Rank; ++axis) {
      eigen_assert(list[axis] >= 0 && list[axis] < sizes_[axis]);
      at = at * sizes_[axis] + list[axis];
    }
    return at;
  }

  Index sizes_[Rank] = {};
  Column<T> values_;
};

}  // namespace moat
