#include "core/ode/mixed_likelihood.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/ode/by_class.h"

namespace flow::core {

absl::StatusOr<LogLikelihoods> MixedLogLikelihoodOfChain(
    const FieldChain& chain, const Distribution& source,
    const OdeOptions& solver, const DivergenceOptions& divergence,
    const Points& points, Seed seed, ThreadPool* pool) {
  FLOW_CHECK(!chain.empty()) << "a chain of something";
  const OdeOptions euler = EulerOptions{kMixedEulerSteps};
  Points here = points;
  at::Tensor gained_n = at::zeros({here.x_nd.size(0)}, at::kDouble);
  at::Tensor evaluations_n = at::zeros({here.x_nd.size(0)}, at::kLong);
  for (size_t k = chain.size() - 1; k > 0; --k) {
    FLOW_CHECK(chain[k].size() == 1) << "classes in a chain";
    FLOW_ASSIGN_OR_RETURN(
        const VolumeChange volume,
        PushWithDivergence(*chain[k][0], euler, divergence, here.x_nd,
                           Direction::kBackward, DeriveSeed(seed, "part", k),
                           pool));
    FLOW_ASSIGN_OR_RETURN(const auto transport,
                          MakeOdeTransport(chain[k], solver, pool));
    FLOW_ASSIGN_OR_RETURN(
        const Transported moved,
        transport->Push(here.x_nd, {Direction::kBackward, {}}));
    here = {moved.x_nd};
    gained_n = gained_n + volume.divergence_n;
    evaluations_n = evaluations_n + volume.evaluations_n + moved.evaluations_n;
  }
  FLOW_ASSIGN_OR_RETURN(
      LogLikelihoods all,
      LogLikelihoodByClass(chain[0], source, euler, divergence, here,
                           DeriveSeed(seed, "part", 0), pool));
  all.log_density_n = all.log_density_n - gained_n;
  all.evaluations_n = all.evaluations_n + evaluations_n;
  return all;
}

}  // namespace flow::core
