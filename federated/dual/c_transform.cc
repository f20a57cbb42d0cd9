#include "federated/dual/c_transform.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/addmm.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/argmin.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/logsumexp.h"
#include "ATen/ops/softmax.h"
#include "core/base/check.h"

namespace flow::federated {
namespace {

// Differences of candidates to targets that are there at once.
constexpr int64_t kChunkRows = 4096;

at::Tensor SquaredNorms(const at::Tensor& x_nd) {
  return x_nd.square().sum(-1);
}

at::Tensor ChunkedValues(const core::Potential& f,
                         const core::Parameters& parameters,
                         const at::Tensor& z_nd) {
  std::vector<at::Tensor> values;
  for (const at::Tensor& chunk : z_nd.split(f.ChunkRows())) {
    values.push_back(f.Values(parameters, chunk));
  }
  return at::concat(values);
}

// |z_k - x1_b|^2 with targets' own candidates, some targets at a time.
at::Tensor OwnCosts(const at::Tensor& x1_bd, const at::Tensor& z_bkd) {
  const int64_t targets = std::max<int64_t>(1, kChunkRows / z_bkd.size(1));
  std::vector<at::Tensor> costs;
  for (int64_t b = 0; b < x1_bd.size(0); b += targets) {
    const int64_t end = std::min(b + targets, x1_bd.size(0));
    costs.push_back(SquaredNorms(z_bkd.slice(0, b, end) -
                                 x1_bd.slice(0, b, end).unsqueeze(1)));
  }
  return at::concat(costs);
}

}  // namespace

at::Tensor ScoresOfValues(const at::Tensor& x1_bd, const at::Tensor& candidates,
                          const at::Tensor& value) {
  const at::NoGradGuard no_grad;
  if (candidates.dim() == 2) {
    const at::Tensor own_k = SquaredNorms(candidates) - value;
    return at::addmm(own_k.unsqueeze(0), x1_bd, candidates.t(), /*beta=*/1,
                     /*alpha=*/-2) +
           SquaredNorms(x1_bd).unsqueeze(1);
  }
  FLOW_CHECK(candidates.dim() == 3 && candidates.size(0) == x1_bd.size(0))
      << "a pool for each target";
  return OwnCosts(x1_bd, candidates) -
         value.view({candidates.size(0), candidates.size(1)});
}

at::Tensor CandidateScores(const core::Potential& f,
                           const core::Parameters& parameters,
                           const at::Tensor& x1_bd,
                           const at::Tensor& candidates) {
  const at::NoGradGuard no_grad;
  return ScoresOfValues(
      x1_bd, candidates,
      ChunkedValues(f, parameters, candidates.flatten(0, -2)));
}

at::Tensor BestCandidates(const at::Tensor& score_bk) {
  return at::argmin(score_bk, 1);
}

at::Tensor ChosenCandidates(const at::Tensor& candidates,
                            const at::Tensor& choice_b) {
  if (candidates.dim() == 2) return candidates.index_select(0, choice_b);
  const at::Tensor first_b =
      at::arange(choice_b.size(0), choice_b.options()) * candidates.size(1);
  return candidates.flatten(0, 1).index_select(0, first_b + choice_b);
}

at::Tensor DescendInner(const core::Potential& f,
                        const core::Parameters& parameters,
                        const at::Tensor& x1_bd, const at::Tensor& start_bd,
                        const InnerOptions& inner) {
  at::Tensor z_bd = start_bd.detach();
  for (int64_t step = 0; step < inner.steps; ++step) {
    z_bd = z_bd - inner.step_size *
                      (2 * (z_bd - x1_bd) - f.Gradients(parameters, z_bd));
  }
  return z_bd;
}

SoftMinimum SoftTransform(const at::Tensor& score_bk, double entropy) {
  FLOW_CHECK(entropy > 0) << "a soft minimum needs an entropy; got " << entropy;
  const at::NoGradGuard no_grad;
  const at::Tensor power_bk = score_bk / -entropy;
  const double log_candidates = std::log(score_bk.size(1));
  return {-entropy * (at::logsumexp(power_bk, {1}) - log_candidates),
          at::softmax(power_bk, 1)};
}

}  // namespace flow::federated
