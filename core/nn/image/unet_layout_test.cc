#include "core/nn/image/unet_layout.h"

#include "core/nn/parameter_shapes.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using Kind = UNetModule::Kind;

// Networks of [Tong24] and [Xu24], whose parameters their programs count.
TEST(UNetLayoutTest, PublishedNetworksHaveTheirParameters) {
  const UNetOptions cifar = {.image = {3, 32},
                             .channels = 128,
                             .multiplier = {1, 2, 2, 2},
                             .blocks = 2,
                             .attention = {16}};
  EXPECT_EQ(NumParameters(cifar), 35'746'307);
  const UNetOptions imagenet = {.image = {3, 32},
                                .channels = 128,
                                .multiplier = {1, 2, 2, 2},
                                .blocks = 3,
                                .attention = {16, 8}};
  EXPECT_EQ(NumParameters(imagenet), 49'062'787);
  const UNetOptions flowers = {.image = {3, 128},
                               .channels = 64,
                               .multiplier = {1, 1, 2, 3, 4},
                               .blocks = 2,
                               .attention = {16}};
  EXPECT_EQ(NumParameters(flowers), 21'424'323);
}

TEST(UNetLayoutTest, LabelsAndOutputsAddTheirOwn) {
  UNetOptions options = {
      .image = {1, 8}, .channels = 32, .multiplier = {1, 2}, .blocks = 1};
  const int64_t plain = NumParameters(options);
  options.classes = 10;
  EXPECT_EQ(NumParameters(options), plain + 10 * 4 * 32);
  options.classes = 0;
  options.outputs = Outputs::kField;
  EXPECT_EQ(NumParameters(options), plain + 32 * 9 + 1);
}

TEST(UNetLayoutTest, WhatGoesDownComesUp) {
  const UNetLayout layout = LayoutOf({.image = {3, 16},
                                      .channels = 32,
                                      .multiplier = {1, 3},
                                      .blocks = 2,
                                      .attention = {8}});
  // a first convolution, two residual blocks a level, and one that halves
  ASSERT_EQ(layout.down.size(), 6);
  ASSERT_EQ(layout.up.size(), layout.down.size());
  EXPECT_EQ(layout.down[3][0].kind, Kind::kHalve);
  EXPECT_EQ(layout.down[4][0].name, "input_blocks.4.0");
  EXPECT_EQ(layout.down[4][0].inputs, 32);
  EXPECT_EQ(layout.down[4][0].outputs, 96);
  EXPECT_EQ(layout.down[4][1].kind, Kind::kAttention);
  EXPECT_EQ(layout.down[1].size(), 1) << "attention at 8 pixels only";
  int64_t below = layout.middle.back().outputs;
  for (size_t i = 0; i < layout.up.size(); ++i) {
    const int64_t beside =
        layout.down[layout.down.size() - 1 - i].back().outputs;
    EXPECT_EQ(layout.up[i][0].inputs, below + beside) << i;
    below = layout.up[i].back().outputs;
  }
  EXPECT_EQ(layout.up[2].back().kind, Kind::kDouble);
  EXPECT_EQ(below, 32);
}

}  // namespace
}  // namespace flow::core
