#include "core/train/switched_batches.h"

#include <memory>

#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// Stretches of four steps of two rows, whose times are a number and the step.
class Numbered : public Batches {
 public:
  explicit Numbered(int64_t number) : number_(number) {}
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    Stretch stretch = {.first = step / 4 * 4, .steps = 4};
    stretch.rows.t_b = at::full({8}, 0.0f);
    for (int64_t i = 0; i < 8; ++i) {
      stretch.rows.t_b[i] = 100 * number_ + stretch.first + i / 2;
    }
    return stretch;
  }
  int64_t StretchEnd(int64_t step) const override {
    return NextMultiple(step, 4);
  }

 private:
  int64_t number_;
};

TEST(SwitchedBatchesTest, GoesOverAtItsStep) {
  for (const int64_t at : {0, 4, 6, 7, 30}) {
    const SwitchedBatches batches(std::make_shared<Numbered>(1),
                                  std::make_shared<Numbered>(2), at);
    for (int64_t step = 0; step < 16; ++step) {
      ASSERT_OK_AND_ASSIGN(const Stretch stretch, batches.GetStretch(step));
      ASSERT_TRUE(stretch.Holds(step));
      EXPECT_EQ(batches.StretchEnd(step), stretch.End());
      EXPECT_EQ(stretch.batch_rows(), 2);
      for (int64_t k = stretch.first; k < stretch.End(); ++k) {
        EXPECT_EQ(k < at, step < at) << "a stretch over the switch";
        const float expected = (k < at ? 100 : 200) + k;
        EXPECT_EQ(stretch.At(k).t_b[1].item<float>(), expected);
      }
    }
  }
}

}  // namespace
}  // namespace flow::core
