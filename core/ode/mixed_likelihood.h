#ifndef CORE_ODE_MIXED_LIKELIHOOD_H_
#define CORE_ODE_MIXED_LIKELIHOOD_H_

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/ode/chain.h"
#include "core/ode/likelihood.h"
#include "core/ode/sampler_options.h"

namespace flow::core {

/// The steps of Euler's method that mixed likelihoods are published with.
inline constexpr int64_t kMixedEulerSteps = 149;

/// What the published tables of local flow matching [Xu24] have in the place of
/// LogLikelihoodOfChain: in each part, state and volume are followed by Euler's
/// method together,
///
///     log p(x) = log p_source(z) - sum_k (Euler's int_0^1 div v_k dt),
///
/// but the next part begins where `solver` takes the point, not where Euler's
/// method does; z is Euler's. The sum is not the density of any map, and a
/// number to set beside theirs alone. Of a chain of one part it is that of
/// Euler's method.
///
/// Shapes, randomness and errors as LogLikelihoodOfChain.
absl::StatusOr<LogLikelihoods> MixedLogLikelihoodOfChain(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_ODE_MIXED_LIKELIHOOD_H_
