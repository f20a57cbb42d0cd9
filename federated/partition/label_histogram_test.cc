#include "federated/partition/label_histogram.h"

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(LabelHistogramTest, CountsTheClassesOfEachClient) {
  EXPECT_THAT(
      LabelHistogram({{0, 3}, {1, 2, 4}, {}}, {1, 0, 3, 1, 0}, 4),
      IsOkAndHolds(ElementsAre(ElementsAre(0, 2, 0, 0), ElementsAre(2, 0, 0, 1),
                               ElementsAre(0, 0, 0, 0))));
}

TEST(LabelHistogramTest, RefusesWhatHasNoClass) {
  EXPECT_THAT(LabelHistogram({{0}, {1}}, {0, 2}, 2),
              StatusIs(kInvalid,
                       "a class must be from 0 to 1; that of row 1 "
                       "is 2"));
  EXPECT_THAT(LabelHistogram({{0}, {2}}, {0, 1}, 2),
              StatusIs(kInvalid, HasSubstr("client 1 has row 2")));
}

TEST(SizeWeightsTest, AreTheSharesOfTheRows) {
  EXPECT_THAT(SizeWeights({{0, 3}, {1, 2, 4, 5, 6}, {}, {7}}),
              ElementsAre(0.25, 0.625, 0, 0.125));
}

TEST(SizeWeightsDeathTest, RefusesNoRowsAtAll) {
  EXPECT_DEATH(SizeWeights({{}, {}}), "without rows");
}

}  // namespace
}  // namespace flow::federated
