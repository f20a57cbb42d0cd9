#include "federated/rounds/modular_training.h"

#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/nn/flat_parameters.h"
#include "core/train/update_rule.h"
#include "federated/rounds/federated_training.h"

namespace flow::federated {
namespace {

constexpr char kServer[] = "federation.modules.server";

// A server's own step, a noise or a rounding would move what it does not get.
bool AveragesWeightsAlone(const FederationOptions& options) {
  return std::holds_alternative<FedAvgOptions>(options.aggregation.rule) &&
         options.SendsWeightsAsTheyAre() &&
         !std::holds_alternative<FullyConnectedOptions>(options.topology);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ModularTraining>> ModularTraining::Create(
    const FederationOptions& federation, const core::TrainOptions& train,
    RoundParts parts) {
  FLOW_CHECK(AveragesWeightsAlone(federation))
      << "modules are those of weights that a server averages";
  FLOW_ASSIGN_OR_RETURN(std::unique_ptr<ModularClients> clients,
                        ModularClients::Create(federation, parts.initial,
                                               std::move(parts.clients)));
  ModularClients* const kept = clients.get();
  at::Tensor server_k = kept->OwnParts(core::Flatten(parts.initial).flat);
  parts.clients = std::move(clients);
  FLOW_ASSIGN_OR_RETURN(
      std::unique_ptr<FederatedTraining> rounds,
      FederatedTraining::Create(federation, train, std::move(parts)));
  return std::unique_ptr<ModularTraining>(
      new ModularTraining(std::move(rounds), kept, std::move(server_k)));
}

ModularTraining::ModularTraining(std::unique_ptr<RoundRule> rounds,
                                 ModularClients* clients, at::Tensor server_k)
    : rounds_(std::move(rounds)),
      clients_(clients),
      server_k_(std::move(server_k)) {}

absl::StatusOr<core::StepReport> ModularTraining::Step(
    int64_t step, const core::MovedWeights& moved) {
  const at::Tensor& weights = moved.weights.flat;
  const at::Tensor evaluated_k = clients_->OwnParts(weights);
  clients_->SetOwnParts(server_k_, weights);
  const absl::StatusOr<core::StepReport> report =
      rounds_->Step(step, {.weights = moved.weights});
  if (!report.ok()) {
    clients_->SetOwnParts(evaluated_k, weights);
    return report;
  }
  server_k_.copy_(clients_->OwnParts(weights));
  clients_->SetOwnParts(clients_->MeanOfOwn(server_k_), weights);
  core::MoveAverage(moved);
  return report;
}

std::vector<core::NamedTensor> ModularTraining::State() const {
  std::vector<core::NamedTensor> state = rounds_->State();
  state.push_back({kServer, server_k_.clone()});
  return state;
}

absl::Status ModularTraining::Restore(
    const std::vector<core::NamedTensor>& state) {
  FLOW_RETURN_IF_ERROR(core::RestoreTensors(state, {{kServer, server_k_}}));
  return rounds_->Restore(state);
}

}  // namespace flow::federated
