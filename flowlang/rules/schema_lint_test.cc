#include "flowlang/rules/schema_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/parse/testing/sample.pb.h"
#include "flowlang/schema/rules.pb.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::DescriptorPool;
using ::google::protobuf::FileDescriptorProto;
using ::google::protobuf::TextFormat;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SchemaLintTest : public testing::Test {
 protected:
  // A message "M" with these fields, as of descriptor.proto.
  const Descriptor& TypeWith(const std::string& fields) {
    // the pool below knows the options' extension only once it is linked in
    FieldRules::descriptor();
    FileDescriptorProto file;
    EXPECT_TRUE(TextFormat::ParseFromString(
        absl::StrCat("name: 'm.proto' syntax: 'proto2' "
                     "dependency: 'flowlang/schema/rules.proto' "
                     "message_type { name: 'M' ",
                     fields, "}"),
        &file));
    return *pool_.BuildFile(file)->message_type(0);
  }
  // One field `x` with these rules.
  const Descriptor& TypeOf(const std::string& type, const std::string& rules,
                           const std::string& more = "") {
    return TypeWith(absl::StrCat(
        "field { name: 'x' number: 1 label: LABEL_OPTIONAL type: ", type, " ",
        more, " options { [flow.rules] { ", rules, " } } }"));
  }

 private:
  DescriptorPool pool_{DescriptorPool::generated_pool()};
};

TEST(SampleSchemaTest, OnlyItsScalarsAreWithoutRanges) {
  for (const std::string& complaint : LintRules(*sample::Trial::descriptor())) {
    EXPECT_THAT(complaint,
                testing::MatchesRegex("flow.sample.Scalars.*: has no range"));
  }
  EXPECT_THAT(LintDefaults(*sample::Trial::descriptor()), IsEmpty());
}

TEST(SampleSchemaTest, GeneratedCodeHasNoCommentsToLint) {
  EXPECT_THAT(LintComments(*sample::Trial::descriptor()), IsEmpty());
}

TEST_F(SchemaLintTest, NumbersNeedARange) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_INT64", "")),
              ElementsAre("M.x: has no range"));
}

TEST_F(SchemaLintTest, ABoundOrAReasonIsARange) {
  EXPECT_THAT(LintRules(TypeWith(R"(
      field { name: 'a' number: 1 type: TYPE_INT64
              options { [flow.rules] { gte: 0 } } }
      field { name: 'b' number: 2 type: TYPE_DOUBLE
              options { [flow.rules] { unbounded: "a position" } } }
      field { name: 'c' number: 3 type: TYPE_DOUBLE
              options { [flow.rules] { probability: true } } }
      field { name: 'd' number: 4 type: TYPE_BOOL }
      field { name: 'e' number: 5 type: TYPE_STRING })")),
              IsEmpty());
}

TEST_F(SchemaLintTest, AnEmptyReasonIsNone) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_FLOAT", "unbounded: ''")),
              ElementsAre("M.x: has no range"));
}

TEST_F(SchemaLintTest, RangesMayNotBeEmpty) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_INT64", "gt: 1 lt: 1")),
              ElementsAre("M.x: allows no number"));
}

TEST_F(SchemaLintTest, OneNumberIsARange) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_INT64", "gte: 1 lte: 1")), IsEmpty());
}

TEST_F(SchemaLintTest, TwoLowerBoundsAreOneTooMany) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_INT64", "gt: 1 gte: 1")),
              ElementsAre("M.x: allows no number"));
}

TEST_F(SchemaLintTest, RulesFitTheType) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_STRING", "gte: 1 unique: true")),
              ElementsAre("M.x: has a range but is no number",
                          "M.x: has rules of a list but is none"));
}

TEST_F(SchemaLintTest, PatternsAreOfStrings) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_INT32", "gte: 0 pattern: 'a'")),
              ElementsAre("M.x: has a pattern but is no string"));
}

TEST_F(SchemaLintTest, PatternsAreRegularExpressions) {
  EXPECT_THAT(LintRules(TypeOf("TYPE_STRING", "pattern: '[a'")),
              ElementsAre("M.x: its pattern is no regular expression"));
}

TEST_F(SchemaLintTest, DefaultsObeyTheirOwnRules) {
  EXPECT_THAT(
      LintDefaults(TypeOf("TYPE_INT64", "gte: 1", "default_value: '0'")),
      ElementsAre("M.x: its default: 'x' must be >= 1; got 0"));
}

TEST_F(SchemaLintTest, ADefaultThatIsNotStatedIsNotChecked) {
  EXPECT_THAT(LintDefaults(TypeOf("TYPE_INT64", "gte: 1")), IsEmpty());
}

TEST_F(SchemaLintTest, MessagesInsideAreLookedInto) {
  EXPECT_THAT(LintRules(TypeWith(R"(
      field { name: 'm' number: 1 type: TYPE_MESSAGE type_name: 'M.N' }
      field { name: 'self' number: 2 type: TYPE_MESSAGE type_name: 'M' }
      nested_type { name: 'N' field { name: 'x' number: 1 type: TYPE_INT32 } })")),
              ElementsAre("M.N.x: has no range"));
}

TEST_F(SchemaLintTest, CommentsAreThereWithSourceInfo) {
  DescriptorPool pool;
  FileDescriptorProto file;
  ASSERT_TRUE(TextFormat::ParseFromString(
      R"(name: 'm.proto' syntax: 'proto2'
         message_type {
           name: 'M'
           field { name: 'x' number: 1 type: TYPE_INT32 }
           field { name: 'y' number: 2 type: TYPE_INT32 }
         }
         source_code_info {
           location { path: [4, 0] span: [0, 0, 1] leading_comments: ' M.' }
           location { path: [4, 0, 2, 0] span: [1, 0, 1]
                      leading_comments: ' X.' }
           location { path: [4, 0, 2, 1] span: [2, 0, 1] }
         })",
      &file));
  EXPECT_THAT(LintComments(*pool.BuildFile(file)->message_type(0)),
              ElementsAre("M.y: has no comment"));
}

}  // namespace
}  // namespace flow::lang
