#include "core/eval/features/features_testing.h"

#include <tuple>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/linalg_qr.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {

TestingPool::TestingPool(int threads)
    : ThreadPool(threads, [] { at::set_num_threads(1); }) {
  at::set_num_threads(1);
}

at::Tensor Rotation(Seed seed, int64_t width) {
  return std::get<0>(
      at::linalg_qr(NormalTensor(seed, width, width).to(at::kDouble)));
}

FeatureMoments MomentsWith(const at::Tensor& mean_f,
                           const at::Tensor& covariance_ff) {
  return {.n = 2,
          .mean_f = mean_f.to(at::kDouble),
          .scatter_ff = covariance_ff.to(at::kDouble)};
}

NormalLaw LawWith(const at::Tensor& mean_f, const at::Tensor& covariance_ff) {
  return NormalLawOf(MomentsWith(mean_f, covariance_ff)).value();
}

NormalLaw LawOfImages(const at::Tensor& x_nf) {
  TestingPool pool(1);
  return NormalLawOf(MomentsOfPart(x_nf, &pool).value()).value();
}

ComparedFeatures GaussianFeatures(const FeatureLaw& law) {
  const auto draw = [&](const char* name) {
    return NormalTensor(DeriveSeed(law.seed, name), law.n, law.width);
  };
  ComparedFeatures features{draw("generated") * law.scale, draw("target"),
                            draw("second")};
  features.generated_nf.select(1, 0).add_(law.shift);
  return features;
}

Evaluation PointsOf(const ComparedFeatures& features) {
  return {.generated_nd = features.generated_nf,
          .target_nd = features.target_nf,
          .second_target_nd = features.second_target_nf};
}

}  // namespace flow::core
