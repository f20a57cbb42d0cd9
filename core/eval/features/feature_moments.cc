#include "core/eval/features/feature_moments.h"

#include <algorithm>

#include "ATen/TensorOperators.h"
#include "ATen/ops/outer.h"
#include "ATen/ops/zeros.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/features/feature_runs.h"

namespace flow::core {
namespace {

constexpr int64_t kColumns = 256;

at::Tensor Mean(const at::Tensor& x_nf) {
  at::Tensor sum_f = at::zeros({x_nf.size(1)}, at::kDouble);
  ForEachRun(x_nf, [&](const at::Tensor& run_rf) { sum_f += run_rf.sum(0); });
  return sum_f / x_nf.size(0);
}

at::Tensor Scatter(const at::Tensor& x_nf, const at::Tensor& mean_f,
                   ThreadPool* pool) {
  const int64_t width = x_nf.size(1);
  at::Tensor scatter_ff = at::zeros({width, width}, at::kDouble);
  pool->ParallelFor((width + kColumns - 1) / kColumns, [&](int64_t shard) {
    const int64_t begin = shard * kColumns;
    const int64_t columns = std::min(kColumns, width - begin);
    at::Tensor block_cf = scatter_ff.narrow(0, begin, columns);
    ForEachRun(x_nf, [&](const at::Tensor& run_rf) {
      const at::Tensor centred_rf = run_rf - mean_f;
      block_cf.addmm_(centred_rf.narrow(1, begin, columns).t(), centred_rf);
    });
  });
  return scatter_ff;
}

}  // namespace

absl::StatusOr<FeatureMoments> MomentsOfPart(const at::Tensor& x_nf,
                                             ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor read_nf,
                        ReadFeatures("features", x_nf, /*least_rows=*/1));
  const at::Tensor mean_f = Mean(read_nf);
  return FeatureMoments{read_nf.size(0), mean_f,
                        Scatter(read_nf, mean_f, pool)};
}

absl::StatusOr<FeatureMoments> Merged(const FeatureMoments& a,
                                      const FeatureMoments& b) {
  if (a.n == 0) return b;
  if (b.n == 0) return a;
  if (a.mean_f.size(0) != b.mean_f.size(0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("moments that are merged must be of as many features; "
                     "got ",
                     a.mean_f.size(0), " and ", b.mean_f.size(0)));
  }
  const at::Tensor step_f = b.mean_f - a.mean_f;
  const double n = static_cast<double>(a.n + b.n);
  const double share = static_cast<double>(b.n) / n;
  return FeatureMoments{
      a.n + b.n, a.mean_f + step_f * share,
      a.scatter_ff + b.scatter_ff +
          at::outer(step_f, step_f) * (static_cast<double>(a.n) * share)};
}

absl::StatusOr<at::Tensor> Covariance(const FeatureMoments& moments) {
  if (moments.n < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("a covariance must be of >= 2 images; got ", moments.n));
  }
  return moments.scatter_ff / static_cast<double>(moments.n - 1);
}

}  // namespace flow::core
