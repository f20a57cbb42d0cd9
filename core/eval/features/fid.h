#ifndef CORE_EVAL_FEATURES_FID_H_
#define CORE_EVAL_FEATURES_FID_H_

#include "core/eval/metric.h"

namespace flow::core {

/// The Frechet distance of the normal laws that are fitted to the generated and
/// to the target points, of images their features (of_features.h), with
/// unbiased covariances [Heusel17].
///
/// It is biased upwards by about c / N, where c grows like F^2 and differs from
/// model to model [Binkowski18; Chong20]: for N(0, I) on both sides, n points
/// of F coordinates each,
///
///     E fid = (2 F + F (F + 1) / 2) / n    (n >> F).
///
/// So numbers of unequal n do not compare. The floor, of the two draws of the
/// target, is that bias for a perfect model; FidInfinity takes away that of the
/// model at hand.
///
/// std_error: FrechetStdError. n: the generated points. Units: those of the
/// points, squared. Errors: those of ReadFeatures.
class Fid : public Metric {
 public:
  absl::string_view name() const override { return "fid"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

/// Fid of infinitely many generated points, against the target's points as they
/// are [Chong20]. What the finite number n of generated points adds is twice as
/// much for half of them, to first order in 1 / n, so that with the even and
/// the odd rows
///
///     2 fid - (fid(even) + fid(odd)) / 2
///
/// is free of it. It can be negative. Of first order only where the points are
/// many times their coordinates. What the finite number of target points adds
/// stays: nothing where they are the whole of a finite set, as the images of
/// published numbers are; about half of the bias of Fid where they are a draw.
///
/// std_error: that of Fid, from which the halves differ in second order. floor:
/// the same of the two draws of the target. Errors: those of Fid;
/// FailedPrecondition unless a half has more points than coordinates.
class FidInfinity : public Metric {
 public:
  absl::string_view name() const override { return "fid_infinity"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FID_H_
