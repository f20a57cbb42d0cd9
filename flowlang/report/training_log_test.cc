#include "flowlang/report/training_log.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using testing::ElementsAre;

TEST(ParseTrainingLogTest, SeparatesStages) {
  const auto curves = ParseTrainingLog(
      R"({"stage": "block1", "step": 10, "loss": 0.5, "learning_rate": 1}
{"stage": "block2", "step": 10, "loss": 0.25}
{"stage": "block1", "step": 20, "loss": 0.125}
)");
  ASSERT_EQ(curves.size(), 2);
  EXPECT_EQ(curves[0].stage, "block1");
  EXPECT_THAT(curves[0].step, ElementsAre(10, 20));
  EXPECT_THAT(curves[0].loss, ElementsAre(0.5, 0.125));
  EXPECT_THAT(curves[1].loss, ElementsAre(0.25));
}

TEST(ParseTrainingLogTest, PassesOverLinesThatAreNotSteps) {
  const auto curves = ParseTrainingLog(
      "{\"stage\": \"a\", \"note\": 1}\n\n{\"step\": 1, \"loss\": 2}\n"
      "{\"step\": 2, \"lo");
  ASSERT_EQ(curves.size(), 1);
  EXPECT_EQ(curves[0].stage, "");
  EXPECT_THAT(curves[0].loss, ElementsAre(2));
}

TEST(ParseTrainingLogTest, ALossThatIsNullIsNotANumber) {
  const auto curves = ParseTrainingLog("{\"step\": 1, \"loss\": null}");
  ASSERT_EQ(curves.size(), 1);
  EXPECT_TRUE(std::isnan(curves[0].loss[0]));
}

TEST(ParseTrainingLogTest, AResumeReplacesWhatFollowedIt) {
  std::string text;
  for (int step : {1, 2, 3, 2, 3, 4}) {
    absl::StrAppend(&text, "{\"step\": ", step, ", \"loss\": ", text.size(),
                    "}\n");
  }
  EXPECT_THAT(ParseTrainingLog(text)[0].step, ElementsAre(1, 2, 3, 4));
}

TEST(ParseTrainingLogTest, ThinsEvenlyAndKeepsTheEnds) {
  std::string text;
  for (int step = 0; step <= 100; ++step) {
    absl::StrAppend(&text, "{\"step\": ", step, ", \"loss\": 1}\n");
  }
  EXPECT_THAT(ParseTrainingLog(text, 5)[0].step,
              ElementsAre(0, 21, 42, 63, 84, 100));
}

}  // namespace
}  // namespace flow::lang
