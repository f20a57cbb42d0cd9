#include "federated/topology/hierarchy.h"

#include <vector>

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

TEST(ClientGroupsTest, AreRunsOfEqualLength) {
  ASSERT_OK_AND_ASSIGN(const ClientGroups groups, ClientGroups::Create(12, 3));
  EXPECT_EQ(groups.clients(), 12);
  EXPECT_EQ(groups.groups(), 3);
  EXPECT_EQ(groups.size(), 4);
  EXPECT_EQ(groups.GroupOf(0), 0);
  EXPECT_EQ(groups.GroupOf(3), 0);
  EXPECT_EQ(groups.GroupOf(4), 1);
  EXPECT_EQ(groups.GroupOf(11), 2);
  EXPECT_THAT(groups.Members(1), ElementsAre(4, 5, 6, 7));
}

TEST(ClientGroupsTest, HaveEveryClientOnce) {
  for (const int64_t count : {1, 2, 5, 10}) {
    ASSERT_OK_AND_ASSIGN(const ClientGroups groups,
                         ClientGroups::Create(10, count));
    std::vector<int64_t> all;
    for (int64_t g = 0; g < count; ++g) {
      for (const int64_t client : groups.Members(g)) {
        EXPECT_EQ(groups.GroupOf(client), g);
        all.push_back(client);
      }
    }
    EXPECT_THAT(all, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }
}

TEST(ClientGroupsTest, DividesThoseWhoTakePart) {
  ASSERT_OK_AND_ASSIGN(const ClientGroups groups, ClientGroups::Create(9, 3));
  EXPECT_THAT(groups.Divide({8, 0, 7, 2}),
              ElementsAre(ElementsAre(0, 2), IsEmpty(), ElementsAre(8, 7)));
}

TEST(ClientGroupsTest, RefusesGroupsOfUnequalSize) {
  EXPECT_THAT(ClientGroups::Create(10, 3),
              StatusIs(kInvalid,
                       "'groups' must be >= 1 and divide the number of "
                       "clients, 10; got 3"));
  EXPECT_THAT(ClientGroups::Create(10, 0), StatusIs(kInvalid));
  EXPECT_THAT(ClientGroups::Create(10, 20), StatusIs(kInvalid));
  EXPECT_THAT(ClientGroups::Create(0, 1),
              StatusIs(kInvalid, "'clients' must be >= 1; got 0"));
}

TEST(EndsAtServerTest, TheLastOfEachSoManyRounds) {
  std::vector<bool> ends;
  for (int64_t round = 0; round < 7; ++round) {
    ends.push_back(EndsAtServer(round, 3));
    EXPECT_TRUE(EndsAtServer(round, 1));
  }
  EXPECT_THAT(ends, ElementsAre(false, false, true, false, false, true, false));
}

TEST(ClientGroupsDeathTest, RefusesNumbersThatAreNotThere) {
  const ClientGroups groups = *ClientGroups::Create(6, 2);
  EXPECT_DEATH(groups.GroupOf(6), "from 0 to 5; got 6");
  EXPECT_DEATH(groups.Members(2), "from 0 to 1; got 2");
  EXPECT_DEATH(EndsAtServer(-1, 1), "round must be >= 0");
}

}  // namespace
}  // namespace flow::federated
