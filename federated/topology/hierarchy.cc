#include "federated/topology/hierarchy.h"

#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::federated {

absl::StatusOr<ClientGroups> ClientGroups::Create(int64_t clients,
                                                  int64_t groups) {
  if (clients < 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("'clients' must be >= 1; got ", clients));
  }
  if (groups < 1 || clients % groups != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("'groups' must be >= 1 and divide the number of clients, ",
                     clients, "; got ", groups));
  }
  return ClientGroups(groups, clients / groups);
}

int64_t ClientGroups::GroupOf(int64_t client) const {
  FLOW_CHECK(client >= 0 && client < clients())
      << "a client must be from 0 to " << clients() - 1 << "; got " << client;
  return client / size_;
}

std::vector<int64_t> ClientGroups::Members(int64_t group) const {
  FLOW_CHECK(group >= 0 && group < groups_)
      << "a group must be from 0 to " << groups_ - 1 << "; got " << group;
  std::vector<int64_t> members(size_);
  std::iota(members.begin(), members.end(), group * size_);
  return members;
}

std::vector<std::vector<int64_t>> ClientGroups::Divide(
    absl::Span<const int64_t> taking_part) const {
  std::vector<std::vector<int64_t>> divided(groups_);
  for (const int64_t client : taking_part) {
    divided[GroupOf(client)].push_back(client);
  }
  return divided;
}

bool EndsAtServer(int64_t round, int64_t edge_rounds) {
  FLOW_CHECK(round >= 0 && edge_rounds >= 1)
      << "round must be >= 0 and edge_rounds >= 1; got " << round << " and "
      << edge_rounds;
  return (round + 1) % edge_rounds == 0;
}

}  // namespace flow::federated
