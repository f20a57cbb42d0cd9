#ifndef FEDERATED_DUAL_POOL_CHOICE_H_
#define FEDERATED_DUAL_POOL_CHOICE_H_

/// Which candidate each target takes, by its scores |z_k - x1|^2 - f(z_k).

// Shapes: B targets, K candidates, D dimensions.

#include <cstdint>
#include <optional>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/base/random.h"

namespace flow::federated {

/// How one is chosen.
struct ChoiceRule {
  double entropy = 0;  // of the softmax; 0 takes the best
  std::optional<int64_t> reuse_cap;
};

/// A candidate for each row of `score_bk`, int64 [B]: the best, the lower index
/// of equal ones; or, for an entropy e > 0, one drawn with weights
/// softmax_k(-score_bk / e), by inversion of a uniform of (seed, b).
///
/// With a reuse cap, rows choose one after the other, and a candidate that was
/// taken so often is no longer there for those that come later: a row's choice
/// depends on the rows before it. Which row comes early means nothing where
/// targets are independent draws.
///
/// InvalidArgument when the cap leaves a row without a candidate, K cap < B.
absl::StatusOr<at::Tensor> ChooseFromPool(const at::Tensor& score_bk,
                                          const ChoiceRule& rule, Seed seed);

/// The candidates [K, D] or [B, K, D] at the root mean square norm of their
/// pool, z_k -> z_k sqrt(mean_l |z_l|^2) / |z_k|, to be scored in the place of
/// the z_k. The candidate of a finite pool that is nearest to some point is
/// shorter than a draw of the source; which one is best at an equal norm knows
/// nothing of the norms.
///
/// What is exact: for a source that rotations do not change, as N(0, s^2 I),
/// directions are independent of norms, and given the norms of a pool each of
/// its candidates is as likely to be chosen as any other, whatever f, x1 and K
/// are (without a reuse cap: each row by itself). So |x0| of the chosen ones
/// has the law of the source exactly. What is not: the law of the directions
/// stays biased, and the norm no longer knows of x1, though the optimal plan's
/// does: the price is high in two dimensions, and vanishes in many, where all
/// norms are about sqrt(D).
at::Tensor AtEqualNorm(const at::Tensor& candidates);

}  // namespace flow::federated

#endif  // FEDERATED_DUAL_POOL_CHOICE_H_
