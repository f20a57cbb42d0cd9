#ifndef CORE_ODE_LIKELIHOOD_H_
#define CORE_ODE_LIKELIHOOD_H_

/// The density of what a flow generates [Chen18, Eq. 8; Grathwohl19]:
///
///     log p_1(x_1) = log p_0(x_0) - int_0^1 div v(x_t, t) dt
///
/// along the path through both. State and integral are solved together, as one
/// equation of D + 1 dimensions by one method: what comes out is the density of
/// the map that this solver makes, up to its error, and the error control of an
/// adaptive method sees both.

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/distribution/distribution.h"
#include "core/ode/divergence_field.h"
#include "core/ode/sampler_options.h"
#include "core/ode/transport.h"

namespace flow::core {

// Shapes: N points, D dimensions.

/// Probes of independent coordinates: +1 or -1, or standard normal. The first
/// has the least variance of all.
enum class ProbeLaw { kRademacher, kGaussian };

struct DivergenceOptions {
  int64_t probes = 0;  // of Hutchinson's estimate; 0 is exact
  ProbeLaw law = ProbeLaw::kRademacher;
};

/// Where points ended, and how the volume around them changed on the way.
struct VolumeChange {
  at::Tensor x_nd;           // dtype of the start
  at::Tensor divergence_n;   // float64: integral of div v over t from 0 to 1,
                             // whichever way the points went
  at::Tensor evaluations_n;  // int64: evaluations of velocity with divergence
};

/// Moves `x_nd` (float32 or float64 on the CPU) either way. The probes of a
/// point are known by `seed`, the index of its row and the probe, and stay the
/// same along its path, so that the integrand is smooth and a point's bits
/// depend on no other. InvalidArgument for options that Validate of
/// solve_tile.h refuses and for probes < 0; OutOfRange as Transport::Push. One
/// call at a time for each pool.
absl::StatusOr<VolumeChange> PushWithDivergence(
    const DivergenceField& field, const OdeOptions& solver,
    const DivergenceOptions& divergence, const at::Tensor& x_nd,
    Direction direction, Seed seed, ThreadPool* pool);

/// The log-densities of points, and what they came from.
struct LogLikelihoods {
  at::Tensor log_density_n;  // float64, nats
  at::Tensor source_nd;      // where the flow brought the points from
  at::Tensor evaluations_n;  // int64
};

/// log p_1 at `x_nd`: back along the flow to the source. With probes, an
/// estimate that is unbiased for the log-density (not for the density) of the
/// map without discretisation error. FailedPrecondition where `source` has no
/// exact log-density; otherwise as PushWithDivergence.
absl::StatusOr<LogLikelihoods> LogLikelihood(
    const DivergenceField& field, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const at::Tensor& x_nd, Seed seed, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_ODE_LIKELIHOOD_H_
