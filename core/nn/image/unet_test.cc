#include "core/nn/image/unet.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "core/nn/image/image_network_testing.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Two resolutions, attention at one, groups of less than 32 channels.
UNetOptions Small() {
  return {.image = {3, 8},
          .channels = 16,
          .multiplier = {1, 2},
          .blocks = 1,
          .attention = {4},
          .head_channels = 8};
}

TEST(UNetTest, StartsAtZero) {
  ExpectStartsAtZero(UNet(Small()), Small().image);
}

TEST(UNetTest, DerivativesAreThoseOfDifferences) {
  UNetOptions options = Small();
  options.classes = 3;
  ExpectDerivativesOfDifferences(UNet(options), WaveInput(options.image, 2));
}

TEST(UNetTest, ARowIsOneImage) {
  ExpectRowsAreImages(UNet(Small()), Small().image);
}

// A channel that is normalised by itself forgets what the embedding added.
TEST(UNetTest, TimeReachesSmallNetworks) {
  for (const int64_t channels : {8, 16, 32}) {
    UNetOptions options = Small();
    options.channels = channels;
    const UNet network(options);
    Parameters parameters = network.Initialize(1);
    for (NamedTensor& p : parameters) {
      p.value = p.value.to(at::kDouble) +
                0.3 * NormalTensor(2, p.value.numel(), 1).view_as(p.value);
    }
    NetworkInput input = WaveInput(options.image, 1);
    const at::Tensor early = network.Outputs(parameters, input);
    input.t_b = input.t_b + 0.3;
    const at::Tensor change = network.Outputs(parameters, input) - early;
    // by the rounding of double where time is forgotten
    EXPECT_GT(change.abs().max().item<double>(),
              1e-3 * early.abs().max().item<double>())
        << channels;
  }
}

TEST(UNetTest, AHiddenLabelAddsNothing) {
  const UNet plain(Small());
  UNetOptions options = Small();
  options.classes = 3;
  const UNet labelled(options);
  Parameters parameters = WaveParameters(plain);
  NetworkInput input = WaveInput(options.image, 2);
  const at::Tensor without = plain.Outputs(parameters, input);
  parameters.push_back(
      {"label_emb.weight", Wave({3, EmbeddingWidth(options)})});
  EXPECT_FALSE(
      at::allclose(labelled.Outputs(parameters, input), without, 1e-3, 1e-6));
  input.label_b = at::full({2}, kHiddenLabel, at::kLong);
  EXPECT_TRUE(
      at::allclose(labelled.Outputs(parameters, input), without, 0, 1e-12));
}

TEST(UNetTest, OfAFieldTheLastChannelIsAveraged) {
  UNetOptions options = Small();
  options.outputs = Outputs::kField;
  const UNet field(options);
  const Parameters parameters = WaveParameters(field);
  const NetworkInput input = WaveInput(options.image, 2);
  const at::Tensor directions = field.Outputs(parameters, input);
  ASSERT_EQ(directions.size(1), options.image.numbers() + 1);
  // a network of four channels whose last one nobody averages
  Parameters two = parameters;
  for (size_t i = two.size() - 2; i < two.size(); ++i) {
    two[i].value = at::concat({two[i].value, two[i].value.narrow(0, 0, 2)});
  }
  options.outputs = Outputs::kTwo;
  const at::Tensor channels = UNet(options).Outputs(two, input);
  const int64_t d = options.image.numbers();
  EXPECT_TRUE(at::allclose(directions.narrow(1, 0, d), channels.narrow(1, 0, d),
                           0, 1e-12));
  EXPECT_TRUE(at::allclose(directions.select(1, d),
                           channels.narrow(1, d, 64).mean(1), 0, 1e-12));
}

TEST(UNetTest, DropsInTrainingAlone) {
  UNetOptions options = Small();
  const UNet plain(options);
  options.dropout = 0.5;
  const UNet dropping(options);
  const Parameters parameters = WaveParameters(plain);
  NetworkInput input = WaveInput(options.image, 4);
  const at::Tensor without = plain.Outputs(parameters, input);
  EXPECT_TRUE(dropping.Outputs(parameters, input).equal(without));
  input.dropout = DropoutRows{.seed = 1, .first_row = 8};
  const at::Tensor with = dropping.Outputs(parameters, input);
  EXPECT_FALSE(at::allclose(with, without));
  // of a batch in shards the same
  const at::Tensor last =
      dropping.Outputs(parameters, {input.x_bd.narrow(0, 3, 1),
                                    input.t_b.narrow(0, 3, 1),
                                    {},
                                    DropoutRows{.seed = 1, .first_row = 11}});
  EXPECT_TRUE(at::allclose(with.narrow(0, 3, 1), last, 0, 1e-12));
}

TEST(UNetDeathTest, AnImageThatDoesNotHalve) {
  UNetOptions options = Small();
  options.image.side = 7;
  EXPECT_DEATH(UNet{options}, "7 pixels in 2 resolutions");
}

}  // namespace
}  // namespace flow::core
