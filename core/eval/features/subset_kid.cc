#include "core/eval/features/subset_kid.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/matmul.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/eval/features/compared_features.h"
#include "core/stats/sample_moments.h"
#include "core/tensor/distinct_index.h"

namespace flow::core {
namespace {

absl::Status CheckOptions(const KidSubsets& options, int64_t points) {
  if (options.count < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("'subsets' must be >= 2; got ", options.count));
  }
  if (options.size < 2 || options.size > points) {
    return absl::InvalidArgumentError(
        absl::StrCat("'size' must be >= 2 and at most the number of points, ",
                     points, "; got ", options.size));
  }
  return absl::OkStatus();
}

at::Tensor Subset(const at::Tensor& x_nf, Seed seed, int64_t size) {
  return x_nf.index_select(0, DistinctIndexTensor(seed, x_nf.size(0), size))
      .to(at::kDouble);
}

at::Tensor Kernel(const at::Tensor& x_mf, const at::Tensor& y_mf) {
  return (at::matmul(x_mf, y_mf.t()) / x_mf.size(1) + 1).pow(3);
}

double MeanOfPairs(const at::Tensor& kernel_mm) {
  const double m = static_cast<double>(kernel_mm.size(0));
  return (kernel_mm.sum() - kernel_mm.trace()).item<double>() / (m * (m - 1));
}

double Discrepancy(const at::Tensor& x_mf, const at::Tensor& y_mf) {
  return MeanOfPairs(Kernel(x_mf, x_mf)) + MeanOfPairs(Kernel(y_mf, y_mf)) -
         2 * Kernel(x_mf, y_mf).mean().item<double>();
}

std::vector<double> OfSubsets(const at::Tensor& x_nf, const at::Tensor& y_nf,
                              const KidSubsets& options,
                              const MetricContext& context) {
  std::vector<double> values(options.count);
  context.pool->ParallelFor(options.count, [&](int64_t s) {
    values[s] = Discrepancy(
        Subset(x_nf, DeriveSeed(context.seed, "kid", "generated", s),
               options.size),
        Subset(y_nf, DeriveSeed(context.seed, "kid", "target", s),
               options.size));
  });
  return values;
}

std::optional<double> StdError(double deviation, int64_t points,
                               const KidSubsets& options) {
  if (options.size == points) return std::nullopt;
  const double share =
      static_cast<double>(options.size) / static_cast<double>(points);
  return deviation * std::sqrt(share / (1 - share) +
                               1 / static_cast<double>(options.count));
}

}  // namespace

absl::StatusOr<MetricValue> SubsetKid::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(
      const ComparedFeatures read,
      ReadFeatures({evaluation.generated_nd, evaluation.target_nd,
                    evaluation.second_target_nd}));
  const int64_t points =
      std::min(read.generated_nf.size(0), read.target_nf.size(0));
  FLOW_RETURN_IF_ERROR(CheckOptions(subsets_, points));
  const std::vector<double> values =
      OfSubsets(read.generated_nf, read.target_nf, subsets_, context);
  MetricValue result;
  result.value = SampleMean(values);
  result.std_error =
      StdError(SampleDeviation(values).value(), points, subsets_);
  result.n = read.generated_nf.size(0);
  if (read.second_target_nf.defined()) {
    FLOW_RETURN_IF_ERROR(CheckOptions(subsets_, read.second_target_nf.size(0)));
    result.floor = SampleMean(
        OfSubsets(read.second_target_nf, read.target_nf, subsets_, context));
  }
  return result;
}

}  // namespace flow::core
