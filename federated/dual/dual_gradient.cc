#include "federated/dual/dual_gradient.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/core/grad_mode.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "core/base/check.h"
#include "core/train/flat_gradient.h"
#include "federated/dual/c_transform.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::federated {
namespace {

// Of sum_n w_n f(x_n).
struct WeightedSum {
  at::Tensor value_n;        // f(x_n)
  at::Tensor flat_gradient;  // in the parameters
  at::Tensor slope_nd;       // w_n grad f(x_n)
};

WeightedSum DifferentiateChunk(const core::Potential& f,
                               const core::Parameters& parameters,
                               const at::Tensor& x_nd,
                               const at::Tensor& weight_n) {
  const core::Parameters leaves = core::LeavesOf(parameters);
  std::vector<at::Tensor> inputs = core::ValuesOf(leaves);
  inputs.push_back(x_nd.detach().requires_grad_());
  const at::Tensor value_n = f.Values(leaves, inputs.back());
  std::vector<at::Tensor> gradients =
      torch::autograd::grad({(value_n * weight_n).sum()}, inputs);
  WeightedSum sum{value_n.detach(), {}, gradients.back()};
  gradients.pop_back();
  for (at::Tensor& g : gradients) g = g.flatten();
  sum.flat_gradient = at::concat(gradients);
  return sum;
}

WeightedSum Differentiate(const core::Potential& f,
                          const core::Parameters& parameters,
                          const at::Tensor& x_nd, const at::Tensor& weight_n) {
  const at::AutoGradMode with_grad(true);
  WeightedSum total;
  std::vector<at::Tensor> values, slopes;
  const int64_t rows = f.ChunkRows();  // whose graph is kept
  for (int64_t begin = 0; begin < x_nd.size(0); begin += rows) {
    const int64_t end = std::min(begin + rows, x_nd.size(0));
    WeightedSum chunk =
        DifferentiateChunk(f, parameters, x_nd.slice(0, begin, end),
                           weight_n.slice(0, begin, end));
    values.push_back(std::move(chunk.value_n));
    slopes.push_back(std::move(chunk.slope_nd));
    total.flat_gradient = begin == 0
                              ? chunk.flat_gradient
                              : total.flat_gradient.add_(chunk.flat_gradient);
  }
  total.value_n = at::concat(values);
  total.slope_nd = at::concat(slopes);
  return total;
}

at::Tensor Alike(int64_t rows, double value, const at::Tensor& like) {
  return at::full({rows}, value, like.options());
}

double Mean(const at::Tensor& x) { return x.mean().item<double>(); }

DualEstimate Estimate(at::Tensor flat_gradient, const at::Tensor& value_b,
                      const at::Tensor& transform_b) {
  DualEstimate estimate;
  estimate.flat_gradient = std::move(flat_gradient);
  estimate.value_b = value_b.to(at::kDouble);
  estimate.transform_b = transform_b.to(at::kDouble);
  estimate.dual_value = Mean(estimate.value_b) + Mean(estimate.transform_b);
  return estimate;
}

}  // namespace

DualGradient::DualGradient(std::shared_ptr<const core::Potential> potential,
                           const SemidualOptions& options)
    : potential_(std::move(potential)), options_(options) {
  FLOW_CHECK(options.candidates >= 1 && options.inner.steps >= 0 &&
             options.inner.step_size > 0)
      << "the plan's ranges";
  FLOW_CHECK(options.read_out == ReadOut::kArgmin || options.entropy > 0)
      << "a soft minimum needs an entropy";
}

DualEstimate DualGradient::Compute(const core::Parameters& parameters,
                                   const DualBatch& batch) const {
  FLOW_CHECK(batch.x0_bd.dim() == 2 &&
             batch.x0_bd.sizes() == batch.x1_bd.sizes())
      << "as many draws of the source as of the target";
  return options_.read_out == ReadOut::kSoftmin
             ? BySoftMinimum(parameters, batch)
             : ByMinimum(parameters, batch);
}

at::Tensor DualGradient::InnerMinima(const core::Parameters& parameters,
                                     const DualBatch& batch) const {
  at::Tensor start_bd;
  switch (options_.inner.start) {
    case InnerStart::kPoolMinimum:
      start_bd = ChosenCandidates(
          batch.candidates,
          BestCandidates(CandidateScores(*potential_, parameters, batch.x1_bd,
                                         batch.candidates)));
      break;
    case InnerStart::kSourceSample:
      start_bd = batch.x0_bd;
      break;
    case InnerStart::kTargetPoint:
      start_bd = batch.x1_bd;
      break;
  }
  return DescendInner(*potential_, parameters, batch.x1_bd, start_bd,
                      options_.inner);
}

DualEstimate DualGradient::ByMinimum(const core::Parameters& parameters,
                                     const DualBatch& batch) const {
  const int64_t rows = batch.x0_bd.size(0);
  const at::Tensor z_bd = InnerMinima(parameters, batch);
  const double share = 1.0 / static_cast<double>(rows);
  WeightedSum sum = Differentiate(
      *potential_, parameters, at::concat({batch.x0_bd, z_bd}),
      at::concat({Alike(rows, -share, z_bd), Alike(rows, share, z_bd)}));
  const at::Tensor way_bd = z_bd - batch.x1_bd;
  const at::Tensor transform_b =
      way_bd.to(at::kDouble).square().sum(1) - sum.value_n.slice(0, rows);
  DualEstimate estimate = Estimate(std::move(sum.flat_gradient),
                                   sum.value_n.slice(0, 0, rows), transform_b);
  // the slopes at z come with the weight 1 / B
  estimate.inner_residual =
      Mean((2 * way_bd - sum.slope_nd.slice(0, rows) / share).norm(2, {1}));
  // as many other draws as there are candidates: a fair comparison
  const int64_t others = std::min(rows, options_.candidates);
  estimate.inner_excess = Mean(
      transform_b - ScoresOfValues(batch.x1_bd, batch.x0_bd.slice(0, 0, others),
                                   sum.value_n.slice(0, 0, others))
                        .amin(1));
  return estimate;
}

DualEstimate DualGradient::BySoftMinimum(const core::Parameters& parameters,
                                         const DualBatch& batch) const {
  const int64_t rows = batch.x0_bd.size(0);
  const double share = 1.0 / static_cast<double>(rows);
  const SoftMinimum soft = SoftTransform(
      CandidateScores(*potential_, parameters, batch.x1_bd, batch.candidates),
      options_.entropy);
  const bool shared = batch.candidates.dim() == 2;
  const at::Tensor z_nd =
      shared ? batch.candidates : batch.candidates.flatten(0, 1);
  const at::Tensor weight_n =
      (shared ? soft.weight_bk.sum(0) : soft.weight_bk.flatten()) * share;
  WeightedSum sum =
      Differentiate(*potential_, parameters, at::concat({batch.x0_bd, z_nd}),
                    at::concat({Alike(rows, -share, z_nd), weight_n}));
  return Estimate(std::move(sum.flat_gradient), sum.value_n.slice(0, 0, rows),
                  soft.value_b);
}

}  // namespace flow::federated
