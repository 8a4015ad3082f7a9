#include "base/column.hpp"

#include <cmath>

#include "catch.hpp"

using namespace moat;

TEST_CASE("A cube starts at zero and stores the last index fastest") {
  Cube<double, 3> cube(2, 3, 4);
  CHECK(cube.flat().size() == 24);
  CHECK((cube.flat() == 0).all());
  CHECK((cube.size(0) == 2 && cube.size(1) == 3 && cube.size(2) == 4));

  cube(1, 2, 3) = 7;
  CHECK(cube.flat()[1 * 12 + 2 * 4 + 3] == 7);
  int next = 0;
  for (Index a = 0; a < 2; ++a)
    for (Index b = 0; b < 3; ++b)
      for (Index c = 0; c < 4; ++c) cube(a, b, c) = next++;
  for (Index i = 0; i < 24; ++i) CHECK(cube.flat()[i] == double(i));
}

TEST_CASE("A row of a cube is one run of memory") {
  Cube<int, 4> cube(2, 2, 2, 5);
  int* row = cube.row(1, 0, 1);
  CHECK(row == cube.flat().data() + ((1 * 2 + 0) * 2 + 1) * 5);
  row[4] = 9;
  CHECK(cube(1, 0, 1, 4) == 9);
  const Cube<int, 4>& constant = cube;
  CHECK(constant.row(1, 0, 1)[4] == 9);
}

TEST_CASE("An empty cube has no size") {
  const Cube<double, 2> cube;
  CHECK(cube.flat().size() == 0);
  CHECK(cube.size(0) == 0);
  CHECK(Cube<double, 2>(3, 0).flat().size() == 0);
}

TEST_CASE("A grid stores rows one after the other") {
  Grid<int> grid(2, 3);
  grid << 1, 2, 3, 4, 5, 6;
  CHECK(grid.data()[3] == 4);
  CHECK(grid(1, 0) == 4);
}

TEST_CASE("Packed numbers are the nearest multiples of their unit, and stop at the ends of their range") {
  Packed numbers;
  numbers.steps.resize(4);
  numbers.unit = Packed::unit_for(3.6);
  CHECK(numbers.unit == 0x1p-13f);  // 3.6 / 32767 is 0.9 of it
  numbers.set(0, -1.2345);
  numbers.set(1, 0.4 * double(numbers.unit));
  numbers.set(2, 1e9);
  numbers.set(3, -1e9);
  CHECK(std::abs(double(numbers[0]) + 1.2345) <= 0.5 * double(numbers.unit));
  CHECK(numbers[1] == 0);
  CHECK(numbers[2] == 32767 * numbers.unit);
  CHECK(numbers[3] == -numbers[2]);
  CHECK(Packed::unit_for(0) > 0);
}
