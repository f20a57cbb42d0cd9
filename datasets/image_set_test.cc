#include "datasets/image_set.h"

#include <cmath>
#include <set>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/random.h"
#include "core/distribution/distribution_testing.h"
#include "gtest/gtest.h"

namespace flow::datasets {
namespace {

// Random images of 2 channels of 3 x 3, of classes 0, 1, 2, 0, ….
ImageTable RandomTable(int64_t rows) {
  ImageTable table{
      .rows = rows, .channels = 2, .size = 3, .num_classes = 3, .x = {}};
  for (int64_t i = 0; i < rows; ++i) {
    RowRandom random(/*seed=*/4, i);
    for (int64_t k = 0; k < table.dim(); ++k) {
      table.x.push_back(static_cast<uint8_t>(random.UniformInt(256)));
    }
    table.label.push_back(i % 3);
  }
  return table;
}

// Black of class 0 and white of class 1, a pixel each.
ImageTable TwoRows() {
  return {.rows = 2,
          .channels = 1,
          .size = 1,
          .num_classes = 2,
          .x = {0, 255},
          .label = {0, 1}};
}

// What draws as `x_nd` look like from the other side.
at::Tensor Mirrored(const at::Tensor& x_nd, at::IntArrayRef nchw) {
  return x_nd.reshape(nchw).flip({3}).flatten(1);
}

TEST(ImageSetTest, DrawsConformAndHaveTheMoments) {
  for (const bool mirror : {false, true}) {
    const auto set = MakeImageSet(RandomTable(12), mirror);
    EXPECT_EQ(set->dim(), 18);
    EXPECT_EQ(set->size(), 12);
    EXPECT_EQ(set->num_classes(), 3);
    core::ExpectDrawsConform(*set);
    core::ExpectMomentsMatchDraws(*set, /*seed=*/5);
  }
}

TEST(ImageSetTest, BytesBecomeNumbersBetweenMinusOneAndOne) {
  const auto set = MakeImageSet(TwoRows(), /*mirror=*/false);
  const core::Points points = set->Draw(20, /*seed=*/1);
  for (int64_t i = 0; i < 20; ++i) {
    EXPECT_EQ(points.x_nd[i].item<float>(),
              points.label_n[i].item<int64_t>() == 1 ? 1 : -1);
  }
  EXPECT_EQ(set->ExactMoments()->mean_d.item<double>(), 0);
  EXPECT_EQ(set->ExactMoments()->covariance_dd.item<double>(), 1);
}

TEST(ImageSetTest, EveryOtherRowIsMirroredAndNothingElseChanges) {
  constexpr int64_t kRows = 4000;
  const ImageTable table = RandomTable(12);
  const core::Points plain = MakeImageSet(table, false)->Draw(kRows, 3);
  const core::Points some = MakeImageSet(table, true)->Draw(kRows, 3);
  EXPECT_TRUE(some.label_n.equal(plain.label_n));
  const at::Tensor mirrored_nd = Mirrored(plain.x_nd, {kRows, 2, 3, 3});
  const at::Tensor is_plain_n = (some.x_nd == plain.x_nd).all(1);
  const at::Tensor is_mirrored_n = (some.x_nd == mirrored_nd).all(1);
  EXPECT_TRUE((is_plain_n != is_mirrored_n).all().item<bool>());
  // six deviations: false alarm 2e-9
  EXPECT_NEAR(is_mirrored_n.sum().item<int64_t>(), kRows / 2,
              6 * std::sqrt(kRows / 4.0));
}

TEST(ImageSetTest, ADistinctDrawOfAllIsAPermutation) {
  const ImageTable table = RandomTable(12);
  const auto set = MakeImageSet(table, /*mirror=*/false);
  const at::Tensor x_nd = set->DrawDistinct(12, /*seed=*/7).x_nd;
  std::set<float> drawn, all;
  for (int64_t i = 0; i < 12; ++i) {
    drawn.insert(x_nd[i].sum().item<float>());
    float sum = 0;
    for (int64_t k = 0; k < 18; ++k) sum += ValueOfByte(table.x[18 * i + k]);
    all.insert(std::round(1000 * sum));
  }
  EXPECT_EQ(drawn.size(), 12);
  for (const float sum : drawn) EXPECT_EQ(all.count(std::round(1000 * sum)), 1);
}

TEST(ImageSetTest, PartsAndOtherLabelsKeepTheImages) {
  const auto set = MakeImageSet(RandomTable(12), /*mirror=*/true);
  const auto part =
      set->Select(at::tensor({int64_t{5}, int64_t{2}, int64_t{8}}));
  EXPECT_EQ(part->size(), 3);
  // all of them of class 2
  EXPECT_EQ(part->Draw(9, /*seed=*/1).label_n.sum().item<int64_t>(), 18);
  const std::vector<int64_t> clients = {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  const auto divided = set->Relabelled(at::tensor(clients, at::kLong), 2);
  EXPECT_EQ(divided->num_classes(), 2);
  EXPECT_TRUE(
      divided->Draw(30, /*seed=*/2).x_nd.equal(set->Draw(30, /*seed=*/2).x_nd));
}

TEST(ImageSetTest, ImagesMayGoWithoutLabels) {
  ImageTable table = RandomTable(4);
  table.num_classes = 0;
  table.label.clear();
  const auto set = MakeImageSet(table, /*mirror=*/false);
  EXPECT_FALSE(set->Draw(3, /*seed=*/1).label_n.defined());
}

}  // namespace
}  // namespace flow::datasets
