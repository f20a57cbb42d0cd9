#include "core/eval/features/fid.h"

#include <array>
#include <cstdint>
#include <optional>

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

absl::StatusOr<ComparedFeatures> FeaturesOf(const Evaluation& evaluation) {
  return ReadFeatures({evaluation.generated_nd, evaluation.target_nd,
                       evaluation.second_target_nd});
}

// The moments of two sets, and of the second target where there is one.
struct ComparedMoments {
  FeatureMoments generated, target;
  std::optional<FeatureMoments> second_target;
};

// What both metrics stand on.
struct Compared {
  NormalLaw target;
  MetricValue fid;
};

absl::StatusOr<Compared> Compare(const ComparedFeatures& points,
                                 const ComparedMoments& moments) {
  FLOW_ASSIGN_OR_RETURN(const NormalLaw generated,
                        NormalLawOf(moments.generated));
  FLOW_ASSIGN_OR_RETURN(const NormalLaw target, NormalLawOf(moments.target));
  MetricValue fid;
  FLOW_ASSIGN_OR_RETURN(fid.value, FrechetDistance(generated, target));
  fid.std_error =
      FrechetStdError(generated, points.generated_nf, target, points.target_nf);
  fid.n = moments.generated.n;
  if (moments.second_target) {
    FLOW_ASSIGN_OR_RETURN(const NormalLaw second,
                          NormalLawOf(*moments.second_target));
    FLOW_ASSIGN_OR_RETURN(fid.floor, FrechetDistance(target, second));
  }
  return Compared{target, fid};
}

// Every other row of a set, and the rest.
using Halves = std::array<FeatureMoments, 2>;

absl::StatusOr<Halves> HalvesOf(const at::Tensor& x_nf, ThreadPool* pool) {
  const int64_t least = x_nf.size(0) / 2;
  if (least <= x_nf.size(1)) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the bias of a Frechet distance is known by halves of more points than "
        "the ",
        x_nf.size(1), " coordinates; got ", least));
  }
  Halves halves;
  for (const int64_t first : {0, 1}) {
    FLOW_ASSIGN_OR_RETURN(
        halves[first],
        MomentsOfPart(x_nf.slice(0, first, x_nf.size(0), 2), pool));
  }
  return halves;
}

// What the distance of the whole to the target is too large by for the finite
// number of points in the halves, to first order.
absl::StatusOr<double> Bias(const Halves& halves, const NormalLaw& target,
                            double whole) {
  double mean = 0;
  for (const FeatureMoments& half : halves) {
    FLOW_ASSIGN_OR_RETURN(const NormalLaw law, NormalLawOf(half));
    FLOW_ASSIGN_OR_RETURN(const double distance, FrechetDistance(law, target));
    mean += distance / 2;
  }
  return mean - whole;
}

}  // namespace

absl::StatusOr<MetricValue> Fid::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedFeatures points, FeaturesOf(evaluation));
  ComparedMoments moments;
  FLOW_ASSIGN_OR_RETURN(moments.generated,
                        MomentsOfPart(points.generated_nf, context.pool));
  FLOW_ASSIGN_OR_RETURN(moments.target,
                        MomentsOfPart(points.target_nf, context.pool));
  if (points.second_target_nf.defined()) {
    FLOW_ASSIGN_OR_RETURN(moments.second_target,
                          MomentsOfPart(points.second_target_nf, context.pool));
  }
  FLOW_ASSIGN_OR_RETURN(const Compared compared, Compare(points, moments));
  return compared.fid;
}

absl::StatusOr<MetricValue> FidInfinity::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedFeatures points, FeaturesOf(evaluation));
  ComparedMoments moments;
  FLOW_ASSIGN_OR_RETURN(const Halves generated,
                        HalvesOf(points.generated_nf, context.pool));
  FLOW_ASSIGN_OR_RETURN(moments.generated, Merged(generated[0], generated[1]));
  FLOW_ASSIGN_OR_RETURN(moments.target,
                        MomentsOfPart(points.target_nf, context.pool));
  Halves second;
  if (points.second_target_nf.defined()) {
    FLOW_ASSIGN_OR_RETURN(second,
                          HalvesOf(points.second_target_nf, context.pool));
    FLOW_ASSIGN_OR_RETURN(moments.second_target, Merged(second[0], second[1]));
  }
  FLOW_ASSIGN_OR_RETURN(Compared compared, Compare(points, moments));
  MetricValue& result = compared.fid;
  FLOW_ASSIGN_OR_RETURN(const double bias,
                        Bias(generated, compared.target, result.value));
  result.value -= bias;
  if (result.floor) {
    FLOW_ASSIGN_OR_RETURN(const double of_floor,
                          Bias(second, compared.target, *result.floor));
    *result.floor -= of_floor;
  }
  return result;
}

}  // namespace flow::core
