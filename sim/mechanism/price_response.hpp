#pragma once
/// How a price enters utility: shared by pricing, which sets prices, and adoption, which responds to them.

#include <array>
#include <string_view>

#include "base/describe.hpp"

namespace moat {

/// bill: the month's bill as a share of the budget, so heavy users feel prices most; log: the logarithm of the price;
/// linear: the price itself (textbook benchmarks).
enum class PriceResponse : int { bill, log, linear };
template <>
struct Choices<PriceResponse> {
  static constexpr std::array<std::string_view, 3> names{"bill", "log", "linear"};
};

}  // namespace moat
