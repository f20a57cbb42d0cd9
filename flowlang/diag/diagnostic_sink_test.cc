#include "flowlang/diag/diagnostic_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "flowlang/diag/report.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;

class DiagnosticSinkTest : public testing::Test {
 protected:
  std::vector<std::string> Messages() const {
    std::vector<std::string> messages;
    for (const Diagnostic& d : sink_.Sorted()) messages.push_back(d.message);
    return messages;
  }

  SourceText a_{"a.textproto", "0123456789"};
  SourceText b_{"b.textproto", "0123456789"};
  DiagnosticSink sink_;
};

TEST_F(DiagnosticSinkTest, SortsByFileThenPositionThenArrival) {
  ReportError(&sink_, Code::kSyntax, {&b_, 0, 1}, "b0");
  ReportError(&sink_, Code::kSyntax, {&a_, 7, 8}, "a7");
  ReportError(&sink_, Code::kSyntax, {&a_, 2, 3}, "a2 first");
  ReportError(&sink_, Code::kSyntax, {&a_, 2, 3}, "a2 second");
  ReportError(&sink_, Code::kSyntax, {}, "nowhere");
  EXPECT_THAT(Messages(),
              ElementsAre("nowhere", "a2 first", "a2 second", "a7", "b0"));
}

TEST_F(DiagnosticSinkTest, CountsErrorsAndWarningsApart) {
  EXPECT_TRUE(sink_.empty());
  ReportWarning(&sink_, Code::kUnusedSetting, {&a_, 0, 1}, "unused");
  EXPECT_FALSE(sink_.has_errors());
  ReportError(&sink_, Code::kSyntax, {&a_, 0, 1}, "wrong");
  EXPECT_TRUE(sink_.has_errors());
  EXPECT_EQ(sink_.error_count(), 1);
  EXPECT_EQ(sink_.warning_count(), 1);
}

TEST_F(DiagnosticSinkTest, SaysTheSameThingOnce) {
  ReportError(&sink_, Code::kSyntax, {&a_, 0, 1}, "twice");
  ReportError(&sink_, Code::kSyntax, {&a_, 0, 1}, "twice");
  ReportError(&sink_, Code::kSyntax, {&a_, 1, 2}, "twice");
  EXPECT_EQ(sink_.error_count(), 2) << "another place is another problem";
}

}  // namespace
}  // namespace flow::lang
