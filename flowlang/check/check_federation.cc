#include "flowlang/check/check_federation.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "flowlang/check/reporter.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

bool SeesSingleUpdates(const Aggregation& a) {
  return a.has_median() || a.has_trimmed_mean() || a.has_krum() ||
         a.has_multi_krum();
}

// Rules that keep a state at the server.
bool NeedsServer(const Aggregation& a) {
  return !a.has_fed_sgd() && !a.has_fed_avg();
}

bool HasServer(const Topology& t) {
  return t.has_star() || t.has_hierarchical();
}

class Checker {
 public:
  Checker(const ExperimentContext& context, DiagnosticSink* sink)
      : context_(context),
        federation_(context.experiment.federation()),
        clients_(federation_.clients()),
        reporter_(context, sink) {}

  void Check() {
    CheckPartition();
    CheckTopology();
    CheckAggregation();
    CheckLocal();
    CheckParticipation();
    CheckPrivacy();
    CheckSecureSum();
    CheckModules();
  }

 private:
  using Others = std::vector<Reporter::Other>;

  static std::string At(absl::string_view path) {
    return absl::StrCat("federation.", path);
  }

  void Incompatible(absl::string_view path, std::string message,
                    std::string help = "", const Others& others = {}) {
    reporter_.Error(Code::kIncompatibleChoice, At(path), std::move(message),
                    std::move(help), others);
  }
  void OutOfRange(absl::string_view path, std::string message,
                  std::string help = "", const Others& others = {}) {
    reporter_.ErrorAtValue(Code::kOutOfRange, At(path), std::move(message),
                           std::move(help), others);
  }
  Reporter::Other ClientsSet() const {
    return {"clients set here", "federation.clients"};
  }

  void CheckPartition() {
    const Partition& partition = federation_.partition();
    const std::string name = ChosenName(partition);
    const Others target = {{"target chosen here", "target"}};
    const int64_t classes = context_.target.num_classes;
    const bool by_class = partition.has_by_label() ||
                          partition.has_dirichlet() || partition.has_shards() ||
                          partition.has_pathological();
    if (by_class && classes == 0) {
      Incompatible("partition." + name,
                   absl::StrCat("partition '", name,
                                "' needs labels, and the "
                                "target has none"),
                   "iid and quantity do without", target);
    } else if (partition.has_by_label() && clients_ > classes) {
      OutOfRange("clients",
                 absl::StrCat("'by_label' deals out ", classes,
                              " classes, so that of ", clients_,
                              " clients some have none"),
                 "dirichlet divides classes", target);
    }
    const Distribution& law = context_.experiment.target();
    if (partition.has_by_component() && !law.has_gaussian_mixture() &&
        !law.has_eight_gaussians()) {
      Incompatible("partition.by_component",
                   "partition 'by_component' needs a mixture", "", target);
    }
    if (partition.has_by_column() && !law.has_array_file()) {
      Incompatible("partition.by_column",
                   "partition 'by_column' needs a .csv file", "", target);
    }
  }

  void CheckTopology() {
    const Topology& topology = federation_.topology();
    if (topology.has_hierarchical()) {
      const int64_t groups = topology.hierarchical().groups();
      if (clients_ % groups != 0) {
        OutOfRange("topology.hierarchical.groups",
                   absl::StrCat("'groups' must divide the ", clients_,
                                " clients; got ", groups),
                   "", {ClientsSet()});
      }
    }
    if (topology.gossip().has_watts_strogatz()) {
      CheckNeighbours(topology.gossip().watts_strogatz().neighbours());
    }
    if (topology.gossip().has_edges()) CheckEdges(topology.gossip().edges());
  }

  void CheckNeighbours(int64_t neighbours) {
    if (neighbours % 2 == 0 && neighbours < clients_) return;
    OutOfRange("topology.gossip.watts_strogatz.neighbours",
               absl::StrCat("'neighbours' must be even and less than the ",
                            clients_, " clients; got ", neighbours),
               "", {ClientsSet()});
  }

  void CheckEdges(const EdgeListGraph& graph) {
    const std::string path = "topology.gossip.edges.edge";
    if (graph.edge_size() % 2 != 0) {
      OutOfRange(path,
                 absl::StrCat("'edge' must have two numbers an edge; got ",
                              graph.edge_size(), " numbers"));
    }
    for (int i = 0; i < graph.edge_size(); ++i) {
      if (graph.edge(i) < clients_) continue;
      OutOfRange(
          IndexedPath(path, i),
          absl::StrCat("'", IndexedPath("edge", i), "' must be < ", clients_,
                       ", the number of clients; got ", graph.edge(i)),
          "clients count from 0", {ClientsSet()});
    }
  }

  void CheckAggregation() {
    const Aggregation& rule = federation_.aggregation();
    const std::string name = ChosenName(rule);
    if (NeedsServer(rule) && !HasServer(federation_.topology())) {
      Incompatible("aggregation." + name,
                   absl::StrCat("'", name,
                                "' is a rule of a server, and the "
                                "topology has none"),
                   "fed_avg averages with neighbours",
                   {{"topology chosen here", At("topology")}});
    }
    if (rule.has_krum()) CheckFaults(rule.krum().byzantine(), name);
    if (rule.has_multi_krum()) {
      CheckFaults(rule.multi_krum().byzantine(), name);
      CheckKeep(rule.multi_krum());
    }
    if (rule.proximal_mu() > 0 && rule.has_fed_sgd()) {
      reporter_.Unused(At("aggregation.proximal_mu"),
                       "'proximal_mu' holds local steps back, and 'fed_sgd' "
                       "has none",
                       "fed_avg {}");
    }
  }

  void CheckFaults(int64_t byzantine, const std::string& name) {
    if (clients_ >= 2 * byzantine + 3) return;
    const int64_t most = std::max<int64_t>(0, (clients_ - 3) / 2);
    OutOfRange(absl::StrCat("aggregation.", name, ".byzantine"),
               absl::StrCat("'", name, "' bears at most (clients - 3) / 2 = ",
                            most, " liars; got ", byzantine),
               "", {ClientsSet()});
  }

  void CheckKeep(const MultiKrum& rule) {
    if (rule.keep() <= clients_ - rule.byzantine()) return;
    OutOfRange("aggregation.multi_krum.keep",
               absl::StrCat("'keep' must be <= ", clients_ - rule.byzantine(),
                            ", the clients without liars; got ", rule.keep()),
               "", {ClientsSet()});
  }

  void CheckLocal() {
    const Aggregation& rule = federation_.aggregation();
    const LocalTraining& local = federation_.local();
    if (rule.has_fed_sgd() && federation_.has_local()) {
      if (local.steps() > 1) {
        Incompatible("local.steps",
                     "'fed_sgd' sends one gradient a step; its clients take no "
                     "steps of their own",
                     "fed_avg {} averages weights after local steps",
                     {{"aggregation chosen here", At("aggregation")}});
      } else {
        reporter_.Unused(At("local"),
                         "'fed_sgd' steps by the optimizer of 'train'; 'local' "
                         "is not read");
      }
    }
    if (rule.has_scaffold() && !local.optimizer().has_sgd()) {
      Incompatible("local.optimizer",
                   "the control variates of 'scaffold' are those of plain "
                   "gradient steps",
                   "optimizer { sgd {} }",
                   {{"aggregation chosen here", At("aggregation")}});
    }
  }

  void CheckParticipation() {
    const Participation& p = federation_.participation();
    const auto asked =
        static_cast<int64_t>(std::floor(p.fraction() * clients_));
    if (asked == 0) {
      OutOfRange("participation.fraction",
                 absl::StrCat("of ", clients_, " clients a share of ",
                              p.fraction(), " is none"),
                 "", {ClientsSet()});
    } else if (p.min_clients() > asked) {
      OutOfRange("participation.min_clients",
                 absl::StrCat("a round asks ", asked, " clients, so that ",
                              p.min_clients(), " never answer"),
                 "", {{"fraction set here", At("participation.fraction")}});
    }
  }

  void CheckPrivacy() {
    const Privacy& privacy = federation_.privacy();
    const Coupling& coupling = context_.experiment.coupling();
    if (privacy.has_record_level() && !coupling.has_independent() &&
        !coupling.has_gibbs()) {
      Incompatible("privacy.record_level",
                   "this coupling mixes records: one of them changes the "
                   "partners of others, so that clipping its gradient does not "
                   "bound what it does",
                   "coupling { independent {} } keeps them apart",
                   {{"coupling chosen here", "coupling"}});
    }
    const double delta = privacy.client_level().delta();
    if (privacy.has_client_level() && delta >= 1.0 / clients_) {
      reporter_.WarningAtValue(
          Code::kOutOfRange, At("privacy.client_level.delta"),
          absl::StrCat("a delta of ", delta,
                       " allows one client to be told outright; less than 1 / "
                       "clients = ",
                       1.0 / clients_, " is usual"),
          "", {ClientsSet()});
    }
  }

  void CheckSecureSum() {
    if (!federation_.has_secure_sum()) return;
    const Aggregation& rule = federation_.aggregation();
    if (SeesSingleUpdates(rule)) {
      Incompatible("secure_sum",
                   absl::StrCat("'", ChosenName(rule),
                                "' must see single "
                                "updates, which a secure sum hides"),
                   "fed_avg and its kin need the sum alone",
                   {{"aggregation chosen here", At("aggregation")}});
    }
    if (federation_.compression().has_top_k()) {
      Incompatible("secure_sum",
                   "masks cover all numbers, so that sending the largest alone "
                   "saves nothing and tells which they are",
                   "", {{"compression chosen here", At("compression")}});
    }
  }

  void CheckModules() {
    for (int i = 0; i < federation_.module_size(); ++i) {
      if (federation_.module(i).owner() != Module::EDGE ||
          federation_.topology().has_hierarchical()) {
        continue;
      }
      reporter_.ErrorAtValue(
          Code::kIncompatibleChoice, At(IndexedPath("module", i) + ".owner"),
          "an EDGE module is shared in a group, and the topology has none",
          "topology { hierarchical { groups: 2 } }");
    }
  }

  const ExperimentContext& context_;
  const Federation& federation_;
  int64_t clients_;
  Reporter reporter_;
};

}  // namespace

void CheckFederation(const ExperimentContext& context, DiagnosticSink* sink) {
  if (context.experiment.has_federation()) Checker(context, sink).Check();
}

}  // namespace flow::lang
