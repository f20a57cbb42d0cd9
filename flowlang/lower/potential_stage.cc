#include "flowlang/lower/potential_stage.h"

#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "core/nn/make_potential.h"
#include "federated/dual/divergence_guard.h"
#include "federated/dual/dual_gradient_source.h"
#include "federated/dual/semidual_coupling.h"
#include "flowlang/lower/clients.h"
#include "flowlang/lower/clients_record.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/training_run.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// The dual of one client, and how much it counts.
struct ClientDual {
  std::shared_ptr<federated::DualGradientSource> gradients;
  double weight;
};

absl::StatusOr<std::vector<ClientDual>> MakeDuals(const FitPotentialStage& work,
                                                  const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  std::vector<std::shared_ptr<const core::Distribution>> targets = {
      ends.target};
  std::vector<double> weights = {1};
  if (work.federation) {
    FLOW_ASSIGN_OR_RETURN(
        const auto division,
        DivideTarget(*work.federation, ends, context.plan.seed));
    targets = division.laws();
    weights = ClientWeights(*work.federation, division);
  }
  const auto gradient = std::make_shared<federated::DualGradient>(
      core::MakePotential(work.options.potential), work.options);
  const federated::DivergenceGuard guard({}, work.options);
  const Seed seed =
      DeriveSeed(context.plan.seed, context.stage().name, "batch");
  std::vector<ClientDual> duals;
  for (size_t i = 0; i < targets.size(); ++i) {
    duals.push_back(
        {std::make_shared<federated::DualGradientSource>(
             federated::DualLaws{ends.source, targets[i], work.train.batch},
             gradient, SeedOfClient(seed, i), guard),
         weights[i]});
  }
  return duals;
}

// The means over the clients by their weights; those who never took part have
// nothing to say.
Json LastDual(const std::vector<ClientDual>& duals) {
  double total = 0, value = 0, residual = 0, excess = 0;
  for (const ClientDual& dual : duals) {
    const federated::DualEstimate& last = dual.gradients->last();
    if (!last.flat_gradient.defined()) continue;
    total += dual.weight;
    value += dual.weight * last.dual_value;
    residual += dual.weight * last.inner_residual;
    excess += dual.weight * last.inner_excess;
  }
  if (total == 0) return Json::object();
  return {{"value", value / total},
          {"inner_residual", residual / total},
          {"inner_excess", excess / total}};
}

}  // namespace

absl::StatusOr<Json> RunPotentialStage(const FitPotentialStage& work,
                                       const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const std::vector<ClientDual> duals,
                        MakeDuals(work, context));
  std::vector<federated::Client> clients;
  for (const ClientDual& dual : duals) {
    clients.push_back({dual.gradients, dual.weight});
  }
  const core::Parameters initial =
      core::MakePotential(work.options.potential)
          ->Initialize(
              DeriveSeed(context.plan.seed, context.stage().name, "weights"));
  FLOW_ASSIGN_OR_RETURN(
      const TrainingRun run,
      MakeTrainingRun(work.federation, work.train, TrainedWeights(initial),
                      std::move(clients), context));
  FLOW_ASSIGN_OR_RETURN(Json record, RunTraining(run, context));
  if (context.processes.is_worker) return record;
  record["dual"] = LastDual(duals);
  FLOW_RETURN_IF_ERROR(
      AddClients(work.federation, work.ends, context, &record));
  return record;
}

absl::StatusOr<std::shared_ptr<const core::Coupling>> LoadSemidualCoupling(
    const std::string& made, const federated::SemidualOptions& options,
    const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(core::Parameters parameters,
                        LoadWeights(made, context));
  return std::make_shared<federated::SemidualCoupling>(
      core::MakePotential(options.potential), std::move(parameters), options);
}

}  // namespace flow::lang
