#include "core/nn/dropout.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/ones.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// The share of 40 000 zeros is normal with a deviation of
// sqrt(0.3 * 0.7 / 40 000) = 0.0023: five of them, a false alarm in 2e6.
TEST(DropoutTest, DropsItsShareAndScalesTheRest) {
  const at::Tensor ones = at::ones({200, 200});
  const at::Tensor left = Dropout(ones, 0.3, {.seed = 1}, "layer");
  const double zeros = left.eq(0).to(at::kDouble).mean().item<double>();
  EXPECT_NEAR(zeros, 0.3, 5 * 0.0023);
  const at::Tensor kept = left.masked_select(left.ne(0));
  EXPECT_NEAR(kept.min().item<double>(), 1 / 0.7, 1e-6);
  EXPECT_NEAR(kept.max().item<double>(), 1 / 0.7, 1e-6);
}

TEST(DropoutTest, ShardsDropWhatTheBatchDrops) {
  const at::Tensor x = NormalTensor(1, 10, 12).reshape({10, 3, 2, 2});
  const DropoutRows rows = {.seed = 7, .first_row = 100};
  const at::Tensor first = Dropout(x.narrow(0, 0, 4), 0.5, rows, "layer");
  const at::Tensor second =
      Dropout(x.narrow(0, 4, 6), 0.5, {.seed = 7, .first_row = 104}, "layer");
  EXPECT_TRUE(
      at::equal(Dropout(x, 0.5, rows, "layer"), at::concat({first, second})));
}

TEST(DropoutTest, LayersAndSeedsDropOtherNumbers) {
  const at::Tensor ones = at::ones({4, 100});
  const at::Tensor left = Dropout(ones, 0.5, {.seed = 1}, "a");
  EXPECT_FALSE(at::equal(left, Dropout(ones, 0.5, {.seed = 1}, "b")));
  EXPECT_FALSE(at::equal(left, Dropout(ones, 0.5, {.seed = 2}, "a")));
  EXPECT_TRUE(at::equal(left, Dropout(ones, 0.5, {.seed = 1}, "a")));
}

TEST(DropoutTest, NothingIsDroppedOfAShareOfNought) {
  const at::Tensor x = NormalTensor(1, 3, 5);
  EXPECT_TRUE(at::equal(Dropout(x, 0, {.seed = 1}, "layer"), x));
}

}  // namespace
}  // namespace flow::core
