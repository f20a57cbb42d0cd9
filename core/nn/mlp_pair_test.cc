#include "core/nn/mlp_pair.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "core/nn/network_parts.h"
#include "core/nn/parameter_shapes.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 7;

MlpPairOptions Options() { return {{.dim = 3, .hidden = {8, 5}}}; }

TEST(MlpPairTest, TellsBothWaysAtTheSamePointOfTheWay) {
  const MlpPairOptions options = Options();
  const MlpPair pair(options);
  const Mlp mlp(options.each);
  const Parameters parameters = pair.Initialize(/*seed=*/1);
  const at::Tensor x_bd = NormalTensor(2, kRows, 3);
  const at::Tensor t_b = UniformTensor(3, kRows);
  const at::Tensor both = pair.Outputs(parameters, {x_bd, t_b});
  EXPECT_TRUE(both.narrow(1, 0, 3).equal(
      mlp.Outputs(HalfOf(parameters, 0), {x_bd, t_b})));
  EXPECT_TRUE(both.narrow(1, 3, 3).equal(
      mlp.Outputs(HalfOf(parameters, 1), {x_bd, 1 - t_b})));
}

TEST(MlpPairTest, HasTheParametersOfTwoThatAreDrawnApart) {
  const MlpPairOptions options = Options();
  const Parameters parameters = MlpPair(options).Initialize(/*seed=*/1);
  const Parameters one = Mlp(options.each).Initialize(/*seed=*/1);
  ASSERT_EQ(parameters.size(), 2 * one.size());
  EXPECT_EQ(parameters[0].name, "forward.layers.0.weight");
  EXPECT_EQ(parameters[one.size()].name, "backward.layers.0.weight");
  int64_t total = 0;
  for (size_t i = 0; i < one.size(); ++i) {
    EXPECT_FALSE(parameters[i].value.equal(parameters[one.size() + i].value));
    EXPECT_EQ(HalfOf(parameters, 1)[i].name, one[i].name);
    total += 2 * one[i].value.numel();
  }
  EXPECT_EQ(NumParameters(options), total);
}

TEST(MlpPairTest, ItsPartsAreThePerceptrons) {
  const MlpPairOptions options = Options();
  const Parameters parameters = MlpPair(options).Initialize(/*seed=*/1);
  for (const int half : {0, 1}) {
    const TrainedNetwork part = PartOfOutput({options, parameters}, half);
    EXPECT_EQ(std::get<MlpOptions>(part.options).hidden, options.each.hidden);
    const Parameters own = HalfOf(parameters, half);
    ASSERT_EQ(part.parameters.size(), own.size());
    for (size_t i = 0; i < own.size(); ++i) {
      EXPECT_EQ(part.parameters[i].name, own[i].name);
      EXPECT_TRUE(part.parameters[i].value.is_same(own[i].value));
    }
  }
}

}  // namespace
}  // namespace flow::core
