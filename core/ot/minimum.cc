#include "core/ot/minimum.h"

#include <algorithm>
#include <limits>

namespace flow::core {
namespace {

constexpr int32_t kLanes = 8;
constexpr int32_t kTile = 4 * kLanes;

inline double Lesser(double a, double b) { return a < b ? a : b; }

// The minimum of value(j) over j in [0, count). Lanes run side by side, each
// taking the best of four at a time: a form that compilers turn into vector
// instructions without being allowed to reorder floating point.
template <typename Value>
double LaneMinimum(int32_t count, Value value) {
  double lane[kLanes];
  std::fill(lane, lane + kLanes, std::numeric_limits<double>::infinity());
  int32_t j = 0;
  for (; j + kTile <= count; j += kTile) {
    for (int32_t l = 0; l < kLanes; ++l) {
      const double first = Lesser(value(j + l), value(j + kLanes + l));
      const double second =
          Lesser(value(j + 2 * kLanes + l), value(j + 3 * kLanes + l));
      lane[l] = Lesser(Lesser(first, second), lane[l]);
    }
  }
  for (int32_t width = kLanes / 2; width >= 1; width /= 2) {
    for (int32_t l = 0; l < width; ++l) {
      lane[l] = Lesser(lane[l], lane[l + width]);
    }
  }
  for (; j < count; ++j) lane[0] = Lesser(value(j), lane[0]);
  return lane[0];
}

}  // namespace

double Minimum(const double* a, int32_t count) {
  return LaneMinimum(count, [a](int32_t j) { return a[j]; });
}

double MinimumOfSum(const double* a, const double* b, int32_t count) {
  return LaneMinimum(count, [a, b](int32_t j) { return a[j] + b[j]; });
}

}  // namespace flow::core
