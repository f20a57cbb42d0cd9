#ifndef CORE_PATH_CONDITIONAL_LAW_H_
#define CORE_PATH_CONDITIONAL_LAW_H_

/// The laws of x_t that a path knows in closed form, of one shape whatever is
/// given:
///
///     x_t = m + r e,   m = a x0 + b x1,
///
/// with e isotropic, standard normal or of Student's t law of scale one. Given
/// the pair, a and b are the path's and r its c, where c > 0. Given the target,
/// with x0 independent of x1, a = 0 and r^2 is the path's a^2 + c^2 for the
/// paths from a standard Gaussian source, which is also taken for that of paths
/// from any source; r is a times the source's scale for those from a Student t
/// source.
///
/// Scaling about a moving centre, the law moves with a velocity that is known
/// at every x, and obeys the continuity equation with its density:
///
///     u_t(x) = m' + (r' / r) (x - m),
///
/// which given the target is the mean of the one given the pair over x0 given
/// x and x1.

#include <cstdint>
#include <limits>
#include <optional>

#include "ATen/core/Tensor.h"
#include "core/path/path_options.h"

namespace flow::core {

// Shapes: B times, D dimensions; b1 is a column [B, 1].

struct ConditionalLaw {
  at::Tensor source_b1, target_b1, spread_b1;                 // a, b, r
  at::Tensor source_rate_b1, target_rate_b1, spread_rate_b1;  // a', b', r'
  double degrees = std::numeric_limits<double>::infinity();   // normal
};

/// At `t_b` [B], in its dtype. Empty where x_t given this has no density, or
/// none that the path knows.
std::optional<ConditionalLaw> LawGivenPair(const PathOptions& options,
                                           const at::Tensor& t_b);
std::optional<ConditionalLaw> LawGivenTarget(const PathOptions& options,
                                             const at::Tensor& t_b);

/// log p in nats [B, K] where |x - m|^2 is `square_bk` [B, K], in `dim`
/// dimensions; differentiable.
at::Tensor LogDensityAt(const ConditionalLaw& law, const at::Tensor& square_bk,
                        int64_t dim);

}  // namespace flow::core

#endif  // CORE_PATH_CONDITIONAL_LAW_H_
