#ifndef LOCAL_FLOW_MEASURED_SIZES_H_
#define LOCAL_FLOW_MEASURED_SIZES_H_

#include <vector>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"

namespace flow::local_flow {

/// Step sizes that were found in the data.
struct MeasuredSizes {
  std::vector<double> sizes;  // gamma_1, ..., gamma_count
  std::vector<double> way;    // how far each step moves the points
};

/// The sizes of sum `total` for which `count` steps of the diffusion move the
/// law of the points `x_md` (float32 [M >= 3, D]) equally far. The law moves
/// with the velocity
///
///     v_t(x) = -x - grad log p_t(x) = a (a x - E[x1 | x]) / s^2,
///     a = e^-t,  s^2 = 1 - a^2,
///
/// the continuity equation's form of the Ornstein-Uhlenbeck process, so that a
/// point goes on average, as the root of a mean square, the way
///
///     L(t) = int_0^t sqrt(E |v_u(x_u)|^2) du,
///
/// and the steps cut L(total) into equal parts. No training is needed:
/// E[x1 | x] is a mean over points weighted by N(x; a x1, s^2 I). Two disjoint
/// sets of points give two estimates of v at points x_t of a third, and the
/// mean of their product one of |v|^2 to which their errors, being independent,
/// add nothing. The integral is by midpoints of 32 pieces that are shorter near
/// 0, where s is small.
///
/// Where fewer than 20 points carry a mean, at times before s reaches over the
/// distances between points, the speed is taken to be that of the first time
/// where more do. In a few dimensions thousands of points leave little of that;
/// in tens of them all of the time may be such, and the sizes are then equal.
///
/// The third set has an eleventh of the points and at most 1000; `seed` gives
/// the noise of x_t. M of some 20 000 take seconds. Thread-safe.
MeasuredSizes MeasureSizes(const at::Tensor& x_md, int64_t count, double total,
                           Seed seed);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_MEASURED_SIZES_H_
