#include "flowlang/schema/documented_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flowlang/rules/schema_lint.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using ::testing::IsEmpty;

const Descriptor& Documented(const std::string& name) {
  const Descriptor* type = DocumentedSchema().FindMessageTypeByName(name);
  EXPECT_NE(type, nullptr) << name;
  return *type;
}

TEST(DocumentedSchemaTest, HasTheCommentsAsParagraphs) {
  const Descriptor& sgd = Documented("flow.Sgd");
  EXPECT_EQ(CommentOf(sgd), "v <- momentum v + g; w <- w - learning_rate v.");
  EXPECT_EQ(CommentOf(*sgd.FindFieldByName("learning_rate")), "The step size.");
  const Descriptor& training = Documented("flow.Training");
  EXPECT_EQ(CommentOf(*training.FindFieldByName("checkpoint_every")),
            "Save the state of the training every so many steps; a run that "
            "was killed goes on from there. 0 saves it only at the end.");
}

// The schema lint: what a person may type is ranged, its defaults are allowed
// by their own rules, and everything says what it means.
TEST(SchemaLintTest, EveryNumberHasARangeOrAReasonToHaveNone) {
  EXPECT_THAT(LintRules(*Experiment::descriptor()), IsEmpty());
  EXPECT_THAT(LintRules(*Suite::descriptor()), IsEmpty());
}

TEST(SchemaLintTest, DefaultsObeyTheirOwnRules) {
  EXPECT_THAT(LintDefaults(*Experiment::descriptor()), IsEmpty());
  EXPECT_THAT(LintDefaults(*Suite::descriptor()), IsEmpty());
}

TEST(SchemaLintTest, EverythingHasAComment) {
  EXPECT_THAT(LintComments(Documented("flow.Experiment")), IsEmpty());
  EXPECT_THAT(LintComments(Documented("flow.Suite")), IsEmpty());
  EXPECT_NE(CommentOf(Documented("flow.Experiment")), "")
      << "without comments the lint would pass over everything";
}

}  // namespace
}  // namespace flow::lang
