#include "core/eval/features/inception_score.h"

#include <cmath>
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

constexpr double kSumTolerance = 1e-3;

absl::Status CheckProbabilities(const at::Tensor& p_nk) {
  const double least = p_nk.min().item<double>();
  if (least < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("probabilities must be >= 0; got ", least));
  }
  const double off = (p_nk.sum(1) - 1).abs().max().item<double>();
  if (off > kSumTolerance) {
    return absl::InvalidArgumentError(absl::StrCat(
        "probabilities of an image must sum to 1; one sum is off by ", off));
  }
  return absl::OkStatus();
}

// exp(sum_k (mean_i p_ik log p_ik - p_k log p_k))
double Score(const at::Tensor& p_nk) {
  const at::Tensor p_k = p_nk.mean(0);
  return (at::xlogy(p_nk, p_nk).mean(0) - at::xlogy(p_k, p_k))
      .sum()
      .exp()
      .item<double>();
}

absl::StatusOr<InceptionScoreValue> OfSplits(const at::Tensor& p_nk,
                                             int64_t splits) {
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
  const double mean = SampleMean(scores);
  double squares = 0;
  for (const double score : scores) squares += (score - mean) * (score - mean);
  return InceptionScoreValue{
      mean, std::sqrt(squares / static_cast<double>(splits)), n};
}

}  // namespace

absl::StatusOr<InceptionScoreValue> InceptionScore(const at::Tensor& p_nk,
                                                   int64_t splits) {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor read_nk,
                        ReadFeatures("probabilities", p_nk, /*least_rows=*/1));
  const at::Tensor double_nk = read_nk.to(at::kDouble);
  FLOW_RETURN_IF_ERROR(CheckProbabilities(double_nk));
  return OfSplits(double_nk, splits);
}

absl::StatusOr<InceptionScoreValue> InceptionScoreOfLogits(
    const at::Tensor& logit_nk, int64_t splits) {
  FLOW_ASSIGN_OR_RETURN(const at::Tensor read_nk,
                        ReadFeatures("logits", logit_nk, /*least_rows=*/1));
  return OfSplits(at::softmax(read_nk, 1, at::kDouble), splits);
}

}  // namespace flow::core
