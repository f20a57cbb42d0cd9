#include "core/device/summed_backward.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/full.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "core/train/flat_gradient.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

// Stands for two devices with the same parts: a sum is twice the own part.
class Doubling : public DeviceSums {
 public:
  void Begin(const at::Tensor& x) override {
    EXPECT_TRUE(x.is_contiguous());
    sent.push_back(x.clone());
    if (on_begin) on_begin();
    x.mul_(2);
  }
  void Join() override { ++joins; }
  void Mark() override {}
  bool Reached() override { return true; }

  std::function<void()> on_begin;
  std::vector<at::Tensor> sent;
  int joins = 0;
};

Parameters Matrices(const std::vector<int64_t>& sizes) {
  Parameters parameters;
  for (const int64_t size : sizes) {
    parameters.push_back({std::to_string(parameters.size()),
                          NormalTensor(size, size, 1).reshape({size})});
  }
  return parameters;
}

// sum_i (i + 1) |w_i|^2 / 2, whose gradient in w_i is (i + 1) w_i.
at::Tensor LossOf(const Parameters& leaves) {
  at::Tensor loss = at::full({}, 0.0, at::kFloat);
  for (size_t i = 0; i < leaves.size(); ++i) {
    loss = loss + leaves[i].value.square().sum() * ((i + 1) / 2.0);
  }
  return loss;
}

TEST(SummedBackwardTest, SendsBucketsOfWholeParametersFromTheLastToTheFirst) {
  const Parameters weights = Matrices({3, 40, 1, 60, 30, 15, 6});
  Doubling sums;
  SummedBackward backward(weights, /*bucket=*/50, &sums);
  for (int step = 0; step < 2; ++step) {  // the memory is written again
    sums.sent.clear();
    const Parameters leaves = LeavesOf(weights);
    const auto [loss, gradient_p] = backward.Get(LossOf(leaves), leaves);
    std::vector<at::Tensor> expected;
    for (size_t i = 0; i < weights.size(); ++i) {
      expected.push_back(weights[i].value * (2.0 * (i + 1)));
    }
    EXPECT_TRUE(gradient_p.equal(at::concat(expected)));
    EXPECT_TRUE(loss.equal(2 * LossOf(weights)));
    std::vector<int64_t> sizes;
    for (const at::Tensor& x : sums.sent) sizes.push_back(x.numel());
    // ten at least with the loss; then fifty at least; then what is left
    EXPECT_THAT(sizes, ElementsAre(6 + 15 + 1, 30 + 60, 1 + 40 + 3));
    EXPECT_EQ(sums.joins, step + 1);
  }
}

// That of a weight that two layers share is whole when it is sent.
TEST(SummedBackwardTest, AWeightThatIsUsedTwiceIsSentOnce) {
  const Parameters weights = Matrices({4, 5});
  Doubling sums;
  SummedBackward backward(weights, /*bucket=*/1, &sums);
  const Parameters leaves = LeavesOf(weights);
  const at::Tensor twice = (3 * leaves[1].value).sum() +
                           (leaves[1].value.square()).sum() +
                           leaves[0].value.sum();
  const auto [loss, gradient_p] = backward.Get(twice, leaves);
  EXPECT_EQ(sums.sent.size(), 2u);
  EXPECT_TRUE(
      gradient_p.narrow(0, 4, 5).allclose(2 * (3 + 2 * weights[1].value)));
}

// The last layers' gradients are on their way while the first ones' are not
// there yet.
TEST(SummedBackwardTest, SendsWhileLayersAreStillAtWork) {
  const Parameters weights = Matrices({7, 8});
  Doubling sums;
  SummedBackward backward(weights, /*bucket=*/1, &sums);
  const Parameters leaves = LeavesOf(weights);
  std::vector<std::string> events;
  sums.on_begin = [&] { events.push_back("sent"); };
  // h is between the two
  const at::Tensor h = leaves[0].value.sum() * 2;
  h.register_hook([&](const at::Tensor&) { events.push_back("first layer"); });
  backward.Get((leaves[1].value * h).sum(), leaves);
  EXPECT_THAT(events, ElementsAre("sent", "first layer", "sent"));
}

// All layers that there are, in one bucket for each parameter.
TEST(SummedBackwardTest, IsTheGradientOfEveryNetwork) {
  for (const NetworkOptions& options :
       {NetworkOptions(MlpOptions{.dim = 64, .hidden = {16, 16}}),
        NetworkOptions(SmallUNet()), NetworkOptions(SmallDit())}) {
    const auto network = MakeNetwork(options);
    const Parameters weights = network->Initialize(3);
    const auto loss_of = [&](const Parameters& leaves) {
      return network
          ->Outputs(leaves, {.x_bd = NormalTensor(1, 4, 64),
                             .t_b = UniformTensor(2, 4)})
          .square()
          .mean();
    };
    const Parameters alone = LeavesOf(weights);
    const at::Tensor expected = FlatGradient(loss_of(alone), alone);
    Doubling sums;
    SummedBackward backward(weights, /*bucket=*/1, &sums);
    const Parameters leaves = LeavesOf(weights);
    const auto [loss, gradient_p] = backward.Get(loss_of(leaves), leaves);
    EXPECT_TRUE(gradient_p.equal(2 * expected));
    EXPECT_THAT(sums.sent, Not(IsEmpty()));
  }
}

}  // namespace
}  // namespace flow::core
