#include "flowlang/plan/privacy_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "federated/partition/apportion.h"
#include "federated/privacy/rdp_accountant.h"
#include "federated/rounds/participation.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

using federated::GaussianMechanism;
using federated::Sampling;

// Of the server in all the trainings that see the clients' points: each tells
// something more.
int64_t RoundsInAll(const Experiment& experiment) {
  const auto rounds = [&](const Training& train) {
    return RoundsOf(train, experiment.federation());
  };
  const int64_t once = rounds(experiment.train());
  if (experiment.method().has_local_flow()) {
    const LocalFlow& method = experiment.method().local_flow();
    if (method.networks() == LocalFlow::SHARED) return once;
    const int64_t blocks = NumBlocks(method);
    if (!method.has_distill()) return blocks * once;
    const int64_t of_group = method.distill().blocks_per_group();
    const int64_t groups = (blocks + of_group - 1) / of_group;
    return blocks * once + groups * rounds(method.distill().train());
  }
  int64_t all = once;
  if (experiment.coupling().has_semidual()) {
    all += rounds(experiment.coupling().semidual().train());
  }
  const FlowMatching& method = experiment.method().flow_matching();
  if (method.has_acceleration()) {
    all +=
        method.acceleration().rounds() * rounds(method.acceleration().train());
  }
  return all;
}

// The sums that a client is in during the run: edge servers join what the
// clients of their groups send several times a round.
int64_t Sums(const Experiment& experiment) {
  return RoundsInAll(experiment) *
         experiment.federation().topology().hierarchical().edge_rounds();
}

std::string Line(const GaussianMechanism& mechanism, double delta,
                 const std::string& of_what) {
  const auto epsilon = federated::Epsilon(mechanism, delta);
  // the rules of the fields are those of the accountant
  if (!epsilon.ok()) return "";
  return absl::StrFormat(
      "privacy    epsilon %.3g at delta %g for %s: %d sums, each over a random "
      "share of %.3g\n",
      epsilon->epsilon, delta, of_what, mechanism.steps,
      mechanism.sampling_rate);
}

std::string Unknown(const std::string& of_what, const std::string& why) {
  return absl::StrCat("privacy    epsilon unknown for ", of_what, ": ", why,
                      "\n");
}

// Why the noise that a server adds to a mean is not all that counts; empty if
// it is.
std::string WhyNoMean(const Federation& federation) {
  const Topology& topology = federation.topology();
  if (topology.has_ring() || topology.has_gossip() ||
      topology.has_fully_connected()) {
    return "the noise is the server's, and the topology has none";
  }
  switch (federation.aggregation().rule_case()) {
    case Aggregation::kScaffold:
      return "scaffold sends control variates, which have no noise";
    case Aggregation::kMedian:
    case Aggregation::kTrimmedMean:
    case Aggregation::kKrum:
    case Aggregation::kMultiKrum:
      return "the noise is that of a mean, and the aggregation is none";
    default:
      return "";
  }
}

std::string ClientLine(const Experiment& experiment) {
  const Federation& federation = experiment.federation();
  const ClientLevelPrivacy& level = federation.privacy().client_level();
  const std::string why = WhyNoMean(federation);
  if (!why.empty()) return Unknown("a client", why);
  // a round asks a fixed number of clients; a share of a whole number is that
  const double clients = federation.clients();
  const double asked = federated::ClientsAsked(
      federation.participation().fraction(), federation.clients());
  return Line(
      {std::min(1.0, std::max(1.0, asked) / clients), level.noise_multiplier(),
       Sums(experiment), Sampling::kFixedSize},
      level.delta(), "a client");
}

// Whether a record's pair has nothing of the rest of its batch: not its
// partner, as under optimal transport, and not its weight, as under gibbs.
bool KeepsRecordsApart(const Experiment& experiment) {
  const Coupling& coupling = experiment.coupling();
  const Method& method = experiment.method();
  return (coupling.has_independent() ||
          coupling.kind_case() == Coupling::KIND_NOT_SET) &&
         !method.flow_matching().has_acceleration() &&
         (!method.has_local_flow() ||
          method.local_flow().coupling() == LocalFlow::DEPENDENT);
}

bool IsEven(const Partition& partition) {
  return partition.has_iid() ||
         partition.kind_case() == Partition::KIND_NOT_SET;
}

// What the batches of the client that has least are drawn from: of an even
// partition. Of another one the mean over the clients.
int64_t LeastPoints(const Experiment& experiment, int64_t points) {
  const Federation& federation = experiment.federation();
  const int64_t clients = std::max<int64_t>(1, federation.clients());
  const int64_t least = points / clients;
  if (!experiment.method().has_local_flow()) return least;
  // a pool is divided as the points are
  const int64_t pool =
      std::min(points, experiment.method().local_flow().pool());
  if (!IsEven(federation.partition()) || least == 0 || pool < clients) {
    return pool / clients;
  }
  std::vector<double> sizes(clients, static_cast<double>(least));
  for (int64_t i = 0; i < points % clients; ++i) ++sizes[i];
  const std::vector<int64_t> rows = federated::Apportion(sizes, pool);
  return *std::min_element(rows.begin(), rows.end());
}

// The largest of the trainings that see the clients' points.
int64_t LargestBatch(const Experiment& experiment) {
  const LocalFlow& chain = experiment.method().local_flow();
  const int64_t batch = experiment.train().batch();
  return chain.has_distill() ? std::max(batch, chain.distill().train().batch())
                             : batch;
}

// Every step of a client draws a batch out of its own points. A client is
// counted as if it took part in every round: those who see its updates, the
// server first, know when it did.
//
// Blocks of a chain that follow a trained one train on points that were pushed
// by it. Such a point is a function of one record, of noise and of networks
// that have been released, so that its gradient is still that of one record:
// pushing spends nothing, and the steps of all blocks add up.
std::string RecordLine(const Experiment& experiment, int64_t points) {
  const Federation& federation = experiment.federation();
  const RecordLevelPrivacy& level = federation.privacy().record_level();
  const int64_t least = LeastPoints(experiment, points);
  const double batch = static_cast<double>(LargestBatch(experiment));
  const double share = least == 0 ? 1 : std::min(1.0, batch / least);
  const bool is_even = IsEven(federation.partition());
  const int64_t steps =
      Sums(experiment) * std::max<int64_t>(1, federation.local().steps());
  return Line({share, level.noise_multiplier(), steps, Sampling::kFixedSize},
              level.delta(),
              is_even ? "a record"
                      : absl::StrCat("a record of a client with ", least,
                                     " points, more where there are fewer"));
}

}  // namespace

std::string PrivacyLine(const Experiment& experiment,
                        std::optional<int64_t> points) {
  const Privacy& privacy = experiment.federation().privacy();
  if (privacy.has_client_level()) return ClientLine(experiment);
  if (!privacy.has_record_level()) return "";
  if (!KeepsRecordsApart(experiment)) {
    return Unknown("a record", "the coupling lets records meet");
  }
  if (!points) {
    return Unknown("a record", "the target has no number of points");
  }
  return RecordLine(experiment, *points);
}

}  // namespace flow::lang
