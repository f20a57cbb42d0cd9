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

// What both metrics stand on.
struct Compared {
  ComparedFeatures points;
  NormalLaw target;
  MetricValue fid;
};

absl::StatusOr<Compared> Compare(const Evaluation& evaluation,
                                 ThreadPool* pool) {
  FLOW_ASSIGN_OR_RETURN(
      const ComparedFeatures points,
      ReadFeatures({evaluation.generated_nd, evaluation.target_nd,
                    evaluation.second_target_nd}));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw generated,
                        LawOf(points.generated_nf, pool));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw target, LawOf(points.target_nf, pool));
  MetricValue fid;
  FLOW_ASSIGN_OR_RETURN(fid.value, FrechetDistance(generated, target));
  fid.std_error =
      FrechetStdError(generated, points.generated_nf, target, points.target_nf);
  fid.n = points.generated_nf.size(0);
  if (points.second_target_nf.defined()) {
    FLOW_ASSIGN_OR_RETURN(const NormalLaw second,
                          LawOf(points.second_target_nf, pool));
    FLOW_ASSIGN_OR_RETURN(fid.floor, FrechetDistance(target, second));
  }
  return Compared{points, target, fid};
}

// What the distance to the target is too large by for the finite number of x,
// to first order.
absl::StatusOr<double> Bias(const at::Tensor& x_nf, const NormalLaw& target,
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
    FLOW_ASSIGN_OR_RETURN(const NormalLaw law, LawOf(half_nf, pool));
    FLOW_ASSIGN_OR_RETURN(const double half, FrechetDistance(law, target));
    halves += half / 2;
  }
  return halves - whole;
}

}  // namespace

absl::StatusOr<MetricValue> Fid::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const Compared compared,
                        Compare(evaluation, context.pool));
  return compared.fid;
}

absl::StatusOr<MetricValue> FidInfinity::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const Compared compared,
                        Compare(evaluation, context.pool));
  MetricValue result = compared.fid;
  FLOW_ASSIGN_OR_RETURN(const double bias,
                        Bias(compared.points.generated_nf, compared.target,
                             result.value, context.pool));
  result.value -= bias;
  if (result.floor) {
    FLOW_ASSIGN_OR_RETURN(const double of_floor,
                          Bias(compared.points.second_target_nf,
                               compared.target, *result.floor, context.pool));
    *result.floor -= of_floor;
  }
  return result;
}

}  // namespace flow::core
