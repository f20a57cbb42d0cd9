#include "core/eval/features/compared_features.h"

#include <limits>

#include "ATen/ops/ones.h"
#include "core/base/status_testing.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

TEST(ComparedFeaturesTest, SharesWhatIsThereAlready) {
  const at::Tensor x_nf = at::ones({3, 2});
  ASSERT_OK_AND_ASSIGN(const at::Tensor read_nf, ReadFeatures("x", x_nf));
  EXPECT_EQ(read_nf.const_data_ptr(), x_nf.const_data_ptr());
  ASSERT_OK_AND_ASSIGN(const at::Tensor wide_nf,
                       ReadFeatures("x", at::ones({3, 2}, at::kDouble)));
  EXPECT_EQ(wide_nf.scalar_type(), at::kDouble);
}

TEST(ComparedFeaturesTest, RefusesOtherShapesAndTypes) {
  for (const at::Tensor& x : {at::Tensor(), at::ones({3}), at::ones({1, 2}),
                              at::ones({3, 0}), at::ones({3, 2}, at::kHalf)}) {
    EXPECT_THAT(ReadFeatures("x", x),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("'x' must be Float or Double")));
  }
}

TEST(ComparedFeaturesTest, NamesTheRowThatIsNotFinite) {
  for (const double bad : {std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()}) {
    const at::Tensor x_nf = at::ones({5, 3});
    x_nf[3][1] = bad;
    EXPECT_THAT(ReadFeatures("x", x_nf),
                StatusIs(absl::StatusCode::kOutOfRange,
                         "'x' must be finite; row 3 is not"));
  }
}

TEST(ComparedFeaturesTest, WantsOneWidth) {
  const at::Tensor two_nf = at::ones({4, 2}), three_nf = at::ones({4, 3});
  EXPECT_OK(ReadFeatures({two_nf, at::ones({9, 2})}));
  EXPECT_THAT(ReadFeatures({two_nf, three_nf}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'target' must have the features")));
  EXPECT_THAT(ReadFeatures({two_nf, two_nf, three_nf}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'second_target' must have")));
}

}  // namespace
}  // namespace flow::core
