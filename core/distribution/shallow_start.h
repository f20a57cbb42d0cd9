#ifndef CORE_DISTRIBUTION_SHALLOW_START_H_
#define CORE_DISTRIBUTION_SHALLOW_START_H_

/// Where a flow begins that is given a coarse prediction of its end: with the
/// mean m_c of the target's class c for the prediction and v_c for the mean
/// square of its error in a coordinate, at the time t of the line from noise,
///
///     x = t m_c + s_c x_0,   s_c^2 = (1 - t)^2 - t^2 v_c,   x_0 ~ N(0, I),
///
/// [Yang25]. Around the point t x_1 of the line, x is then as
/// wide as the line's own x_t: E |x - t x_1|^2 = (1 - t)^2 D.

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/distribution/distribution.h"

namespace flow::core {

/// The law of x for the points of a target, float32 [N, D] with N >= 1: of each
/// of `classes` classes by their labels, or of all together for `classes` 0.
/// Needs 0 < time < 1. FailedPrecondition where a class has no points, and
/// where it is so wide that nothing is left for the noise: the message names it
/// and the bound of the time, 1 / (1 + sqrt(v_c)).
absl::StatusOr<std::unique_ptr<Distribution>> MakeShallowStart(
    const Points& target, int64_t classes, double time);

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_SHALLOW_START_H_
