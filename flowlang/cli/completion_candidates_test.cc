#include "flowlang/cli/completion_candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace flow::lang {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Files = Candidates::Files;

Candidates OfOperands(const char* operands) {
  return OperandCandidates({"verb", operands, "", {}, nullptr});
}

Candidates OfValue(const char* value) {
  return ValueCandidates({"flag", value, ""});
}

TEST(CompletionCandidatesTest, OperandsAreDescriptionsAndFolders) {
  EXPECT_EQ(OfOperands("FILE").files, Files::kDescriptions);
  EXPECT_EQ(OfOperands("FILE...").files, Files::kDescriptions);
  EXPECT_EQ(OfOperands("[DIR...]").files, Files::kFolders);
  EXPECT_THAT(OfOperands("FILE").words, IsEmpty());
}

TEST(CompletionCandidatesTest, OperandsAreWords) {
  EXPECT_THAT(OfOperands("bash|zsh").words, ElementsAre("bash", "zsh"));
  EXPECT_THAT(OfOperands("[CODE]").words, Contains("out-of-range"));
  EXPECT_EQ(OfOperands("[CODE]").files, Files::kNone);
}

TEST(CompletionCandidatesTest, AVerbMayTakeNothing) {
  EXPECT_THAT(OfOperands("").words, IsEmpty());
  EXPECT_EQ(OfOperands("").files, Files::kNone);
}

TEST(CompletionCandidatesTest, ValuesAreFilesFoldersOrChoices) {
  EXPECT_EQ(OfValue("FILE").files, Files::kAny);
  EXPECT_EQ(OfValue("DIR").files, Files::kFolders);
  EXPECT_THAT(OfValue("text|json").words, ElementsAre("text", "json"));
  EXPECT_THAT(OfValue("N").words, IsEmpty());
  EXPECT_EQ(OfValue("N").files, Files::kNone);
}

}  // namespace
}  // namespace flow::lang
