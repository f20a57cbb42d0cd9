#ifndef CORE_EVAL_FEATURES_INCEPTION_SCORE_H_
#define CORE_EVAL_FEATURES_INCEPTION_SCORE_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"

namespace flow::core {

// Shapes: N images, K classes.

struct InceptionScoreValue {
  double mean = 1;       // over splits
  double deviation = 0;  // over splits, divided by their number, as published
  int64_t n = 0;         // images
};

/// How sure a classifier is of each image and how many classes it sees in all
/// [Salimans16, Sec. 4],
///
///     exp(mean_i KL(p(. | x_i) || p)),    p = mean_i p(. | x_i),
///
/// between 1, where all images look alike to it, and K. Computed for each of
/// `splits` runs of images, one behind the other, of which split s begins at
/// floor(s N / splits); published with 10. Better when higher.
///
/// It never sees the target, and is biased downwards where a split has few
/// images for K classes: p is that of the split, and KL to its own mean is the
/// least. So numbers of unequal n or splits do not compare.
///
/// `p_nk`: probabilities, float32 or float64, whose rows sum to 1. Sums are in
/// float64, 0 log 0 = 0. InvalidArgument for another shape or dtype, a
/// probability below 0, a row whose sum is off by more than 1e-3, or fewer than
/// one image a split; OutOfRange when one is not finite. Thread-safe.
absl::StatusOr<InceptionScoreValue> InceptionScore(const at::Tensor& p_nk,
                                                   int64_t splits = 10);

/// The same of a classifier's logits, whose softmax is taken in float64.
absl::StatusOr<InceptionScoreValue> InceptionScoreOfLogits(
    const at::Tensor& logit_nk, int64_t splits = 10);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_INCEPTION_SCORE_H_
