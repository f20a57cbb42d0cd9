#include "core/nn/image/dit.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "core/nn/image/image_network_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

DitOptions Small() {
  return {.image = {3, 8}, .patch = 2, .width = 24, .depth = 2, .heads = 3};
}

TEST(DitTest, StartsAtZero) { ExpectStartsAtZero(Dit(Small()), Small().image); }

TEST(DitTest, DerivativesAreThoseOfDifferences) {
  DitOptions options = Small();
  options.classes = 3;
  ExpectDerivativesOfDifferences(Dit(options), WaveInput(options.image, 2));
}

TEST(DitTest, ARowIsOneImage) {
  ExpectRowsAreImages(Dit(Small()), Small().image);
}

TEST(DitTest, AHiddenLabelHasARowOfItsOwn) {
  DitOptions options = Small();
  options.classes = 3;
  const Dit network(options);
  const Parameters parameters = WaveParameters(network);
  NetworkInput input = WaveInput(options.image, 1);
  input.label_b = at::full({1}, kHiddenLabel, at::kLong);
  const at::Tensor hidden = network.Outputs(parameters, input);
  // the one behind the classes'
  input.label_b = at::full({1}, 3, at::kLong);
  EXPECT_TRUE(network.Outputs(parameters, input).equal(hidden));
  input.label_b = at::full({1}, 2, at::kLong);
  EXPECT_FALSE(at::allclose(network.Outputs(parameters, input), hidden));
}

// The layers before the head are the same; of its channels, the last of a field
// is averaged over the pixels.
TEST(DitTest, OfAFieldTheLastChannelIsAveraged) {
  DitOptions options = Small();
  options.image = {1, 8};
  options.outputs = Outputs::kTwo;
  const Dit two(options);
  const Parameters parameters = WaveParameters(two);
  const NetworkInput input = WaveInput(options.image, 2);
  const at::Tensor channels = two.Outputs(parameters, input);
  options.outputs = Outputs::kField;
  const at::Tensor directions = Dit(options).Outputs(parameters, input);
  const int64_t d = options.image.numbers();
  ASSERT_EQ(channels.sizes(), at::IntArrayRef({2, 2 * d}));
  ASSERT_EQ(directions.sizes(), at::IntArrayRef({2, d + 1}));
  EXPECT_TRUE(at::allclose(directions.narrow(1, 0, d), channels.narrow(1, 0, d),
                           0, 1e-12));
  EXPECT_TRUE(at::allclose(directions.select(1, d),
                           channels.narrow(1, d, d).mean(1), 0, 1e-12));
}

TEST(DitTest, PlacesAreWavesOfColumnAndRow) {
  const at::Tensor places = PlacesOfPatches(3, 8);
  ASSERT_EQ(places.sizes(), at::IntArrayRef({9, 8}));
  // row 2, column 1
  const double expected[] = {std::sin(1),    std::sin(0.01), std::cos(1),
                             std::cos(0.01), std::sin(2),    std::sin(0.02),
                             std::cos(2),    std::cos(0.02)};
  for (int64_t k = 0; k < 8; ++k) {
    EXPECT_NEAR(places[7][k].item<double>(), expected[k], 1e-15) << k;
  }
}

TEST(DitDeathTest, HeadsDivideTheWidth) {
  DitOptions options = Small();
  options.heads = 5;
  EXPECT_DEATH(Dit{options}, "5 heads");
}

}  // namespace
}  // namespace flow::core
