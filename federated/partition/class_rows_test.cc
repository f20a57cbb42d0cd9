#include "federated/partition/class_rows.h"

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(RowsByClassTest, ListsTheClassesThatHaveRows) {
  ASSERT_OK_AND_ASSIGN(const auto classes, RowsByClass({7, 2, 7, 0, 2}));
  ASSERT_EQ(classes.size(), 3);
  EXPECT_EQ(classes[0].label, 0);
  EXPECT_THAT(classes[0].rows, ElementsAre(3));
  EXPECT_EQ(classes[1].label, 2);
  EXPECT_THAT(classes[1].rows, ElementsAre(1, 4));
  EXPECT_EQ(classes[2].label, 7);
  EXPECT_THAT(classes[2].rows, ElementsAre(0, 2));
  EXPECT_THAT(RowsByClass({}), IsOkAndHolds(IsEmpty()));
}

TEST(RowsByClassTest, RefusesANegativeLabel) {
  EXPECT_THAT(RowsByClass({0, -3}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "a class must be >= 0; that of row 1 is -3"));
}

}  // namespace
}  // namespace flow::federated
