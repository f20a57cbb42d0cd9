#include "core/finetune/network_proxy.h"

#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/tensor.h"
#include "core/finetune/narrow_network.h"
#include "core/nn/make_network.h"
#include "core/tensor/random_tensor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;

const MlpOptions kWide = {.dim = 2, .hidden = {8, 6}};

// Units that neither get nor give anything are not missed.
void Silence(int64_t layer, int64_t unit, Parameters* weights) {
  (*weights)[2 * layer].value[unit].zero_();
  (*weights)[2 * layer + 1].value[unit].zero_();
  (*weights)[2 * layer + 2].value.select(1, unit).zero_();
}

TEST(NetworkProxyTest, KeepsAShareOfEachHiddenLayer) {
  EXPECT_THAT(NarrowNetwork({.keep = 0.5}, kWide).hidden, ElementsAre(4, 3));
  EXPECT_THAT(NarrowNetwork({.keep = 0.4}, kWide).hidden, ElementsAre(4, 3));
  EXPECT_THAT(NarrowNetwork({.keep = 1e-3}, kWide).hidden, ElementsAre(1, 1));
  EXPECT_THAT(NarrowNetwork({.keep = 1}, kWide).hidden, ElementsAre(8, 6));
  // which is 3.0000000000000004 in double precision
  EXPECT_THAT(NarrowNetwork({.keep = 0.1}, {.dim = 2, .hidden = {30}}).hidden,
              ElementsAre(3));
}

TEST(NetworkProxyTest, OfUnitsThatSayNothingItLeavesNothingOut) {
  Parameters base = MakeNetwork(kWide)->Initialize(1);
  for (const int64_t unit : {0, 3, 4, 7}) Silence(0, unit, &base);
  for (const int64_t unit : {1, 2, 5}) Silence(1, unit, &base);
  const NetworkProxy proxy({.keep = 0.5}, kWide, base);
  const at::Tensor x = NormalTensor(2, 50, 2), t = UniformTensor(3, 50);
  const at::Tensor wide = MakeNetwork(kWide)->Outputs(base, {x, t});
  const at::Tensor narrow =
      MakeNetwork(proxy.network())->Outputs(proxy.Initialize(), {x, t});
  // sums of other lengths round otherwise
  EXPECT_LT((wide - narrow).abs().max().item<float>(), 1e-6);
}

TEST(NetworkProxyTest, WhatItChangesIsChangedInTheWideNetwork) {
  const Parameters base = MakeNetwork(kWide)->Initialize(1);
  Parameters marked = base;
  // the third unit matters most, by what goes out of it alone
  marked = CloneParameters(marked);
  marked[2].value.select(1, 2).fill_(9);
  const NetworkProxy proxy({.keep = 1.0 / 8}, {.dim = 2, .hidden = {8, 6}},
                           marked);
  const Parameters start = proxy.Initialize();
  ASSERT_EQ(start[0].value.sizes(), at::IntArrayRef({1, 3}));
  EXPECT_TRUE(at::equal(start[0].value[0], marked[0].value[2]));
  Parameters trained = CloneParameters(start);
  trained[0].value.fill_(5);
  const Parameters wide = proxy.PlugIn(start, trained);
  for (int64_t unit = 0; unit < 8; ++unit) {
    const at::Tensor row = wide[0].value[unit];
    EXPECT_TRUE(unit == 2 ? row.eq(5).all().item<bool>()
                          : at::equal(row, marked[0].value[unit]))
        << unit;
  }
  for (size_t k = 1; k < wide.size(); ++k) {
    EXPECT_TRUE(at::equal(wide[k].value, marked[k].value)) << k;
  }
}

// Rounded numbers of the same size are apart by less than half their last bit.
TEST(NetworkProxyTest, OfAllUnitsTrainingItIsTrainingTheNetwork) {
  const Parameters base = MakeNetwork(kWide)->Initialize(1);
  const Parameters trained = MakeNetwork(kWide)->Initialize(2);
  const NetworkProxy proxy({.keep = 1}, kWide, base);
  const Parameters start = proxy.Initialize();
  const Parameters plugged = proxy.PlugIn(start, trained);
  for (size_t k = 0; k < base.size(); ++k) {
    EXPECT_EQ(start[k].name, base[k].name);
    EXPECT_TRUE(at::equal(start[k].value, base[k].value)) << k;
    EXPECT_TRUE(at::equal(plugged[k].value, trained[k].value)) << k;
  }
}

TEST(NetworkProxyTest, OfUnitsThatAreAlikeItHasTheFirst) {
  Parameters base = MakeNetwork(kWide)->Initialize(1);
  for (NamedTensor& p : base) p.value.fill_(1);
  for (const int64_t unit : {0, 2}) Silence(0, unit, &base);
  base[0].value[1].fill_(-1);  // as much, and to be told from the others
  const NetworkProxy proxy({.keep = 0.25}, kWide, base);
  const at::Tensor first = proxy.Initialize()[0].value;
  ASSERT_EQ(first.size(0), 2);
  EXPECT_TRUE(at::equal(first.select(1, 0), at::tensor({-1.0f, 1.0f})));
}

}  // namespace
}  // namespace flow::core
