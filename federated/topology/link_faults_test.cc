#include "federated/topology/link_faults.h"

#include <string>
#include <vector>

#include "core/base/status_testing.h"

namespace flow::federated {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Messages(const std::vector<LinkOptions>& links,
                                  int64_t clients, int64_t groups) {
  std::vector<std::string> messages;
  for (const LinkFault& fault :
       FindLinkFaults(links, *ClientGroups::Create(clients, groups))) {
    messages.push_back(fault.message);
  }
  return messages;
}

TEST(FindLinkFaultsTest, OfRightLinksThereAreNone) {
  EXPECT_THAT(Messages({}, 3, 1), IsEmpty());
  EXPECT_THAT(
      Messages({{.between = {0, 1, 2, 1, 0, 1}, .to_server = {2, 2}}}, 3, 1),
      IsEmpty());
  EXPECT_THAT(Messages({{.between = {0, 1}, .edge_to_server = {1, 0}}}, 4, 2),
              IsEmpty());
}

TEST(FindLinkFaultsTest, OfEnds) {
  EXPECT_THAT(
      Messages({{.between = {0, 3, -1, 1, 2, 2, 0}, .to_server = {1, 4}}}, 3,
               1),
      ElementsAre("'between' must have two clients a link; got 7 numbers",
                  "'between[1]' must be a client, from 0 to 2; got 3",
                  "'between[2]' must be a client, from 0 to 2; got -1",
                  "'between[5]' joins client 2 with itself",
                  "'to_server[1]' must be a client, from 0 to 2; got 4"));
}

TEST(FindLinkFaultsTest, OfGroups) {
  EXPECT_THAT(
      Messages({{.between = {0, 1, 1, 2}, .edge_to_server = {0, 2}}}, 4, 2),
      ElementsAre("'between[3]' joins client 1 of group 0 with client 2 of "
                  "group 1; relays stay in their group",
                  "'edge_to_server[1]' must be a group, from 0 to 1; got 2"));
  EXPECT_THAT(Messages({{.edge_to_server = {0}}}, 4, 1),
              ElementsAre("'edge_to_server' joins the servers of groups with "
                          "that of all, and here there is one server alone"));
}

TEST(FindLinkFaultsTest, SaysWhere) {
  const std::vector<LinkFault> faults = FindLinkFaults(
      {{{.to_server = {0}}, {.between = {0}, .to_server = {0, 9}}}},
      *ClientGroups::Create(2, 1));
  ASSERT_EQ(faults.size(), 2);
  EXPECT_EQ(faults[0].links, 1);
  EXPECT_STREQ(faults[0].list, "between");
  EXPECT_EQ(faults[0].at, 0);
  EXPECT_STREQ(faults[1].list, "to_server");
  EXPECT_EQ(faults[1].at, 1);
  EXPECT_EQ(faults[1].kind, LinkFault::Kind::kClients);
}

}  // namespace
}  // namespace flow::federated
