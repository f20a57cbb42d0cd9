// What the features of core/eval/features/digits_extractor.h know of digits.

#include <cstdint>

#include "ATen/Parallel.h"
#include "ATen/ops/from_blob.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/eval/features/digits_extractor.h"
#include "datasets/digits.h"

namespace flow::datasets {
namespace {

// Of the fifth of the digits that training left out, the network knows 97 % or
// more (benchmarks/results/image); rounding in another order moves a digit or
// two.
TEST(DigitsFeaturesTest, TellDigitsApartThatTrainingLeftOut) {
  at::set_num_threads(1);
  ThreadPool pool(1);
  PointTable digits = Digits();
  const at::Tensor x_bchw =
      at::from_blob(digits.x.data(), {digits.rows, 1, 8, 8}, at::kFloat);
  ASSERT_OK_AND_ASSIGN(const core::ImageFeatures features,
                       core::DigitsExtractor(&pool).Features(x_bchw));
  const at::Tensor class_n = features.logit_nk.argmax(1);
  int64_t held_out = 0, right = 0;
  for (int64_t i = 0; i < digits.rows; i += 5) {
    ++held_out;
    right += class_n[i].item<int64_t>() == digits.label[i];
  }
  EXPECT_EQ(held_out, 360);
  EXPECT_GE(right, 342);  // 95 %
}

}  // namespace
}  // namespace flow::datasets
