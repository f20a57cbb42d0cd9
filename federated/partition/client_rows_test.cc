#include "federated/partition/client_rows.h"

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(ClientRowsTest, TheTwoFormsAreOne) {
  const Partition partition = {{1, 4}, {}, {0, 2, 3}};
  EXPECT_EQ(RowsByClient({2, 0, 2, 2, 0}, 3), partition);
  EXPECT_THAT(ClientOfRow(partition), IsOkAndHolds(ElementsAre(2, 0, 2, 2, 0)));
}

TEST(ClientRowsTest, RefusesWhatIsNoPartition) {
  EXPECT_THAT(ClientOfRow({{0, 1}, {1}}),
              StatusIs(kInvalid, HasSubstr("row 1 belongs to client 0 and to "
                                           "client 1")));
  EXPECT_THAT(ClientOfRow({{0}, {2}}),
              StatusIs(kInvalid, HasSubstr("client 1 has row 2")));
  EXPECT_THAT(ClientOfRow({{-1}}),
              StatusIs(kInvalid, HasSubstr("client 0 has row -1")));
}

TEST(ClientRowsTest, EveryClientCanHaveARow) {
  EXPECT_OK(CheckClients(5, 5));
  EXPECT_THAT(CheckClients(0, 5),
              StatusIs(kInvalid, "'clients' must be >= 1; got 0"));
  EXPECT_THAT(CheckClients(6, 5),
              StatusIs(kInvalid,
                       "'clients' must be at most the number of rows, 5; "
                       "got 6"));
}

TEST(ClientRowsDeathTest, RefusesAClientWhoIsNotThere) {
  EXPECT_DEATH(RowsByClient({0, 3}, 3), "got client 3");
}

}  // namespace
}  // namespace flow::federated
