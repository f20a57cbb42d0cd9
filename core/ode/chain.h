#ifndef CORE_ODE_CHAIN_H_
#define CORE_ODE_CHAIN_H_

/// Flows one behind the other: the first starts from the source, the last ends
/// at the target, and each runs over its own time from 0 to 1.

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/ode/by_class.h"
#include "core/ode/divergence_field.h"
#include "core/ode/likelihood.h"
#include "core/ode/sampler_options.h"
#include "core/ode/transport.h"

namespace flow::core {

// Shapes: N points, D dimensions, S saved times, K parts.

/// The parts from source to target. A part of classes is alone: chains of
/// several have one field each.
using FieldChain = std::vector<FieldsByClass>;

/// Moves points through K transports, backward through the last one first.
///
/// Seen from outside it is one flow over [0, 1], of which part k has the times
/// from k/K to (k+1)/K: save_at is in that time, and so is the path energy,
///
///     int_0^1 |dx/dt|^2 dt = K sum_k int_0^1 |v_k|^2 du,
///
/// so that it bounds the squared distance as that of any flow does. Evaluations
/// add up.
class ChainTransport : public Transport {
 public:
  /// K >= 1, which is FLOW_CHECKed.
  explicit ChainTransport(std::vector<std::unique_ptr<Transport>> parts);

  /// Part k sees the seed DeriveSeed(journey.seed, "part", k). Errors: those of
  /// the parts, which are counted from the source.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  std::vector<std::unique_ptr<Transport>> parts_;
};

/// The flow of a chain, each part followed by `solver`; of one part its own.
/// Errors: those of OdeTransport.
absl::StatusOr<std::unique_ptr<Transport>> MakeChainTransport(
    const FieldChain& chain, const OdeOptions& solver, ThreadPool* pool);

/// LogLikelihood() of what the chain generates:
///
///     log p(x) = log p_source(z) - sum_k int_0^1 div v_k dt
///
/// along the way from x to z, state and volume by one solver in every part.
/// Probes are drawn anew for each part, by the seed and its place. Errors:
/// those of LogLikelihoodByClass.
absl::StatusOr<LogLikelihoods> LogLikelihoodOfChain(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool);

/// The same, but where `handover` is given each part begins where that solver
/// takes the point from the part before; what `solver` makes of the state there
/// is dropped. For mixed_likelihood.h.
absl::StatusOr<LogLikelihoods> LogLikelihoodWithHandover(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const std::optional<OdeOptions>& handover,
    const DivergenceOptions& divergence, const Points& points, Seed seed,
    ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_ODE_CHAIN_H_
