// Forward and backward passes of every network that a GPU is to record: none
// asks for a number, and none brings a tensor along from the host.

#include <cstdint>
#include <functional>
#include <memory>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "core/device/host_access_testing.h"
#include "core/device/recordable.h"
#include "core/nn/bfloat16_network.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "torch/csrc/autograd/autograd.h"

namespace flow::core {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

NetworkOptions Waves() {
  MlpOptions mlp = {.dim = 2, .hidden = {16, 16}};
  mlp.point_embedding = FourierPointsOptions{.dim = 8};
  mlp.time_embedding = FourierTimeOptions{.dim = 8};
  return mlp;
}

NetworkOptions Classes() {
  MlpOptions mlp = {.dim = 2, .hidden = {16, 16}};
  mlp.classes = 3;
  return mlp;
}

// A pass over six rows of `dim` numbers, on `device`.
std::function<void()> PassOf(std::shared_ptr<const Network> network,
                             int64_t dim, at::Device device) {
  at::set_num_threads(1);
  Parameters leaves = network->Initialize(1);
  for (NamedTensor& leaf : leaves) {
    leaf.value = leaf.value.to(device).requires_grad_();
  }
  const NetworkInput input = {
      .x_bd = at::zeros({6, dim}, device),
      .t_b = at::zeros({6}, device),
      .label_b = at::zeros({6}, at::device(device).dtype(at::kLong))};
  return [=] {
    const at::Tensor loss = network->Outputs(leaves, input).square().mean();
    torch::autograd::grad({loss}, ValuesOf(leaves));
  };
}

// On a device that has no numbers and is not the host. What is kept from then
// on comes with the first pass, as before a recording.
TEST(RecordedNetworkTest, PerceptronsAskTheHostForNothing) {
  for (const NetworkOptions& network : {Waves(), Classes()}) {
    const auto pass = PassOf(MakeNetwork(network), 2, at::kMeta);
    pass();
    EXPECT_THAT(HostAccesses(pass), IsEmpty());
  }
  // frequencies come with the first pass of a network, and are seen to
  EXPECT_THAT(HostAccesses(PassOf(MakeNetwork(Waves()), 2, at::kMeta)),
              Contains("aten::_to_copy"));
}

// LibTorch's convolutions need numbers. On the CPU, where a tensor from the
// host cannot be told by its device, none is converted either: what the
// networks keep they keep in double.
TEST(RecordedNetworkTest, NetworksOfImagesAskTheHostForNothing) {
  for (const NetworkOptions& network :
       {NetworkOptions(SmallUNet(0)), NetworkOptions(SmallUNet(3)),
        NetworkOptions(SmallDit(0)), NetworkOptions(SmallDit(3))}) {
    const auto pass = PassOf(MakeNetwork(network), 64, at::kCPU);
    pass();
    EXPECT_THAT(HostAccesses(pass), IsEmpty());
    EXPECT_EQ(Conversions(pass), 0);
    // autocast makes others of them, where they are
    const auto rounded = PassOf(InBfloat16(MakeNetwork(network)), 64, at::kCPU);
    EXPECT_THAT(HostAccesses(rounded), IsEmpty());
    EXPECT_GT(Conversions(rounded), 0);
  }
}

TEST(RecordedNetworkTest, ConvexPotentialsAskAndAreKnownTo) {
  const NetworkOptions icnn = IcnnOptions{.dim = 2, .hidden = {8}};
  EXPECT_FALSE(IsRecordable(icnn));
  EXPECT_THAT(HostAccesses(PassOf(MakeNetwork(icnn), 2, at::kCPU)),
              Not(IsEmpty()));
  for (const NetworkOptions& network :
       {Waves(), NetworkOptions(SmallUNet()), NetworkOptions(SmallDit())}) {
    EXPECT_TRUE(IsRecordable(network));
  }
}

TEST(HostAccessesTest, SeesWhatComesFromTheHost) {
  const at::Tensor host = at::zeros({3}, at::kFloat);
  const at::Tensor there = at::empty({3}, at::device(at::kMeta));
  EXPECT_THAT(HostAccesses([&] { there + host.to(at::kMeta); }),
              Contains("aten::_to_copy"));
  EXPECT_THAT(HostAccesses([&] { host.nonzero(); }), Contains("aten::nonzero"));
  EXPECT_EQ(Conversions([&] { host.to(at::kDouble); }), 1);
}

}  // namespace
}  // namespace flow::core
