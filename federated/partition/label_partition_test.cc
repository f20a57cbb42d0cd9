#include "federated/partition/label_partition.h"

#include <vector>

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(PartitionByLabelTest, DealsClassesInTurn) {
  EXPECT_THAT(PartitionByLabel(2, {0, 1, 2, 3, 4, 0, 3}),
              IsOkAndHolds(Partition{{0, 2, 4, 5}, {1, 3, 6}}));
  EXPECT_THAT(PartitionByLabel(1, {5, 2}), IsOkAndHolds(Partition{{0, 1}}));
}

TEST(PartitionByLabelTest, DividesTheComponentsOfALaw) {
  EXPECT_THAT(PartitionByLabel(3, {0, 1, 2, 3, 4, 5, 6, 7}),
              IsOkAndHolds(Partition{{0, 3, 6}, {1, 4, 7}, {2, 5}}));
}

TEST(PartitionByLabelTest, RefusesAClientWithoutRows) {
  EXPECT_THAT(PartitionByLabel(3, {0, 1, 1, 0}),
              StatusIs(kInvalid, HasSubstr("client 2 has no row: no class c "
                                           "with c mod 3 = 2 has one")));
  // also where labels leave a gap
  EXPECT_THAT(PartitionByLabel(2, {0, 2, 4}),
              StatusIs(kInvalid, HasSubstr("client 1 has no row")));
}

TEST(PartitionByLabelTest, RefusesWhatIsNoClassOrNoClient) {
  EXPECT_THAT(PartitionByLabel(1, {0, -1}),
              StatusIs(kInvalid, HasSubstr("that of row 1 is -1")));
  EXPECT_THAT(PartitionByLabel(0, {0}), StatusIs(kInvalid, HasSubstr("got 0")));
  EXPECT_THAT(PartitionByLabel(2, {0}), StatusIs(kInvalid, HasSubstr("got 2")));
}

TEST(PartitionByColumnTest, HasAClientForEachValue) {
  EXPECT_THAT(PartitionByColumn("user", 3, {40, -7, 12, 40, 12}),
              IsOkAndHolds(Partition{{1}, {2, 4}, {0, 3}}));
}

TEST(PartitionByColumnTest, RefusesAnotherNumberOfClients) {
  EXPECT_THAT(PartitionByColumn("user", 5, {40, -7, 12, 40}),
              StatusIs(kInvalid,
                       "'clients' must be the number of values in column "
                       "'user', 3; got 5"));
  EXPECT_THAT(PartitionByColumn("user", 0, {}),
              StatusIs(kInvalid, HasSubstr("got 0")));
}

}  // namespace
}  // namespace flow::federated
