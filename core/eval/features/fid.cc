#include "core/eval/features/fid.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/features/feature_moments.h"
#include "core/eval/features/frechet_distance.h"
#include "core/eval/features/frechet_error.h"
#include "core/eval/features/normal_law.h"

namespace flow::core {
namespace {

absl::StatusOr<NormalLaw> LawOf(const at::Tensor& x_nf, ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const FeatureMoments moments,
                        MomentsOfPart(x_nf, pool));
  return NormalLawOf(moments);
}

absl::StatusOr<double> Distance(const at::Tensor& x_nf, const at::Tensor& y_nf,
                                ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(const NormalLaw a, LawOf(x_nf, pool));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw b, LawOf(y_nf, pool));
  return FrechetDistance(a, b);
}

// What the distance to y is too large by for the finite number of x, to first
// order.
absl::StatusOr<double> Bias(const at::Tensor& x_nf, const at::Tensor& y_nf,
                            double whole, ThreadPool* pool) {
  const int64_t least = x_nf.size(0) / 2;
  if (least <= x_nf.size(1)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the bias of a Frechet distance is known by halves of more points than "
        "the ",
        x_nf.size(1), " coordinates; got ", least));
  }
  double halves = 0;
  for (const int64_t first : {0, 1}) {
    const at::Tensor half_nf = x_nf.slice(0, first, x_nf.size(0), 2);
    FLOW_ASSIGN_OR_RETURN(const double half, Distance(half_nf, y_nf, pool));
    halves += half / 2;
  }
  return halves - whole;
}

absl::StatusOr<ComparedFeatures> PointsOf(const Evaluation& evaluation) {
  return ReadFeatures({evaluation.generated_nd, evaluation.target_nd,
                       evaluation.second_target_nd});
}

}  // namespace

absl::StatusOr<MetricValue> Fid::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedFeatures read, PointsOf(evaluation));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw generated,
                        LawOf(read.generated_nf, context.pool));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw target,
                        LawOf(read.target_nf, context.pool));
  MetricValue result;
  FLOW_ASSIGN_OR_RETURN(result.value, FrechetDistance(generated, target));
  result.std_error =
      FrechetStdError(generated, read.generated_nf, target, read.target_nf);
  result.n = read.generated_nf.size(0);
  if (read.second_target_nf.defined()) {
    FLOW_ASSIGN_OR_RETURN(const NormalLaw second,
                          LawOf(read.second_target_nf, context.pool));
    FLOW_ASSIGN_OR_RETURN(result.floor, FrechetDistance(target, second));
  }
  return result;
}

absl::StatusOr<MetricValue> FidInfinity::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedFeatures read, PointsOf(evaluation));
  FLOW_ASSIGN_OR_RETURN(MetricValue result,
                        Fid().Evaluate(evaluation, context));
  FLOW_ASSIGN_OR_RETURN(
      const double bias,
      Bias(read.generated_nf, read.target_nf, result.value, context.pool));
  result.value -= bias;
  if (result.floor) {
    FLOW_ASSIGN_OR_RETURN(const double of_floor,
                          Bias(read.second_target_nf, read.target_nf,
                               *result.floor, context.pool));
    *result.floor -= of_floor;
  }
  return result;
}

}  // namespace flow::core
