#include "datasets/image_density.h"

#include <cmath>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/randn.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "core/distribution/distribution_testing.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/io/image.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {
namespace {

using Builtin = ImageDensityOptions::Builtin;

ImageDensity Make(const core::Image& image, double extent) {
  return ImageDensity(*MakePixelGrid(image, extent));
}

ImageDensity Make(Builtin builtin) {
  return ImageDensity(*LoadPixelGrid({builtin, 4}));
}

TEST(ImageDensityTest, DrawsConformAndHaveTheMoments) {
  for (const Builtin builtin : {Builtin::kRose, Builtin::kTree}) {
    const ImageDensity law = Make(builtin);
    EXPECT_EQ(law.num_classes(), 0);
    core::ExpectDrawsConform(law);
    core::ExpectMomentsMatchDraws(law, /*seed=*/1);
  }
  // columns and rows of other widths
  core::ExpectMomentsMatchDraws(
      Make({2, 4, 1, {0, 9, 200, 40, 90, 255, 80, 0}}, 3), /*seed=*/2);
}

TEST(ImageDensityTest, DensityIntegratesToOne) {
  // deviations of 1/2 and 3/4, so that 6 is four of them past the last pixel
  const ImageDensity law = Make({4, 6, 1, {10, 20,  30, 40, 250, 9,  //
                                           0,  255, 7,  77, 0,   1,  //
                                           3,  5,   20, 0,  90,  8,  //
                                           0,  0,   1,  2,  3,   200}},
                                3);
  EXPECT_NEAR(core::IntegrateDensity(law, /*half_width=*/9, /*cells=*/300), 1,
              1e-9);
}

// A square picture is a mixture of isotropic normal laws.
TEST(ImageDensityTest, LogDensityIsThatOfTheMixtureAtAnyDistance) {
  const core::Image image = {3, 3, 1, {0, 255, 200, 255, 255, 30, 99, 255, 1}};
  const ImageDensity law = Make(image, 0.3);
  std::vector<core::GaussianComponent> components;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const double ink = 255 - image.value[3 * row + column];
      if (ink == 0) continue;
      components.push_back({ink, {-0.3 + 0.3 * column, 0.3 - 0.3 * row}, 0.1});
    }
  }
  const auto mixture = *core::GaussianMixture::Create(components);
  // (0, 0) is white, and far off no pixel is less than 1e5 deviations away
  const at::Tensor x_nd = at::tensor({0.0, 0.0, 0.3, 0.0, -0.25, 0.31, 5.0, 0.0,
                                      0.0, -40.0, 1e4, -1e4, 0.0, 0.05},
                                     at::kDouble)
                              .reshape({-1, 2});
  const at::Tensor log_density_n = *law.LogDensity(x_nd);
  const at::Tensor expected_n = *mixture->LogDensity(x_nd);
  EXPECT_TRUE(log_density_n.isfinite().all().item<bool>());
  EXPECT_LT(
      ((log_density_n - expected_n) / expected_n).abs().max().item<double>(),
      1e-12);
}

// Far from ink, but next to a column and a row that have some: the product of
// the nearest of each underflows, the sum must not.
TEST(ImageDensityTest, InTheMiddleOfMuchPaperLogDensityIsFinite) {
  core::Image image = {200, 200, 1, std::vector<uint8_t>(200 * 200, 255)};
  image.value[0] = 0;
  image.value[199 * 200 + 199] = 0;
  const ImageDensity law = Make(image, 4);
  const at::Tensor x_nd = at::tensor({4.0, 4.0}, at::kDouble).reshape({1, 2});
  // 8 is 400 deviations of 4/200 away along one axis, from either
  const double std = 4.0 / 200;
  EXPECT_NEAR(law.LogDensity(x_nd)->item<double>(),
              -400.0 * 400 / 2 - std::log(2 * M_PI * std * std), 1e-6);
}

TEST(ImageDensityTest, LongTensorsOfPointsAreTakenInParts) {
  const ImageDensity law = Make({2, 2, 1, {0, 255, 100, 7}}, 1);
  const at::Tensor x_nd = law.Draw(5000, /*seed=*/3).x_nd.to(at::kDouble);
  const at::Tensor whole_n = *law.LogDensity(x_nd);
  ASSERT_EQ(whole_n.size(0), 5000);
  EXPECT_EQ((*law.LogDensity(x_nd.narrow(0, 4000, 1000)) -
             whole_n.narrow(0, 4000, 1000))
                .abs()
                .max()
                .item<double>(),
            0);
  EXPECT_EQ(law.LogDensity(x_nd.narrow(0, 0, 0))->size(0), 0);
}

// The entropies that the README states: what an exact model scores. Another
// picture, another number.
TEST(ImageDensityTest, EntropiesOfTheProgramsPictures) {
  const auto entropy_of = [](Builtin builtin, Seed seed) {
    const ImageDensity law = Make(builtin);
    const at::Tensor nats_n =
        -*law.LogDensity(law.Draw(50000, seed).x_nd.to(at::kDouble));
    return std::pair(nats_n.mean().item<double>(),
                     nats_n.std().item<double>() / std::sqrt(50000));
  };
  const auto [rose, rose_error] = entropy_of(Builtin::kRose, 4);
  const auto [tree, tree_error] = entropy_of(Builtin::kTree, 5);
  // the stated numbers are means of 10^6 other draws, so that five standard
  // errors of both are 5.2 of this one; exceeded once in 5e6
  EXPECT_NEAR(rose, 2.0592, 5.2 * rose_error);
  EXPECT_NEAR(tree, 2.2761, 5.2 * tree_error);
}

}  // namespace
}  // namespace flow::datasets
