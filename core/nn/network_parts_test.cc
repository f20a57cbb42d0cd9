#include "core/nn/network_parts.h"

#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 5;

TrainedNetwork Network(const MlpOptions& options) {
  return {options, MakeNetwork(options)->Initialize(3)};
}

at::Tensor Outputs(const TrainedNetwork& network,
                   const at::Tensor& label_b = {}) {
  return MakeNetwork(network.options)
      ->Outputs(network.parameters,
                {NormalTensor(1, kRows, 2), UniformTensor(2, kRows), label_b});
}

TEST(NetworkPartsTest, OfAClassIsTheNetworkAtThatLabel) {
  const TrainedNetwork network =
      Network({.dim = 2, .hidden = {8, 8}, .classes = 3});
  for (const int64_t label : {-1, 0, 2}) {
    const at::Tensor label_b = at::full({kRows}, label, at::kLong);
    // some roundings of numbers of size 1
    EXPECT_TRUE(at::allclose(Outputs(PartOfClass(network, label)),
                             Outputs(network, label_b), 0, 1e-6));
  }
  EXPECT_FALSE(at::allclose(Outputs(PartOfClass(network, 0)),
                            Outputs(PartOfClass(network, 2)), 0, 1e-3));
}

TEST(NetworkPartsTest, OfAnOutputAreItsColumns) {
  const TrainedNetwork network =
      Network({.dim = 2, .hidden = {8}, .outputs = Outputs::kTwo});
  const at::Tensor both = Outputs(network);
  ASSERT_EQ(both.size(1), 4);
  for (const int output : {0, 1}) {
    EXPECT_TRUE(at::allclose(Outputs(PartOfOutput(network, output)),
                             both.narrow(1, 2 * output, 2), 0, 1e-6));
  }
}

TEST(NetworkPartsTest, APlainNetworkIsItsOwnPart) {
  const TrainedNetwork network = Network({.dim = 2, .hidden = {8}});
  EXPECT_TRUE(Outputs(PartOfClass(PartOfOutput(network, 0), -1))
                  .equal(Outputs(network)));
}

TEST(NetworkPartsDeathTest, ThereMustBeSuchAPart) {
  const TrainedNetwork network = Network({.dim = 2, .hidden = {8}});
  EXPECT_DEATH(PartOfClass(network, 0), "label 0 of 0");
  EXPECT_DEATH(PartOfOutput(network, 1), "output 1");
}

}  // namespace
}  // namespace flow::core
