#include "federated/topology/link_faults.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace flow::federated {
namespace {

constexpr char kBetween[] = "between";
constexpr char kToServer[] = "to_server";
constexpr char kEdges[] = "edge_to_server";

// Of one of the options.
class Finder {
 public:
  using Kind = LinkFault::Kind;

  Finder(int64_t links, const ClientGroups& groups,
         std::vector<LinkFault>* faults)
      : links_(links), groups_(groups), faults_(faults) {}

  void Find(const LinkOptions& options) {
    FindInPairs(options.between);
    for (int64_t i = 0; i < std::ssize(options.to_server); ++i) {
      IsClient(kToServer, options.to_server, i);
    }
    FindInEdges(options.edge_to_server);
  }

 private:
  void Add(Kind kind, const char* list, int64_t at, std::string message) {
    faults_->push_back({kind, links_, list, at, std::move(message)});
  }
  static std::string Name(const char* list, int64_t at) {
    return absl::StrCat("'", list, "[", at, "]'");
  }

  bool IsClient(const char* list, const std::vector<int64_t>& numbers,
                int64_t at) {
    if (numbers[at] >= 0 && numbers[at] < groups_.clients()) return true;
    Add(Kind::kClients, list, at,
        absl::StrCat(Name(list, at), " must be a client, from 0 to ",
                     groups_.clients() - 1, "; got ", numbers[at]));
    return false;
  }

  void FindInPairs(const std::vector<int64_t>& ends) {
    if (ends.size() % 2 != 0) {
      Add(Kind::kClients, kBetween, std::ssize(ends) - 1,
          absl::StrCat("'between' must have two clients a link; got ",
                       ends.size(), " numbers"));
    }
    for (int64_t i = 0; i < std::ssize(ends); i += 2) {
      bool is_fine = IsClient(kBetween, ends, i);
      if (i + 1 == std::ssize(ends)) return;
      is_fine = IsClient(kBetween, ends, i + 1) && is_fine;
      if (is_fine) FindInPair(ends[i], ends[i + 1], i + 1);
    }
  }

  void FindInPair(int64_t a, int64_t b, int64_t at) {
    if (a == b) {
      Add(Kind::kClients, kBetween, at,
          absl::StrCat(Name(kBetween, at), " joins client ", a,
                       " with itself"));
    } else if (groups_.GroupOf(a) != groups_.GroupOf(b)) {
      Add(Kind::kTopology, kBetween, at,
          absl::StrCat(Name(kBetween, at), " joins client ", a, " of group ",
                       groups_.GroupOf(a), " with client ", b, " of group ",
                       groups_.GroupOf(b), "; relays stay in their group"));
    }
  }

  void FindInEdges(const std::vector<int64_t>& edges) {
    if (!edges.empty() && groups_.groups() == 1) {
      return Add(Kind::kTopology, kEdges, 0,
                 "'edge_to_server' joins the servers of groups with that of "
                 "all, and here there is one server alone");
    }
    for (int64_t i = 0; i < std::ssize(edges); ++i) {
      if (edges[i] >= 0 && edges[i] < groups_.groups()) continue;
      Add(Kind::kGroups, kEdges, i,
          absl::StrCat(Name(kEdges, i), " must be a group, from 0 to ",
                       groups_.groups() - 1, "; got ", edges[i]));
    }
  }

  int64_t links_;
  const ClientGroups& groups_;
  std::vector<LinkFault>* faults_;
};

}  // namespace

std::vector<LinkFault> FindLinkFaults(absl::Span<const LinkOptions> links,
                                      const ClientGroups& groups) {
  std::vector<LinkFault> faults;
  for (int64_t k = 0; k < std::ssize(links); ++k) {
    Finder(k, groups, &faults).Find(links[k]);
  }
  return faults;
}

}  // namespace flow::federated
