#include "flowlang/lower/coupling_watch.h"

#include <string>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::lang {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// From step 3 on nothing converges; step 5 is an error.
class Hard : public core::Batches {
 public:
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    if (step == 5) return absl::OutOfRangeError("five");
    core::Stretch stretch = {.first = step};
    stretch.rows.coupling.iterations = 10 * step;
    stretch.rows.coupling.converged = step < 3;
    return stretch;
  }
};

TEST(CouplingWatchTest, WarnsOnceAndNamesTheRemedy) {
  std::vector<std::string> warnings;
  const auto hard = std::make_shared<Hard>();
  const CouplingWatch watch(hard, hard, [&](const std::string& text) {
    warnings.push_back(text);
    return absl::OkStatus();
  });
  ASSERT_OK(watch.GetStretch(2).status());
  EXPECT_TRUE(warnings.empty());
  ASSERT_OK(watch.GetStretch(3).status());
  ASSERT_OK(watch.GetStretch(4).status());
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], AllOf(HasSubstr("step 4"), HasSubstr("30 iter"),
                                 HasSubstr("larger regularization")));
  ASSERT_OK_AND_ASSIGN(const core::CouplingReport last, watch.Last());
  EXPECT_EQ(last.iterations, 40);
}

TEST(CouplingWatchTest, TheMeanOfSeveralIsByWeight) {
  core::CouplingReport easy, hard;
  easy.cost = 1;
  easy.iterations = 3;
  hard.cost = 5;
  hard.marginal_error = 0.4;
  hard.iterations = 70;
  hard.converged = false;
  const core::CouplingReport mean = MeanReport({{3, easy}, {1, hard}});
  EXPECT_EQ(mean.cost, 2);
  EXPECT_EQ(mean.marginal_error, 0.1);
  EXPECT_EQ(mean.distinct_targets, 1);
  EXPECT_EQ(mean.iterations, 70);
  EXPECT_FALSE(mean.converged);
}

// Of step 5 the pairs fail.
TEST(CouplingWatchTest, WhatWasLeftUndrawnIsAskedForWhenItIsReported) {
  class Undrawn : public core::Batches {
   public:
    absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
      core::Stretch stretch = {.first = step};
      stretch.rows.x0_draw = core::NormalDraw();
      return stretch;
    }
  };
  const CouplingWatch watch(
      std::make_shared<Undrawn>(), std::make_shared<Hard>(),
      [](const std::string&) { return absl::OkStatus(); });
  ASSERT_OK(watch.GetStretch(2).status());
  ASSERT_OK_AND_ASSIGN(const core::CouplingReport last, watch.Last());
  EXPECT_EQ(last.iterations, 20);
  ASSERT_OK(watch.GetStretch(5).status());
  EXPECT_THAT(watch.Last(), StatusIs(absl::StatusCode::kOutOfRange, "five"));
}

TEST(CouplingWatchTest, HandsErrorsOn) {
  const auto hard = std::make_shared<Hard>();
  const CouplingWatch watch(hard, hard, [](const std::string&) {
    return absl::DataLossError("full");
  });
  EXPECT_THAT(watch.GetStretch(5).status(),
              StatusIs(absl::StatusCode::kOutOfRange, "five"));
  EXPECT_THAT(watch.GetStretch(4).status(),
              StatusIs(absl::StatusCode::kDataLoss, "full"));
}

}  // namespace
}  // namespace flow::lang
