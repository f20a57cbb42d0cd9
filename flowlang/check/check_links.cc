#include "flowlang/check/check_links.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/link_costs.h"
#include "federated/topology/link_faults.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : federation_(context.experiment.federation()),
        links_(LinksOf(federation_)),
        reporter_(context, sink) {}

  void Check() {
    const Topology& topology = federation_.topology();
    if (!topology.has_star() && !topology.has_hierarchical()) {
      reporter_.Error(Code::kIncompatibleChoice, At(0),
                      absl::StrCat("links lead to a server, and '",
                                   ChosenName(topology), "' has none"),
                      "star {} and hierarchical {} have one",
                      {TopologyChosen()});
      return;
    }
    const auto groups = federated::ClientGroups::Create(
        federation_.clients(), ToOptions(federation_).topology);
    if (groups.ok()) CheckIn(*groups);  // else the topology's check tells
  }

 private:
  static std::string At(int64_t links) {
    return absl::StrCat("federation.",
                        IndexedPath("links", static_cast<int>(links)));
  }
  static Reporter::Other TopologyChosen() {
    return {"topology chosen here", "federation.topology"};
  }
  static Reporter::Other ClientsSet() {
    return {"clients set here", "federation.clients"};
  }

  void CheckIn(const federated::ClientGroups& groups) {
    const std::vector<federated::LinkFault> faults =
        federated::FindLinkFaults(links_, groups);
    for (const federated::LinkFault& fault : faults) Tell(fault);
    if (!faults.empty()) return;
    // what is left depends on all of them: who has no way
    const absl::Status status =
        federated::LinkCosts::Create(links_, groups).status();
    if (status.ok()) return;
    reporter_.Error(Code::kOutOfRange, At(0), std::string(status.message()), "",
                    {groups.groups() > 1 ? TopologyChosen() : ClientsSet()});
  }

  void Tell(const federated::LinkFault& fault) {
    using Kind = federated::LinkFault::Kind;
    const std::string list = absl::StrCat(At(fault.links), ".", fault.list);
    reporter_.ErrorAtValue(
        fault.kind == Kind::kTopology ? Code::kIncompatibleChoice
                                      : Code::kOutOfRange,
        IndexedPath(list, static_cast<int>(fault.at)), fault.message, "",
        {fault.kind == Kind::kClients ? ClientsSet() : TopologyChosen()});
  }

  const Federation& federation_;
  const std::vector<federated::LinkOptions> links_;
  Reporter reporter_;
};

}  // namespace

void CheckLinks(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.experiment.federation().links_size() > 0) {
    Checker(context, sink).Check();
  }
}

}  // namespace flow::lang
