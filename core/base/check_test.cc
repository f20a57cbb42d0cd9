#include "core/base/check.h"

#include "gtest/gtest.h"

namespace flow {
namespace {

TEST(CheckTest, PassesSilentlyWithoutEvaluatingTheSentence) {
  int evaluations = 0;
  FLOW_CHECK(1 + 1 == 2) << ++evaluations;
  EXPECT_EQ(evaluations, 0);
}

TEST(CheckTest, EndsWithExitCodeFourAndSaysWhatWasBelieved) {
  const int n = -3;
  EXPECT_EXIT(FLOW_CHECK(n > 0) << "got " << n, testing::ExitedWithCode(4),
              "check_test.cc:.*expected n > 0; got -3");
}

}  // namespace
}  // namespace flow
