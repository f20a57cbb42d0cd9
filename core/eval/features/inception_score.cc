#include "core/eval/features/inception_score.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/softmax.h"
#include "ATen/ops/xlogy.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/features/compared_features.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

// exp(sum_k (mean_i p_ik log p_ik - p_k log p_k))
double Score(const at::Tensor& p_nk) {
  const at::Tensor p_k = p_nk.mean(0);
  return (at::xlogy(p_nk, p_nk).mean(0) - at::xlogy(p_k, p_k))
      .sum()
      .exp()
      .item<double>();
}

absl::StatusOr<std::vector<double>> ScoresOfSplits(const at::Tensor& logit_nk,
                                                   int64_t splits) {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor read_nk,
                        ReadFeatures("logits", logit_nk, /*least_rows=*/1));
  const at::Tensor p_nk = at::softmax(read_nk, 1, at::kDouble);
  const int64_t n = p_nk.size(0);
  if (splits < 1 || splits > n) {
    return absl::InvalidArgumentError(
        absl::StrCat("'splits' must be >= 1 and at most the number of images, ",
                     n, "; got ", splits));
  }
  std::vector<double> scores;
  for (int64_t s = 0; s < splits; ++s) {
    const int64_t begin = s * n / splits, end = (s + 1) * n / splits;
    scores.push_back(Score(p_nk.narrow(0, begin, end - begin)));
  }
  return scores;
}

}  // namespace

absl::StatusOr<MetricValue> InceptionScore::Evaluate(
    const Evaluation& evaluation, const MetricContext&) const {
  const ImageFeatures& generated = evaluation.generated_features;
  if (generated.feature_nf.defined() && !generated.logit_nk.defined()) {
    return absl::FailedPreconditionError(
        "'inception_score' needs a classifier, and what makes the features "
        "returns no logits");
  }
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> scores,
                        ScoresOfSplits(generated.logit_nk, options_.splits));
  MetricValue result;
  result.value = SampleMean(scores);
  result.n = generated.logit_nk.size(0);
  if (const auto deviation = SampleDeviation(scores)) {
    result.std_error =
        *deviation / std::sqrt(static_cast<double>(scores.size()));
  }
  if (evaluation.target_features.logit_nk.defined()) {
    FLOW_ASSIGN_OR_RETURN(
        const std::vector<double> of_target,
        ScoresOfSplits(evaluation.target_features.logit_nk, options_.splits));
    result.floor = SampleMean(of_target);
  }
  return result;
}

}  // namespace flow::core
