#include "flowlang/diag/diag_testing.h"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <functional>

#include "flowlang/diag/report.h"
#include "flowlang/source/source_text.h"

namespace flow::lang {
namespace {

class DiagTestingTest : public DiagnosticTest {
 protected:
  // gtest's macro for this runs its statement where `this` is not at hand
  static void ExpectOneFailure(const std::function<void()>& action) {
    testing::TestPartResultArray failures;
    {
      testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::
              INTERCEPT_ONLY_CURRENT_THREAD,
          &failures);
      action();
    }
    EXPECT_EQ(failures.size(), 1);
  }

  SourceText source_{"a.textproto", "0123456789"};
};

TEST_F(DiagTestingTest, TakesByCodeAndFragment) {
  ReportError(sink(), Code::kSyntax, {&source_, 4, 5}, "later: no colon");
  ReportError(sink(), Code::kSyntax, {&source_, 1, 2}, "first: no colon");
  ReportWarning(sink(), Code::kSyntax, {&source_, 0, 1}, "no colon");
  EXPECT_EQ(TakeError(Code::kSyntax, "no colon").message, "first: no colon");
  EXPECT_EQ(TakeError(Code::kSyntax, "no colon").message, "later: no colon");
  EXPECT_EQ(TakeWarning(Code::kSyntax, "no colon").span.begin, 0);
}

TEST_F(DiagTestingTest, FailsWhenThereIsNothingToTake) {
  ExpectOneFailure([this] { TakeError(Code::kSyntax, "no colon"); });
  ReportError(sink(), Code::kWrongType, {&source_, 0, 1}, "no colon");
  ExpectOneFailure([this] { TakeError(Code::kSyntax, "no colon"); });
  TakeError(Code::kWrongType, "no colon");
}

TEST_F(DiagTestingTest, FailsWhenSomethingIsLeft) {
  ReportError(sink(), Code::kWrongType, {&source_, 0, 1}, "left over");
  ExpectOneFailure([this] { TearDown(); });
}

TEST_F(DiagTestingTest, TakesWhatTheUserSees) {
  ReportError(sink(), Code::kSyntax, {&source_, 1, 3}, "no colon");
  EXPECT_THAT(TakeRendered(), testing::StartsWith("a.textproto:1:2: error:"));
}

}  // namespace
}  // namespace flow::lang
