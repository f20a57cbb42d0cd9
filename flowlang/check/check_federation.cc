#include "flowlang/check/check_federation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "federated/aggregation/aggregation_options.h"
#include "federated/rounds/participation.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

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
    CheckCentral();
    CheckRounds();
    CheckAggregation();
    CheckLocal();
    CheckParticipation();
    CheckPrivacy();
    CheckSecureSum();
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

  // What would have to know the points of all clients.
  void CheckCentral() {
    const Experiment& e = context_.experiment;
    if (e.coupling().has_semidiscrete()) {
      reporter_.Error(Code::kIncompatibleChoice, "coupling.semidiscrete",
                      "'semidiscrete' learns a weight for every target point, "
                      "and nobody in a federation has them all",
                      "semidual learns a potential that clients share",
                      {{"federation set here", "federation"}});
    }
    if (e.method().local_flow().steps().has_from_data()) {
      reporter_.Error(Code::kIncompatibleChoice,
                      "method.local_flow.steps.from_data",
                      "'from_data' measures how far the points of all clients "
                      "move, and nobody in a federation has them all",
                      "geometric or explicit sizes need no points",
                      {{"federation set here", "federation"}});
    }
    if (e.method().flow_matching().has_shallow_start()) {
      reporter_.Error(Code::kIncompatibleChoice,
                      "method.flow_matching.shallow_start",
                      "'shallow_start' begins at the means of the target, and "
                      "nobody in a federation knows them",
                      "", {{"federation set here", "federation"}});
    }
  }

  // Steps come in whole rounds.
  void CheckRounds() {
    const Training& train = context_.experiment.train();
    const int64_t in_round = StepsInRound(federation_);
    if (train.has_rounds() || train.steps() % in_round == 0) return;
    reporter_.ErrorAtValue(
        Code::kOutOfRange, "train.steps",
        absl::StrCat("a client makes ", in_round,
                     " steps in a round, so that 'train.steps' must be a "
                     "multiple of that; got ",
                     train.steps()),
        absl::StrCat("rounds: ",
                     std::max<int64_t>(1, train.steps() / in_round)),
        {{"steps of a round", At("local")}});
  }

  bool SeesSingleUpdates() const {
    return federated::SeesSingleUpdates(
        ToOptions(federation_).aggregation.rule);
  }

  const char* Sender() const {
    return federation_.topology().has_hierarchical() ? "group" : "client";
  }

  // Who sends what the server joins: clients, or the edges before it.
  int64_t Senders() const {
    const Topology& topology = federation_.topology();
    return topology.has_hierarchical() ? topology.hierarchical().groups()
                                       : clients_;
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
    if (rule.has_fed_sgd()) {
      reporter_.Unused(At("aggregation.proximal_mu"),
                       "'proximal_mu' holds local steps back, and 'fed_sgd' "
                       "has none",
                       "fed_avg {}");
    }
  }

  void CheckFaults(int64_t byzantine, const std::string& name) {
    if (Senders() >= 2 * byzantine + 3)
      return CheckAskedForFaults(byzantine, name);
    const int64_t most = std::max<int64_t>(0, (Senders() - 3) / 2);
    OutOfRange(absl::StrCat("aggregation.", name, ".byzantine"),
               absl::StrCat("'", name, "' bears at most (", Sender(),
                            "s - 3) / 2 = ", most, " liars; got ", byzantine),
               "", {ClientsSet()});
  }

  // Of all the clients there are enough; a round may ask too few of them.
  void CheckAskedForFaults(int64_t byzantine, const std::string& name) {
    const int64_t least = 2 * byzantine + 3;
    if (federation_.topology().has_hierarchical() || Asked() >= least) return;
    OutOfRange("participation.fraction",
               absl::StrCat("a round asks ", Asked(), " clients, and '", name,
                            "' needs 2 byzantine + 3 = ", least),
               "", {{"aggregation chosen here", At("aggregation")}});
  }

  int64_t Asked() const {
    return federated::ClientsAsked(federation_.participation().fraction(),
                                   clients_);
  }

  void CheckKeep(const MultiKrum& rule) {
    const int64_t honest = Senders() - rule.byzantine();
    if (rule.keep() <= honest) return;
    OutOfRange("aggregation.multi_krum.keep",
               absl::StrCat("'keep' must be <= ", honest, ", the ", Sender(),
                            "s without liars; got ", rule.keep()),
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
    const int64_t asked = Asked();
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
    CheckDeadline(p);
  }

  // Where all are alike, all are late or none.
  void CheckDeadline(const Participation& p) {
    const int64_t steps = federation_.local().steps();
    if (!p.has_deadline() || p.speed_spread() > 0 || p.deadline() >= steps) {
      return;
    }
    OutOfRange("participation.deadline",
               absl::StrCat("every client takes ", steps,
                            " for its steps, so that nobody answers by ",
                            p.deadline()),
               absl::StrCat("deadline: ", steps, ", or a 'speed_spread'"));
  }

  void CheckPrivacy() {
    const Privacy& privacy = federation_.privacy();
    if (privacy.has_client_level()) CheckClientLevel(privacy.client_level());
  }

  // The noise is that of a mean in which all count alike.
  void CheckClientLevel(const ClientLevelPrivacy& level) {
    const Aggregation& rule = federation_.aggregation();
    const Others chosen = {{"aggregation chosen here", At("aggregation")}};
    if (SeesSingleUpdates()) {
      Incompatible("privacy.client_level",
                   absl::StrCat("the noise is that of a mean, and '",
                                ChosenName(rule), "' takes none"),
                   "fed_avg and its kin take one", chosen);
    } else if (rule.has_scaffold()) {
      Incompatible("privacy.client_level",
                   "'scaffold' sends control variates, which have no noise",
                   "fed_avg {}", chosen);
    }
    if (!HasServer(federation_.topology())) {
      Incompatible("privacy.client_level",
                   "a server adds the noise, and the topology has none", "",
                   {{"topology chosen here", At("topology")}});
    }
    if (federation_.weights() == BY_SIZE) {
      Incompatible(
          "weights",
          "a client that counts BY_SIZE could be nearly all of the mean, so "
          "that clipping its change bounds nothing",
          "weights: EQUALLY", {{"privacy set here", At("privacy")}});
    }
    if (level.delta() < 1.0 / clients_) return;
    reporter_.WarningAtValue(
        Code::kOutOfRange, At("privacy.client_level.delta"),
        absl::StrCat("a delta of ", level.delta(),
                     " allows one client to be told outright; less than 1 / "
                     "clients = ",
                     1.0 / clients_, " is usual"),
        "", {ClientsSet()});
  }

  void CheckSecureSum() {
    if (!federation_.has_secure_sum()) return;
    const Aggregation& rule = federation_.aggregation();
    const Others chosen = {{"aggregation chosen here", At("aggregation")}};
    if (SeesSingleUpdates()) {
      Incompatible("secure_sum",
                   absl::StrCat("'", ChosenName(rule),
                                "' must see single "
                                "updates, which a secure sum hides"),
                   "fed_avg and its kin need the sum alone", chosen);
    } else if (rule.has_scaffold()) {
      Incompatible("secure_sum",
                   "'scaffold' sends control variates, which no mask covers",
                   "fed_avg {}", chosen);
    }
    if (!HasServer(federation_.topology())) {
      Incompatible("secure_sum",
                   "the sum is what a server gets to see, and the topology has "
                   "none",
                   "", {{"topology chosen here", At("topology")}});
    }
    if (federation_.has_compression()) {
      Incompatible("secure_sum",
                   "masks cover whole numbers of 'bits' bits, all of them, so "
                   "that nothing else makes them smaller",
                   "fewer bits",
                   {{"compression chosen here", At("compression")}});
    }
    if (federation_.privacy().client_level().has_adaptive_quantile()) {
      Incompatible("secure_sum",
                   "'adaptive_quantile' follows the norms of single updates, "
                   "which a secure sum hides",
                   "a fixed clip",
                   {{"quantile set here",
                     At("privacy.client_level.adaptive_quantile")}});
    }
    CheckSumRoom();
  }

  // The sum is one of whole numbers below 2^64, and of two clients at least.
  void CheckSumRoom() {
    constexpr int64_t kBits = 64;
    const int64_t bits = federation_.secure_sum().bits();
    if (kBits - bits < 40 && clients_ > int64_t{1} << (kBits - bits)) {
      OutOfRange("secure_sum.bits",
                 absl::StrCat("the sum over ", clients_, " clients of ", bits,
                              " bits each does not fit into 64"),
                 "22 bits are usual", {ClientsSet()});
    }
    const int64_t groups =
        std::max<int64_t>(1, federation_.topology().hierarchical().groups());
    if (Asked() / groups >= 2) return;
    Incompatible(
        "secure_sum",
        "a sum over one client is what it sent, and a round asks fewer "
        "than two of a group",
        "", {ClientsSet()});
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
