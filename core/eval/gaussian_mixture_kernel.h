#ifndef CORE_EVAL_GAUSSIAN_MIXTURE_KERNEL_H_
#define CORE_EVAL_GAUSSIAN_MIXTURE_KERNEL_H_

#include <vector>

#include "absl/types/span.h"

namespace flow::core {

/// k = mean_b exp(-|x - y|^2 / (2 b^2)) as a PairKernel. The exponential is a
/// polynomial in float32 that compilers vectorise and that rounds alike on
/// every machine: relative error below 3e-7, exactly 1 at distance 0, and
/// exp(-87) (1.6e-38) instead of anything smaller.
class GaussianMixtureKernel {
 public:
  /// At least one bandwidth, each positive and finite.
  explicit GaussianMixtureKernel(absl::Span<const double> bandwidths);

  /// Replaces at most kPairRun squared distances by kernel values. Thread-safe.
  void operator()(absl::Span<float> values) const;

 private:
  std::vector<float> rate_;  // -1 / (2 b^2)
};

}  // namespace flow::core

#endif  // CORE_EVAL_GAUSSIAN_MIXTURE_KERNEL_H_
