#include "core/eval/features/frechet_error.h"

#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_svd.h"
#include "ATen/ops/matmul.h"
#include "core/eval/features/feature_runs.h"
#include "core/eval/mean_value.h"

namespace flow::core {
namespace {

// A^-1 on the range of A, whose columns are orthogonal: their transposes, each
// over its squared length.
at::Tensor Inverse(const at::Tensor& root_ff) {
  const at::Tensor length_f = root_ff.square().sum(0);
  const double least = length_f.max().item<double>() *
                       static_cast<double>(root_ff.size(0)) *
                       std::numeric_limits<double>::epsilon();
  const at::Tensor factor_f =
      length_f.reciprocal().masked_fill(length_f <= least, 0);
  return factor_f.unsqueeze(1) * root_ff.t();
}

// The variance of the mean of f over the rows of x, with `stretch_ff` the
// matrix in the last term.
double VarianceOfInfluence(const at::Tensor& x_nf, const at::Tensor& mean_f,
                           const at::Tensor& other_mean_f,
                           const at::Tensor& stretch_ff) {
  std::vector<double> influence;
  influence.reserve(x_nf.size(0));
  ForEachRun(x_nf, [&](const at::Tensor& run_rf) {
    const at::Tensor centred_rf = run_rf - mean_f;
    const at::Tensor f_r =
        2 * at::matmul(centred_rf, mean_f - other_mean_f) +
        centred_rf.square().sum(1) -
        at::matmul(centred_rf, stretch_ff.t()).square().sum(1);
    const double* const f = f_r.const_data_ptr<double>();
    influence.insert(influence.end(), f, f + f_r.size(0));
  });
  return VarianceOfMean(influence);
}

}  // namespace

double FrechetStdError(const NormalLaw& a, const at::Tensor& x_nf,
                       const NormalLaw& b, const at::Tensor& y_nf) {
  const auto [u_ff, s_f, vt_ff] =
      at::linalg_svd(at::matmul(a.root_ff.t(), b.root_ff));
  const at::Tensor root_f = s_f.sqrt().unsqueeze(1);
  const at::Tensor of_a_ff = at::matmul(root_f * u_ff.t(), Inverse(a.root_ff));
  const at::Tensor of_b_ff = at::matmul(root_f * vt_ff, Inverse(b.root_ff));
  return std::sqrt(VarianceOfInfluence(x_nf, a.mean_f, b.mean_f, of_a_ff) +
                   VarianceOfInfluence(y_nf, b.mean_f, a.mean_f, of_b_ff));
}

}  // namespace flow::core
