#ifndef CORE_EVAL_FEATURES_FID_H_
#define CORE_EVAL_FEATURES_FID_H_

#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/metric.h"

namespace flow::core {

/// The Frechet distance of the normal laws that are fitted to the features of
/// the generated and of the target images, with unbiased covariances
/// [Heusel17].
///
/// It is biased upwards by about c / N, where c grows like F^2 and differs from
/// model to model [Binkowski18; Chong20]: for N(0, I) on both sides, n images
/// each,
///
///     E fid = (2 F + F (F + 1) / 2) / n    (n >> F).
///
/// So numbers of unequal n do not compare. The floor, of the two draws of the
/// target, is that bias for a perfect model; FrechetBias estimates it for the
/// model at hand.
///
/// std_error: FrechetStdError. n: the generated images. Units: those of the
/// features, squared. Errors: those of ReadFeatures.
absl::StatusOr<MetricValue> Fid(const ComparedFeatures& features,
                                ThreadPool* pool);

/// The bias of Fid by halves: with both sides cut into their even and their odd
/// rows, the bias of each half is twice that of the whole, to first order in 1
/// / n, and
///
///     (fid(even) + fid(odd)) / 2 - fid
///
/// estimates it. Fid less this is the extrapolation to infinitely many images
/// [Chong20] from two sizes. Of first order only where the images are many
/// times the features. Errors: those of ReadFeatures; FailedPrecondition unless
/// every half has more images than features.
absl::StatusOr<double> FrechetBias(const ComparedFeatures& features,
                                   ThreadPool* pool);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FID_H_
