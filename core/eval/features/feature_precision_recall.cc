#include "core/eval/features/feature_precision_recall.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/eval/features/feature_balls.h"
#include "core/eval/mean_value.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

absl::Status CheckNeighbours(int64_t k, const at::Tensor& x_nf) {
  if (1 <= k && k < x_nf.size(0)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'k' must be >= 1 and less than the number of images, ",
                   x_nf.size(0), "; got ", k));
}

}  // namespace

absl::StatusOr<PrecisionRecall> FeaturePrecisionRecall(
    const ComparedFeatures& features, int64_t k, ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const ComparedFeatures read, ReadFeatures(features));
  FLOW_RETURN_IF_ERROR(CheckNeighbours(k, read.target_nf));
  FLOW_RETURN_IF_ERROR(CheckNeighbours(k, read.generated_nf));
  const FeatureBalls target(read.target_nf, k, pool);
  const FeatureBalls generated(read.generated_nf, k, pool);
  PrecisionRecall result{MeanValue(target.Contain(read.generated_nf, pool)),
                         MeanValue(generated.Contain(read.target_nf, pool))};
  result.recall.n = read.generated_nf.size(0);
  if (read.second_target_nf.defined()) {
    FLOW_RETURN_IF_ERROR(CheckNeighbours(k, read.second_target_nf));
    const FeatureBalls second(read.second_target_nf, k, pool);
    result.precision.floor =
        SampleMean(target.Contain(read.second_target_nf, pool));
    result.recall.floor = SampleMean(second.Contain(read.target_nf, pool));
  }
  return result;
}

}  // namespace flow::core
