#include "flowlang/plan/estimate.h"

#include <algorithm>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/finetune/narrow_network.h"
#include "core/nn/network_options.h"
#include "core/nn/parameter_shapes.h"
#include "federated/rounds/module_ranges.h"
#include "federated/topology/hierarchy.h"
#include "federated/topology/topology_options.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/human_number.h"
#include "flowlang/plan/network_cost.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

constexpr double kFloat = 4;  // bytes

// How many times a step takes a row through the network.
double PassesOf(const FlowMatching& method) {
  if (!method.has_dual()) return 1;
  const Dual& dual = method.dual();
  const bool is_cosine = dual.loss() == Dual::COSINE;
  double passes = is_cosine ? 2 : 1;
  if (is_cosine && dual.consistency() > 0) passes += 1;
  if (dual.cycle() > 0) passes += 2 * static_cast<double>(dual.cycle_steps());
  return passes;
}

// Numbers that the optimizer and the average keep for a weight, beside it and
// its gradient.
int Moments(const Training& train) {
  const Optimizer& optimizer = train.optimizer();
  int moments = 2;
  if (optimizer.has_sgd()) moments = optimizer.sgd().momentum() > 0 ? 1 : 0;
  return moments + (train.has_ema() ? 1 : 0);
}

// What lies between the products, by what it takes in float32.
double KeptShare(const Training& train) {
  return train.precision() == Training::BFLOAT16 ? 0.5 : 1;
}

double CouplingBytes(const MinibatchOtCoupling& ot, const Training& train) {
  const auto coupled =
      static_cast<double>(ot.has_batch() ? ot.batch() : train.batch());
  // the costs, and the kernel of an entropic plan
  const int matrices = ot.has_sinkhorn() || ot.has_unbalanced() ? 2 : 1;
  return kFloat * matrices * coupled * coupled;
}

double FlowCouplingBytes(const Experiment& experiment) {
  const Coupling& coupling = experiment.coupling();
  const auto batch = static_cast<double>(experiment.train().batch());
  if (coupling.has_minibatch_ot()) {
    return CouplingBytes(coupling.minibatch_ot(), experiment.train());
  }
  if (coupling.has_semidual()) {
    return kFloat * batch *
           static_cast<double>(coupling.semidual().candidates());
  }
  return 0;
}

// Of the stage whose coupling takes most.
double CouplingBytes(const Experiment& experiment) {
  const double flow = FlowCouplingBytes(experiment);
  const FlowMatching& method = experiment.method().flow_matching();
  if (!method.has_acceleration()) return flow;
  return std::max(flow, CouplingBytes(method.acceleration().coupling(),
                                      method.acceleration().train()));
}

// What clients keep between rounds, in networks: their own models and those
// that they become, control variates, what is not sent yet.
double NetworksOfClients(const Federation& federation, double kept) {
  const double each = (federation.topology().has_gossip() ? 2 : 0) +
                      (federation.aggregation().has_scaffold() ? 1 : 0) +
                      (federation.compression().has_top_k() ? 1 : 0) + kept;
  return each * static_cast<double>(federation.clients());
}

// That a step works in.
core::NetworkOptions WorkedNetwork(const Experiment& experiment,
                                   const core::NetworkOptions& network) {
  const auto* mlp = std::get_if<core::MlpOptions>(&network);
  if (mlp == nullptr || !experiment.fine_tuning().has_proxy()) return network;
  return core::NarrowNetwork({.keep = experiment.fine_tuning().proxy().keep()},
                             *mlp);
}

int64_t NumbersOf(const std::vector<core::ParameterShape>& parameters) {
  int64_t numbers = 0;
  for (const core::ParameterShape& p : parameters) numbers += p.numbers();
  return numbers;
}

// Of the numbers that are trained, that travel in a round, to clients and
// between servers, and that clients keep.
struct Shares {
  double shared = 0, by_edges = 0, kept = 0;
};

// Whether all who have a module are clients.
bool AreThere(const std::vector<federated::ModuleOptions>& modules,
              int64_t clients) {
  return std::all_of(modules.begin(), modules.end(), [&](const auto& module) {
    return module.clients.empty() || module.clients.back() < clients;
  });
}

Shares SharesOf(const Experiment& experiment,
                const std::vector<core::ParameterShape>& trained) {
  const auto modules = ModulesOf(experiment.federation());
  const auto ranges = federated::FindModuleRanges(modules, trained);
  const auto all = static_cast<double>(NumbersOf(trained));
  const federated::TopologyOptions topology =
      ToOptions(experiment.federation()).topology;
  const int64_t clients = experiment.federation().clients();
  const auto groups = federated::ClientGroups::Create(clients, topology);
  // which the checks refuse
  if (!ranges.ok() || !groups.ok() || !AreThere(modules, clients)) {
    return {all, all, 0};
  }
  return {federated::MeanNumbersShared(modules, *ranges, clients, all),
          federated::MeanNumbersOfEdge(
              modules, *ranges, *groups, all,
              federated::HierarchyOf(topology).edge_rounds),
          federated::MeanNumbersKept(modules, *ranges, clients)};
}

}  // namespace

std::optional<Estimate> EstimateCost(const Experiment& experiment,
                                     int64_t dim) {
  if (ChosenName(experiment.model()).empty()) return std::nullopt;
  const core::NetworkOptions network = NetworkOf(experiment, dim);
  const core::NetworkOptions worked = WorkedNetwork(experiment, network);
  const NetworkCost cost = CostOf(worked);
  const int64_t rows =
      experiment.train().batch() * experiment.train().times_per_pair();
  const int64_t rows_at_once = RowsAtOnce(worked, rows);
  const auto batch = static_cast<double>(rows);
  // gradients are kept until all have come
  const int64_t shards = (rows + rows_at_once - 1) / rows_at_once;
  const double passes = PassesOf(experiment.method().flow_matching());
  Estimate estimate;
  estimate.parameters = core::NumParameters(network);
  const std::vector<core::ParameterShape> trained =
      TrainedShapesOf(experiment, dim);
  estimate.trained = NumbersOf(trained);
  const Shares shares =
      experiment.has_federation() ? SharesOf(experiment, trained) : Shares();
  estimate.shared = shares.shared;
  estimate.shared_by_edges = shares.by_edges;
  estimate.step_flops = passes * cost.flops * batch;
  const auto numbers = static_cast<double>(estimate.trained);
  // a network beside what is trained, as it was and as it is
  const FineTuning& tuning = experiment.fine_tuning();
  const double base = tuning.has_low_rank() || tuning.has_proxy()
                          ? 2.0 * estimate.parameters
                          : 0;
  const double kept = kFloat * passes * cost.numbers;  // of a row
  const double of_batch =
      kFloat * batch * 4.0 * dim + CouplingBytes(experiment);
  estimate.training_bytes =
      kFloat * base +
      kFloat * numbers *
          (1 + static_cast<double>(shards) + Moments(experiment.train()) +
           NetworksOfClients(experiment.federation(), shares.kept / numbers)) +
      static_cast<double>(rows_at_once) * kept + of_batch;
  if (!experiment.has_federation()) {
    estimate.device_bytes =
        kFloat * numbers * (2 + Moments(experiment.train())) +
        batch * kept * KeptShare(experiment.train()) + of_batch;
  }
  for (const Evaluation& evaluation : experiment.evaluate()) {
    // source, generated and target points
    estimate.protocol_bytes =
        std::max(estimate.protocol_bytes,
                 3 * kFloat * static_cast<double>(evaluation.samples()) * dim);
  }
  return estimate;
}

std::string EstimateLine(const Estimate& estimate) {
  const std::string trained =
      estimate.trained == estimate.parameters
          ? ""
          : absl::StrCat(", trained ", estimate.trained);
  const std::string on_gpu =
      estimate.device_bytes > estimate.training_bytes
          ? absl::StrCat(" (", HumanBytes(estimate.device_bytes), " on a GPU)")
          : "";
  return absl::StrCat("cost       parameters ", estimate.parameters, trained,
                      "; a step ", HumanNumber(estimate.step_flops, "FLOP"),
                      "; memory ", HumanBytes(estimate.training_bytes),
                      " training", on_gpu, ", ",
                      HumanBytes(estimate.protocol_bytes), " points\n");
}

std::string HumanBytes(double bytes) { return HumanNumber(bytes, "B"); }

}  // namespace flow::lang
