#include "flowlang/lower/client_round.h"

#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "ATen/Parallel.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/base/thread_pool.h"
#include "core/nn/flat_parameters.h"
#include "core/tensor/catch_exceptions.h"
#include "core/train/schedule.h"
#include "flowlang/lower/run_directory.h"
#include "flowlang/lower/train_stage.h"
#include "flowlang/lower/trained_weights.h"
#include "flowlang/lower/weights_file.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using federated::FederationOptions;

absl::Status CannotBeAsked(absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(
      "another program's server averages the weights of its clients; ", why));
}

// Whether clients of other servers can do what the federation says.
absl::Status CheckFederation(const FederationOptions& federation) {
  if (!std::holds_alternative<federated::StarOptions>(federation.topology)) {
    return CannotBeAsked("federation.topology must be a star");
  }
  const auto& rule = federation.aggregation.rule;
  if (std::holds_alternative<federated::FedSgdOptions>(rule)) {
    return CannotBeAsked(
        "under 'fed_sgd' they send gradients (aggregation { fed_avg {} } "
        "sends weights)");
  }
  if (std::holds_alternative<federated::ScaffoldOptions>(rule)) {
    return CannotBeAsked("under 'scaffold' they send control variates too");
  }
  if (!federation.SendsWeightsAsTheyAre()) {
    return CannotBeAsked(
        "compression, client-level privacy and a secure sum would be that "
        "server's");
  }
  if (!federation.modules.empty()) {
    return CannotBeAsked("modules are parts that clients keep from it");
  }
  if (federated::RecordLevelOf(federation.privacy)) {
    return CannotBeAsked(
        "privacy of records counts the rounds, which only that server knows");
  }
  return absl::OkStatus();
}

// The place of the only training.
absl::StatusOr<size_t> FindTraining(const ExperimentPlan& plan) {
  std::optional<size_t> found;
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    if (!IsForClients(plan.stages[i])) continue;
    if (found || i > 0) {
      return CannotBeAsked(
          "this experiment trains in several stages, and such a server in one");
    }
    found = i;
  }
  const FederationOptions* federation =
      found ? TrainedOver(plan.stages[*found]) : nullptr;
  if (federation == nullptr) {
    return CannotBeAsked("this experiment has no federation");
  }
  FLOW_RETURN_IF_ERROR(CheckFederation(*federation));
  return *found;
}

absl::Status CheckRange(absl::string_view what, int64_t value, int64_t count) {
  if (value >= 0 && value < count) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "there are the ", what, "s 0 to ", count - 1, "; got ", value));
}

// Those of the file, or the first ones where there is none.
absl::StatusOr<core::FlatParameters> WeightsToBeginWith(
    const TrainVelocityStage& work, TrainedWeights trained,
    const std::string& file, const StageContext& context) {
  if (file.empty()) {
    FLOW_RETURN_IF_ERROR(trained.Align(work, context));
    return core::Flatten(trained.initial());
  }
  FLOW_ASSIGN_OR_RETURN(const core::Parameters sent,
                        ReadWeightsLike(file, trained.initial()));
  return core::Flatten(sent);
}

absl::Status Train(const StageContext& context, size_t index,
                   const ClientRoundOptions& options) {
  const auto& work =
      std::get<TrainVelocityStage>(context.plan.stages[index].work);
  FLOW_RETURN_IF_ERROR(
      CheckRange("client", options.client, work.federation->clients));
  FLOW_RETURN_IF_ERROR(CheckRange("round", options.round, work.train.steps));
  FLOW_ASSIGN_OR_RETURN(const TrainingRun run, MakeTraining(work, context));
  FLOW_ASSIGN_OR_RETURN(
      const core::FlatParameters weights,
      WeightsToBeginWith(work, run.trained, options.weights, context));
  core::Metadata metadata = {
      {"num_examples",
       absl::StrFormat("%.17g", run.served->weights()[options.client])},
      {"steps", "0"}};
  core::Parameters update = weights.named;
  if (!options.weights.empty()) {
    const double rate = core::ScheduleFactor(work.train.schedule, options.round,
                                             work.train.steps);
    FLOW_ASSIGN_OR_RETURN(const federated::ClientAnswers answers,
                          run.served->Do({options.round, rate},
                                         {{options.client, weights.flat}}));
    update = core::ViewsOf(answers[0]->value, weights.named).named;
    metadata["loss"] = absl::StrFormat("%.9g", answers[0]->loss);
    metadata["steps"] = absl::StrCat(work.federation->local.steps);
  }
  return WriteTensors(JoinPath(options.out, "update.safetensors"), update,
                      metadata);
}

}  // namespace

absl::Status RunClientRound(const ExperimentPlan& plan,
                            const ClientRoundOptions& options,
                            ProgressSink* progress) {
  at::set_num_threads(1);
  FLOW_ASSIGN_OR_RETURN(const size_t index, FindTraining(plan));
  FLOW_ASSIGN_OR_RETURN(const RunDirectory directory,
                        RunDirectory::Open(options.out, plan));
  ThreadPool pool(options.threads, [] { at::set_num_threads(1); });
  const StageContext context = {plan,  directory, index,
                                &pool, progress,  {.is_worker = true}};
  return core::CatchExceptions([&] { return Train(context, index, options); });
}

}  // namespace flow::lang
