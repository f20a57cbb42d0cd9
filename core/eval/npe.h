#ifndef CORE_EVAL_NPE_H_
#define CORE_EVAL_NPE_H_

/// The normalised path energy [Tong24]: by how much the mean energy E of the
/// model's paths (path_energy.h) differs from that of dynamic optimal
/// transport, which is W2^2 between the source and the target,
///
///     signed NPE = (E - W2^2) / W2^2,    NPE = |signed NPE|.
///
/// Dimensionless, and does not change when the data are scaled. The absolute
/// value is what the literature prints, and hides the sign: paths of twice the
/// energy score 1, and so does a model that has collapsed and moves nothing
/// (signed: -1). Read the two together.
///
/// E comes from the paths that start in `source_nd`; W2^2 is exact between
/// `source_nd` and `target_nd`. Its bias at finite n, upwards, makes the signed
/// value of a perfect model negative, of order n^(-2/D).
///
/// std_error: the delta method. With u, v the potentials of W2^2
/// (transport_cost.h), e_i the energies and W = W2^2, the source point i has
/// the influence e_i / W - E u_i / W^2 (one point is behind both, so they are
/// summed before they are squared) and the target point j has -E v_j / W^2.
/// Around zero the absolute value folds the law of the signed one, whose error
/// this is.
///
/// No floor: two draws of the target have no paths, and the bias of a perfect
/// model's NPE needs the optimal paths themselves. n: the number of paths.
///
/// Errors: those of PointCloud::Create and ReadPerPoint; InvalidArgument unless
/// source, target and energies have one size; FailedPrecondition when source
/// and target are the same points, so that W2 = 0.

#include "core/eval/metric.h"

namespace flow::core {

class Npe : public Metric {
 public:
  absl::string_view name() const override { return "npe"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

/// Best at 0, from either side: `lower_is_better` cannot say so. A gate belongs
/// on Npe.
class SignedNpe : public Metric {
 public:
  absl::string_view name() const override { return "signed_npe"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_NPE_H_
