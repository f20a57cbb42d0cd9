#include "core/eval/features/frechet_error.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/matmul.h"
#include "ATen/ops/zeros.h"
#include "core/base/status_testing.h"
#include "core/eval/features/features_testing.h"
#include "core/eval/features/frechet_distance.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

double ErrorOrDie(const at::Tensor& x_nf, const at::Tensor& y_nf) {
  return FrechetStdError(LawOfImages(x_nf), x_nf, LawOfImages(y_nf), y_nf);
}

// In one dimension d = (m1 - m2)^2 + (s1 - s2)^2, and the influences are those
// of means and variances.
TEST(FrechetErrorTest, IsTheDeltaMethodInOneDimension) {
  const ComparedFeatures features = GaussianFeatures(
      {.n = 50, .width = 1, .shift = 1, .scale = 2, .seed = 1});
  const at::Tensor x_n = features.generated_nf.to(at::kDouble).squeeze(1);
  const at::Tensor y_n = features.target_nf.to(at::kDouble).squeeze(1);
  const auto variance = [](const at::Tensor& x_n, const at::Tensor& y_n) {
    const at::Tensor z_n = x_n - x_n.mean();
    const at::Tensor f_n = 2 * (x_n.mean() - y_n.mean()) * z_n +
                           (1 - y_n.std() / x_n.std()) * z_n.square();
    return f_n.var().item<double>() / static_cast<double>(f_n.size(0));
  };
  EXPECT_NEAR(ErrorOrDie(features.generated_nf, features.target_nf),
              std::sqrt(variance(x_n, y_n) + variance(y_n, x_n)), 1e-13);
}

// One image more of weight h moves d by h times its influence: the difference
// of two distances at weights that differ by one in 10^4 agrees with the error
// by deleting images one at a time, whose square is the jackknife's variance.
TEST(FrechetErrorTest, IsThatOfDeletingOneImageAtATime) {
  const int64_t n = 400;
  const ComparedFeatures features = GaussianFeatures(
      {.n = n, .width = 3, .shift = 1, .scale = 1.5, .seed = 2});
  const auto variance = [n](const at::Tensor& x_nf, const at::Tensor& y_nf) {
    const NormalLaw target = LawOfImages(y_nf);
    std::vector<double> without;
    for (int64_t i = 0; i < n; ++i) {
      const at::Tensor rest_nf =
          at::concat({x_nf.narrow(0, 0, i), x_nf.narrow(0, i + 1, n - i - 1)});
      without.push_back(FrechetDistance(LawOfImages(rest_nf), target).value());
    }
    return std::pow(*SampleDeviation(without), 2) * (n - 1.) * (n - 1.) / n;
  };
  const double jackknife =
      std::sqrt(variance(features.generated_nf, features.target_nf) +
                variance(features.target_nf, features.generated_nf));
  // they differ by a few parts in n
  EXPECT_NEAR(ErrorOrDie(features.generated_nf, features.target_nf) / jackknife,
              1, 0.02);
}

TEST(FrechetErrorTest, IsThatOfTheDirectionsThatTheImagesHave) {
  const ComparedFeatures flat =
      GaussianFeatures({.n = 60, .width = 2, .shift = 1, .seed = 3});
  const at::Tensor rotation_ff = Rotation(4, 5);
  const auto embedded = [&](const at::Tensor& x_nf) {
    return at::matmul(
        at::concat({x_nf.to(at::kDouble), at::zeros({60, 3}, at::kDouble)}, 1),
        rotation_ff);
  };
  // roots of zeros that are off by eps
  EXPECT_NEAR(ErrorOrDie(embedded(flat.generated_nf), embedded(flat.target_nf)),
              ErrorOrDie(flat.generated_nf, flat.target_nf), 1e-6);
}

TEST(FrechetErrorTest, DescribesRepeatedDraws) {
  std::vector<double> values, errors;
  for (int r = 0; r < 400; ++r) {
    const ComparedFeatures features = GaussianFeatures(
        {.n = 200, .width = 3, .shift = 1, .seed = DeriveSeed(5, r)});
    const NormalLaw a = LawOfImages(features.generated_nf);
    const NormalLaw b = LawOfImages(features.target_nf);
    values.push_back(FrechetDistance(a, b).value());
    errors.push_back(
        FrechetStdError(a, features.generated_nf, b, features.target_nf));
  }
  // a deviation of 400 values is uncertain by 3.5 %; 0.16 beside a ratio that
  // is 1 to a few parts in 200 is four of them and a half: one seed in 10^5
  EXPECT_NEAR(SampleMean(errors) / *SampleDeviation(values), 1, 0.16);
}

}  // namespace
}  // namespace flow::core
