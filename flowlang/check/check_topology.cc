#include "flowlang/check/check_topology.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "federated/aggregation/aggregation_options.h"
#include "federated/topology/make_graph.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : federation_(context.experiment.federation()),
        topology_(federation_.topology()),
        clients_(federation_.clients()),
        reporter_(context, sink) {}

  void Check() {
    if (topology_.has_hierarchical()) CheckGroups(topology_.hierarchical());
    if (topology_.has_gossip()) CheckGraph(topology_.gossip());
    if (topology_.has_gossip() || topology_.has_ring()) CheckOwnModels();
    if (topology_.has_ring()) {
      reporter_.Unused("federation.weights",
                       "in a ring no client counts more than another", "",
                       {{"topology chosen here", "federation.topology"}});
    }
  }

 private:
  using Others = std::vector<Reporter::Other>;

  static std::string At(absl::string_view path) {
    return absl::StrCat("federation.topology.", path);
  }
  void Incompatible(absl::string_view path, std::string message,
                    std::string help, const Others& others) {
    reporter_.Error(Code::kIncompatibleChoice, path, std::move(message),
                    std::move(help), others);
  }
  void OutOfRange(absl::string_view path, std::string message,
                  std::string help = "") {
    reporter_.ErrorAtValue(Code::kOutOfRange, path, std::move(message),
                           std::move(help), {ClientsSet()});
  }
  static Reporter::Other ClientsSet() {
    return {"clients set here", "federation.clients"};
  }
  static Others AggregationChosen() {
    return {{"aggregation chosen here", "federation.aggregation"}};
  }

  void CheckGroups(const HierarchicalTopology& tree) {
    if (clients_ % tree.groups() != 0) {
      OutOfRange(At("hierarchical.groups"),
                 absl::StrCat("'groups' must divide the ", clients_,
                              " clients; got ", tree.groups()));
    }
    if (tree.edge_rounds() == 1) return;
    const Aggregation& rule = federation_.aggregation();
    const std::string path = At("hierarchical.edge_rounds");
    if (rule.has_fed_sgd()) {
      Incompatible(path,
                   "'fed_sgd' joins gradients at the server in every round; "
                   "edges have no weights of their own",
                   "fed_avg {} averages weights in the groups",
                   AggregationChosen());
    } else if (rule.has_scaffold()) {
      Incompatible(path,
                   "the control variates of 'scaffold' are the server's, once "
                   "a round",
                   "edge_rounds: 1", AggregationChosen());
    } else if (tree.groups() == 1 &&
               federated::SeesSingleUpdates(
                   ToOptions(federation_).aggregation.rule)) {
      Incompatible(path,
                   absl::StrCat("the server joins what one group has, and '",
                                ChosenName(rule), "' chooses among several"),
                   "groups: 2", AggregationChosen());
    }
  }

  void CheckGraph(const GossipTopology& gossip) {
    const double clients = clients_;
    const double pairs = clients * (clients - 1) / 2;
    if (gossip.has_watts_strogatz()) {
      CheckNeighbours(gossip.watts_strogatz().neighbours());
    } else if (gossip.has_edges()) {
      CheckEdges(gossip.edges());
    } else {
      CheckPairs(pairs);
    }
    if (gossip.has_erdos_renyi()) {
      CheckProbability(gossip.erdos_renyi().probability());
    }
  }

  void CheckNeighbours(int64_t neighbours) {
    if (neighbours % 2 == 0 && neighbours < clients_) {
      return CheckPairs(static_cast<double>(clients_) * neighbours / 2);
    }
    OutOfRange(At("gossip.watts_strogatz.neighbours"),
               absl::StrCat("'neighbours' must be even and less than the ",
                            clients_, " clients; got ", neighbours));
  }

  void CheckPairs(double pairs) {
    if (pairs <= federated::kMostPairs) return;
    Incompatible(
        At("gossip"),
        absl::StrCat("a graph is made of at most ", federated::kMostPairs,
                     " pairs of clients; this would be of ", pairs),
        "watts_strogatz {} has a few for each client", {ClientsSet()});
  }

  // [Erdos59]: the number of clients without a neighbour is nearly that of a
  // Poisson law, and a graph without such is nearly always connected.
  void CheckProbability(double p) {
    const double n = clients_;
    const double alone = n * std::pow(1 - p, n - 1);
    if (clients_ == 1 || federated::kGraphTries * std::exp(-alone) > 1e-3) {
      return;
    }
    reporter_.WarningAtValue(
        Code::kOutOfRange, At("gossip.erdos_renyi.probability"),
        absl::StrCat("hardly any graph of ", clients_,
                     " clients is connected at ", p,
                     ", and a run gives up "
                     "after ",
                     federated::kGraphTries, " draws"),
        absl::StrCat("most are above log(n)/n = ", std::log(n) / n),
        {ClientsSet()});
  }

  void CheckEdges(const EdgeListGraph& graph) {
    const std::string path = At("gossip.edges.edge");
    bool is_fine = graph.edge_size() % 2 == 0;
    if (!is_fine) {
      reporter_.ErrorAtValue(
          Code::kOutOfRange, path,
          absl::StrCat("'edge' must have two numbers an edge; got ",
                       graph.edge_size(), " numbers"));
    }
    for (int i = 0; i < graph.edge_size(); ++i) {
      if (graph.edge(i) < clients_) continue;
      is_fine = false;
      OutOfRange(
          IndexedPath(path, i),
          absl::StrCat("'", IndexedPath("edge", i), "' must be < ", clients_,
                       ", the number of clients; got ", graph.edge(i)),
          "clients count from 0");
    }
    if (!is_fine) return;
    // what is left depends on all of them: loops, doubles, parts without a way
    const absl::Status status =
        federated::MakeGraph(
            federated::EdgeList{{graph.edge().begin(), graph.edge().end()}},
            clients_, /*seed=*/0)
            .status();
    if (!status.ok()) OutOfRange(path, std::string(status.message()));
  }

  // There is no model that all clients have at the beginning of a round.
  void CheckOwnModels() {
    const std::string name = ChosenName(topology_);
    if (federation_.aggregation().has_fed_sgd()) {
      Incompatible(
          At(name),
          topology_.has_ring()
              ? "'fed_sgd' takes a mean of gradients, which needs all "
                "clients at once, and a ring visits one at a time"
              : "'fed_sgd' takes a mean of gradients at one model, and "
                "in gossip each client has its own",
          "aggregation { fed_avg {} } with local { steps: ... }",
          AggregationChosen());
    }
    if (federation_.has_compression()) {
      Incompatible("federation.compression",
                   absl::StrCat("what is made smaller is the change of a model "
                                "that both sides have, and in '",
                                name, "' they have none"),
                   "star {} and fully_connected {} have one",
                   {{"topology chosen here", "federation.topology"}});
    }
  }

  const Federation& federation_;
  const Topology& topology_;
  int64_t clients_;
  Reporter reporter_;
};

}  // namespace

void CheckTopology(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.experiment.has_federation()) Checker(context, sink).Check();
}

}  // namespace flow::lang
