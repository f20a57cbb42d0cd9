#include "core/eval/features/quantised_images.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/ones.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

at::Tensor Row(const at::Tensor& x) { return x.reshape({1, 1, 1, -1}); }

TEST(QuantisedImagesTest, CutOffWhatIsNoLevel) {
  // 0.5, 0.99 below and 0.01 above 128, and beyond both ends
  const at::Tensor x_bchw =
      Row(at::tensor({-1., -0.008, 0., 0.0078, 0.0079, 1., -1.7, 40.}));
  ASSERT_OK_AND_ASSIGN(const at::Tensor level_bchw, QuantisedImages(x_bchw));
  EXPECT_EQ(level_bchw.scalar_type(), at::kByte);
  EXPECT_TRUE(level_bchw.equal(
      Row(at::tensor({0, 126, 128, 128, 129, 255, 0, 255}).to(at::kByte))));
}

TEST(QuantisedImagesTest, TakeScaledLevelsBack) {
  const at::Tensor level = at::arange(256);
  ASSERT_OK_AND_ASSIGN(const at::Tensor back_bchw,
                       QuantisedImages(Row(level / 127.5 - 1)));
  EXPECT_TRUE(back_bchw.equal(Row(level.to(at::kByte))));
  ASSERT_OK_AND_ASSIGN(const at::Tensor same_bchw, QuantisedImages(back_bchw));
  EXPECT_TRUE(same_bchw.is_same(back_bchw));
}

TEST(QuantisedImagesTest, RefuseWhatAreNoImages) {
  for (const at::Tensor& x :
       {at::Tensor(), at::ones({2, 3, 4}), at::ones({0, 3, 4, 4}),
        at::ones({2, 3, 4, 4}, at::kLong)}) {
    EXPECT_THAT(QuantisedImages(x), StatusIs(absl::StatusCode::kInvalidArgument,
                                             HasSubstr("[B, C, H, W]")));
  }
  EXPECT_THAT(QuantisedImages(at::ones({1, 1, 1, 1}) * NAN),
              StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace flow::core
