#ifndef CORE_EVAL_BITS_PER_DIM_H_
#define CORE_EVAL_BITS_PER_DIM_H_

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The code length of data with whole grey levels, -1 + k delta with
/// delta = 2 / (levels - 1), under the flow, in bits of a dimension:
///
///     mean_n -log p_1(x_n + delta u_n) / (D ln 2) - log2 delta,
///
/// u uniform on [-1/2, 1/2)^D. In the mean over u it is an upper bound of
/// -log2 P(x) / D with P(x) the mass of p_1 in the cell of x [Theis16].
/// The last term is the scale of the data: published numbers for 256 levels on
/// [-1, 1] add the same 7 bits, up to log2(256 / 255).
///
/// std_error: of the mean over points, with the scatter of u and of the probes.
/// No floor: the entropy of the images is not known. n: the number of images.
/// Errors: as Nll; FailedPrecondition for a value that is no grey level.
class BitsPerDim : public Metric {
 public:
  explicit BitsPerDim(const BitsPerDimOptions& options) : options_(options) {}

  absl::string_view name() const override { return "bits_per_dim"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;

 private:
  BitsPerDimOptions options_;
};

}  // namespace flow::core

#endif  // CORE_EVAL_BITS_PER_DIM_H_
