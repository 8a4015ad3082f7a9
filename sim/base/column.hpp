#pragma once
/// Arrays of agents: structure of arrays, one column a property.

#include <Eigen/Core>

namespace moat {

using Index = Eigen::Index;

template <class T>
using Column = Eigen::Array<T, Eigen::Dynamic, 1>;  ///< [agent]
template <class T>
using Grid = Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;  ///< [row, column]

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
