#include "core/ode/mixed_likelihood.h"

namespace flow::core {

absl::StatusOr<LogLikelihoods> MixedLogLikelihoodOfChain(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool) {
  return LogLikelihoodWithHandover(
      chain, source, EulerOptions{kMixedEulerSteps},
      /*handover=*/solver, divergence, points, seed, pool);
}

}  // namespace flow::core
