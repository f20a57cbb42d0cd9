#ifndef CORE_EVAL_FEATURES_FEATURES_TESTING_H_
#define CORE_EVAL_FEATURES_FEATURES_TESTING_H_

/// Features with known laws.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/compared_features.h"
#include "core/eval/features/feature_moments.h"
#include "core/eval/features/normal_law.h"
#include "core/eval/metric.h"

namespace flow::core {

/// Threads of a test; LibTorch has one in each, as everywhere.
struct TestingPool : ThreadPool {
  explicit TestingPool(int threads);
};

/// float64 [F, F], orthogonal to rounding.
at::Tensor Rotation(Seed seed, int64_t width);

/// The moments that have this mean and this covariance exactly.
FeatureMoments MomentsWith(const at::Tensor& mean_f,
                           const at::Tensor& covariance_ff);

/// The law of MomentsWith, and that of the images' moments.
NormalLaw LawWith(const at::Tensor& mean_f, const at::Tensor& covariance_ff);
NormalLaw LawOfImages(const at::Tensor& x_nf);

/// Both draws of the target from N(0, I), the generated images from N(shift
/// e_1, scale^2 I), float32, n of each.
struct FeatureLaw {
  int64_t n = 2, width = 2;
  double shift = 0, scale = 1;
  Seed seed = 0;
};
ComparedFeatures GaussianFeatures(const FeatureLaw& law);

/// The features as points, which metrics compare.
Evaluation PointsOf(const ComparedFeatures& features);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURES_TESTING_H_
