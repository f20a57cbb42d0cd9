#include "datasets/legacy_random.h"

#include <algorithm>
#include <bit>

#include "core/base/check.h"

namespace flow::datasets {

double LegacyRandom::Uniform() {
  const uint32_t a = engine_() >> 5;
  const uint32_t b = engine_() >> 6;
  return (a * 0x1p26 + b) * 0x1p-53;
}

// Uniform on {0, …, largest}, largest >= 1: as many low bits as it has, drawn
// again while they are more.
uint32_t LegacyRandom::UpTo(uint32_t largest) {
  const uint32_t mask = ~uint32_t{0} >> std::countl_zero(largest);
  uint32_t value = engine_() & mask;
  while (value > largest) value = engine_() & mask;
  return value;
}

void LegacyRandom::ShuffleRows(int64_t columns, absl::Span<double> value_nd) {
  const int64_t rows = std::ssize(value_nd) / columns;
  FLOW_CHECK(rows <= int64_t{1} << 32) << "a row's index is 32 bits";
  const auto row = [&](int64_t i) { return value_nd.begin() + i * columns; };
  for (int64_t i = rows - 1; i >= 1; --i) {
    const int64_t j = UpTo(static_cast<uint32_t>(i));
    if (i != j) std::swap_ranges(row(i), row(i + 1), row(j));
  }
}

}  // namespace flow::datasets
