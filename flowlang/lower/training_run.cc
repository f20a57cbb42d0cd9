#include "flowlang/lower/training_run.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "federated/processes/remote_clients.h"
#include "federated/rounds/make_round_rule.h"
#include "federated/rounds/participation.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/serve_training.h"
#include "flowlang/lower/shared_stage.h"
#include "flowlang/lower/train_log.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// The pairs that all the clients of a round train on.
int64_t PairsAStep(
    const std::optional<federated::FederationOptions>& federation,
    int64_t batch) {
  if (!federation) return batch;
  return batch * federation->StepsInRound() *
         federated::ClientsAsked(federation->participation.fraction,
                                 federation->clients);
}

// Seconds since it was made, and speed from the steps since then.
class Clock {
 public:
  Clock(int64_t first_step, int64_t batch)
      : start_(absl::Now()), first_step_(first_step), batch_(batch) {}

  double Seconds() const { return absl::ToDoubleSeconds(absl::Now() - start_); }
  double StepsPerSecond(int64_t step) const {
    return (step - first_step_) / std::max(Seconds(), 1e-9);
  }
  TrainProgress ProgressAt(const core::TrainLog& log, int64_t steps) const {
    const double speed = StepsPerSecond(log.step);
    return {log.step, steps, log.loss, speed * batch_,
            (steps - log.step) / std::max(speed, 1e-9)};
  }

 private:
  absl::Time start_;
  int64_t first_step_, batch_;
};

// Puts the trainer where the checkpoint is, if there is one.
absl::Status GoOn(const std::string& checkpoint, const Stage& stage,
                  core::Trainer* trainer) {
  if (!FileExists(checkpoint)) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const auto saved, ReadStageTensors(checkpoint, stage));
  FLOW_RETURN_IF_ERROR(trainer->Restore(saved))
      << "while going on from '" << checkpoint << "'";
  return absl::OkStatus();
}

// Trains along with rank 0.
absl::StatusOr<Json> FollowTraining(const TrainingRun& run,
                                    const StageContext& context) {
  FLOW_RETURN_IF_ERROR(context.Announce(""));
  FLOW_RETURN_IF_ERROR(ShareState(run.trainer.get(), run.group));
  FLOW_RETURN_IF_ERROR(run.trainer->Run({}));
  FLOW_RETURN_IF_ERROR(ShareWeights(context));
  return Json{{kServed, true}};
}

Json CommunicationJson(const federated::Communication& communication) {
  const federated::Traffic& traffic = communication.traffic;
  Json json = {{"rounds", traffic.rounds},
               {"clients_asked", traffic.asked},
               {"clients_answered", traffic.answered},
               {"clients_late", traffic.late},
               {"clients_dropped", traffic.dropped},
               {"bytes_up", traffic.bytes_up},
               {"bytes_down", traffic.bytes_down},
               {"edge_bytes_up", traffic.edge_bytes_up},
               {"edge_bytes_down", traffic.edge_bytes_down},
               {"peer_bytes", traffic.peer_bytes},
               {"simulated_time", traffic.simulated_time}};
  if (traffic.links) {
    json["links"] = {{"seconds", traffic.links->seconds},
                     {"joules", traffic.links->joules},
                     {"messages", std::llround(traffic.links->messages)}};
  }
  if (communication.consensus_distance) {
    json["consensus_distance"] = *communication.consensus_distance;
  }
  if (communication.spectral_gap) {
    json["spectral_gap"] = *communication.spectral_gap;
  }
  return json;
}

}  // namespace

absl::StatusOr<TrainingRun> MakeTrainingRun(
    const std::optional<federated::FederationOptions>& federation,
    const core::TrainOptions& train, const TrainedWeights& trained,
    std::vector<federated::Client> clients, const StageContext& context) {
  TrainingRun run = {.train = train,
                     .trained = trained,
                     .pairs_a_step = PairsAStep(federation, train.batch)};
  const core::Parameters& initial = trained.initial();
  const bool is_worker = context.processes.is_worker;
  if (!federation) {
    run.trainer = std::make_unique<core::Trainer>(
        train, initial, std::move(clients[0].gradients), context.pool);
    return run;
  }
  const Seed seed = context.plan.seed;
  const Seed own_seed = DeriveSeed(seed, context.stage().name, "clients");
  std::unique_ptr<federated::Clients> all =
      std::make_unique<federated::LocalClients>(
          *federation, train, std::move(clients), initial,
          DeriveSeed(own_seed, "channel"), context.pool);
  if (is_worker) {
    run.served = std::move(all);
    return run;
  }
  if (context.processes.workers != nullptr) {
    all = std::make_unique<federated::RemoteClients>(
        all->weights(), all->State(), context.processes.workers);
  }
  FLOW_ASSIGN_OR_RETURN(
      std::unique_ptr<federated::RoundRule> rule,
      federated::MakeRoundRule(
          *federation, train,
          {.clients = std::move(all),
           .initial = initial,
           .seed = own_seed,
           .graph_seed = DeriveSeed(seed, "federation", "graph"),
           .pool = context.pool}));
  run.federation = rule.get();
  run.trainer =
      std::make_unique<core::Trainer>(train, initial, std::move(rule));
  return run;
}

absl::StatusOr<Json> RunTraining(const TrainingRun& run,
                                 const StageContext& context) {
  if (context.processes.is_worker) {
    return ServeTraining(run.served.get(), context);
  }
  if (run.group != nullptr && run.group->rank() > 0) {
    return FollowTraining(run, context);
  }
  const std::string& name = context.stage().name;
  federated::Workers* const workers = context.processes.workers;
  if (workers != nullptr) {
    FLOW_RETURN_IF_ERROR(workers->Begin(TrainingName(context.stage())));
  }
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan, context.index));
  const std::string checkpoint = JoinPath(folder, "checkpoint.safetensors");
  core::Trainer* const trainer = run.trainer.get();
  FLOW_RETURN_IF_ERROR(GoOn(checkpoint, context.stage(), trainer));
  if (run.group != nullptr) {
    FLOW_RETURN_IF_ERROR(ShareState(trainer, run.group));
  }
  const int64_t first_step = trainer->step();
  FLOW_RETURN_IF_ERROR(context.Announce(
      first_step > 0 ? absl::StrCat("going on from step ", first_step) : ""));
  FLOW_ASSIGN_OR_RETURN(
      TrainLogWriter curves,
      TrainLogWriter::Open(context.directory, name, first_step));
  const int64_t steps = run.train.steps;
  const Clock clock(first_step, run.pairs_a_step);
  core::TrainHooks hooks;
  hooks.on_log = [&](const core::TrainLog& log) {
    context.progress->OnTrain(name, clock.ProgressAt(log, steps));
    std::optional<core::CouplingReport> coupling;
    if (run.coupling) {
      FLOW_ASSIGN_OR_RETURN(coupling, run.coupling());
    }
    return curves.Write(log, coupling);
  };
  hooks.on_checkpoint = [&] {
    return WriteStageTensors(checkpoint, trainer->State(), context.stage());
  };
  FLOW_RETURN_IF_ERROR(trainer->Run(hooks));
  const core::Parameters weights = run.trained.WeightsOf(trainer->result());
  FLOW_RETURN_IF_ERROR(
      WriteTensors(JoinPath(folder, kWeightsFile), weights, {}));
  if (run.trained.StandForOthers()) {
    FLOW_RETURN_IF_ERROR(WriteTensors(JoinPath(folder, "trained.safetensors"),
                                      trainer->result(), {}));
  }
  if (workers != nullptr) workers->End(weights);
  if (run.group != nullptr) {
    FLOW_RETURN_IF_ERROR(ShareWeights(context));
  }
  FLOW_ASSIGN_OR_RETURN(TrainLogWriter::Summary summary,
                        curves.Summarise(steps - steps / 10));
  const double speed = clock.StepsPerSecond(trainer->step());
  Json record = {{"steps", steps},
                 {"wall_seconds", clock.Seconds()},
                 {"steps_per_second", speed},
                 {"cost", {{"samples_per_second", speed * run.pairs_a_step}}},
                 {"loss", {{"last", summary.last_loss}}},
                 {"coupling", std::move(summary.coupling)},
                 {"resumed_at_step", first_step}};
  if (run.federation != nullptr) {
    record["communication"] =
        CommunicationJson(run.federation->communication());
  }
  return record;
}

}  // namespace flow::lang
