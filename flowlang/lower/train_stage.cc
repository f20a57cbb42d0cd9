#include "flowlang/lower/train_stage.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/path/make_path.h"
#include "core/processes/rows_of_process.h"
#include "core/train/acceleration_regression.h"
#include "core/train/autograd_gradient.h"
#include "core/train/dual_objective.h"
#include "core/train/given_regression.h"
#include "core/train/local_gradient_source.h"
#include "core/train/loss_weight.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "core/train/rows_of_rank.h"
#include "core/train/summed_gradients.h"
#include "federated/privacy/noisy_gradients.h"
#include "federated/privacy/privacy_options.h"
#include "federated/rounds/client_gradients.h"
#include "flowlang/lower/block_loss.h"
#include "flowlang/lower/clients_record.h"
#include "flowlang/lower/coupling_watch.h"
#include "flowlang/lower/device_training.h"
#include "flowlang/lower/fixed_velocity.h"
#include "flowlang/lower/privacy_record.h"
#include "flowlang/lower/serve_training.h"
#include "flowlang/lower/trained_weights.h"
#include "flowlang/lower/training_pairs.h"
#include "flowlang/lower/training_run.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;
using Objective = std::shared_ptr<const core::RegressionObjective>;

absl::StatusOr<Objective> ObjectiveOf(const TrainVelocityStage& work,
                                      const StageContext& context) {
  if (work.field) return std::make_shared<core::GivenRegression>();
  if (!work.acceleration) {
    return core::MakeObjective(work.path, work.prediction, work.train.weight);
  }
  FLOW_ASSIGN_OR_RETURN(auto fixed, LoadFixedVelocity(work, context));
  return std::make_shared<core::AccelerationRegression>(
      std::move(fixed), *work.acceleration,
      core::MakeTimeWeight(work.train.weight, work.path, work.prediction));
}

// What makes the gradients of one thread, with respect to the network.
absl::StatusOr<federated::GradientWorkshop::Make> NetworkGradientOf(
    const TrainVelocityStage& work, const core::NetworkOptions& network,
    const StageContext& context) {
  const federated::RecordLevelOptions* level = RecordLevelOf(work);
  if (work.dual) {
    FLOW_CHECK(level == nullptr) << "the checks refuse records of a dual loss";
    auto objective = std::make_shared<core::DualObjective>(
        core::MakePath(work.path), *work.dual,
        core::MakeTimeWeight(work.train.weight, work.path, work.prediction));
    return [network = core::MakeTrainedNetwork(network, work.train.precision),
            objective] {
      return std::make_unique<core::AutogradGradient>(network, objective);
    };
  }
  FLOW_ASSIGN_OR_RETURN(auto objective, ObjectiveOf(work, context));
  std::optional<core::RecordBound> bound;
  if (level) bound = federated::BoundOf(*level, work.train.times_per_pair);
  return [network, objective, bound, precision = work.train.precision] {
    return core::MakeBatchGradient(network, objective, bound, precision);
  };
}

// The same with respect to what is trained.
absl::StatusOr<federated::GradientWorkshop::Make> GradientOf(
    const TrainVelocityStage& work, const TrainedWeights& trained,
    const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(
      federated::GradientWorkshop::Make make,
      NetworkGradientOf(work, trained.NetworkOf(work.network), context));
  return
      [make = std::move(make), trained] { return trained.GradientOf(make()); };
}

// Clients are asked from several threads.
CouplingWatch::Warn WarnOfCouplings(const StageContext& context) {
  auto mutex = std::make_shared<std::mutex>();
  return [context, mutex](const std::string& text) {
    const std::lock_guard<std::mutex> lock(*mutex);
    return context.Warn(text);
  };
}

int64_t RowsOfBatch(const core::TrainOptions& train) {
  return train.batch * train.times_per_pair;
}

// That each process of a group has rows of its own.
absl::Status CheckRows(const core::TrainOptions& train,
                       const core::ProcessGroup* group) {
  const int64_t rows = RowsOfBatch(train);
  if (group == nullptr || group->size() <= rows) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      group->size(), " processes share a batch of ", rows,
      rows == 1 ? " row" : " rows",
      "; each needs at least one: start fewer, or raise train.batch"));
}

// The gradients of whole batches by all threads; of this process's rows and all
// others' where a group shares them.
absl::StatusOr<std::shared_ptr<core::GradientSource>> GradientsOfAll(
    std::shared_ptr<const core::Batches> batches,
    const core::TrainOptions& train, std::unique_ptr<core::BatchGradient> make,
    const StageContext& context) {
  core::ProcessGroup* const group = context.processes.group;
  if (group == nullptr) {
    return std::make_shared<core::LocalGradientSource>(
        std::move(make), std::move(batches), context.pool);
  }
  const int64_t rank = group->rank(), ranks = group->size();
  const int64_t rows = RowsOfBatch(train);
  auto own = std::make_shared<core::LocalGradientSource>(
      std::move(make),
      std::make_shared<core::RowsOfRank>(std::move(batches), rank, ranks),
      context.pool);
  const double share =
      static_cast<double>(core::RowsOf(rank, ranks, rows)) / rows;
  return std::make_shared<core::SummedGradients>(std::move(own), share, group);
}

// The gradients of each client; of the only one where there is no federation.
absl::StatusOr<std::vector<federated::Client>> ClientsOf(
    std::vector<PairsOfClient> pairs, const TrainVelocityStage& work,
    federated::GradientWorkshop::Make make, const StageContext& context) {
  if (!work.federation) {
    FLOW_ASSIGN_OR_RETURN(
        auto gradients, GradientsOfAll(std::move(pairs[0].batches), work.train,
                                       make(), context));
    return std::vector<federated::Client>{{std::move(gradients)}};
  }
  const auto workshop =
      std::make_shared<federated::GradientWorkshop>(std::move(make));
  const federated::RecordLevelOptions* level = RecordLevelOf(work);
  const Seed seed = DeriveSeed(context.plan.seed, context.stage().name,
                               "clients", "record_noise");
  std::vector<federated::Client> clients;
  for (PairsOfClient& own : pairs) {
    std::shared_ptr<core::GradientSource> gradients =
        std::make_shared<federated::ClientGradients>(std::move(own.batches),
                                                     workshop);
    if (level) {
      gradients = std::make_shared<federated::NoisyGradients>(
          std::move(gradients),
          federated::RecordNoiseStd(*level, work.train.batch),
          DeriveSeed(seed, clients.size()));
    }
    clients.push_back({std::move(gradients), own.weight});
  }
  return clients;
}

// The largest share of its points that a client takes in a step, where that
// counts.
std::optional<double> SamplingRate(const std::vector<PairsOfClient>& pairs,
                                   const TrainVelocityStage& work) {
  if (!RecordLevelOf(work)) return std::nullopt;
  double rate = 0;
  for (const PairsOfClient& own : pairs) {
    rate = std::max(rate, static_cast<double>(work.train.batch) /
                              static_cast<double>(own.points.value()));
  }
  return rate;
}

// What trains on the pairs: a device, by the objective of its problems, a group
// of processes, clients, or the threads of this one.
absl::StatusOr<TrainingRun> RunOf(std::vector<PairsOfClient> pairs,
                                  Objective objective,
                                  const TrainVelocityStage& work,
                                  const TrainedWeights& trained,
                                  const StageContext& context) {
  FLOW_RETURN_IF_ERROR(CheckRows(work.train, context.processes.group));
  if (context.device != nullptr) {
    return MakeDeviceTraining(work, trained, std::move(objective),
                              std::move(pairs[0].batches), context);
  }
  FLOW_ASSIGN_OR_RETURN(auto gradient, GradientOf(work, trained, context));
  FLOW_ASSIGN_OR_RETURN(
      std::vector<federated::Client> clients,
      ClientsOf(std::move(pairs), work, std::move(gradient), context));
  FLOW_ASSIGN_OR_RETURN(TrainingRun run,
                        MakeTrainingRun(work.federation, work.train, trained,
                                        std::move(clients), context));
  run.group = context.processes.group;
  return run;
}

}  // namespace

absl::StatusOr<TrainingRun> MakeTraining(const TrainVelocityStage& work,
                                         const StageContext& context) {
  const Seed seed =
      DeriveSeed(context.plan.seed, context.stage().name, "batch");
  FLOW_ASSIGN_OR_RETURN(std::vector<PairsOfClient> pairs,
                        MakePairs(work, context, seed));
  const std::optional<double> sampling_rate = SamplingRate(pairs, work);
  std::vector<std::shared_ptr<const core::Batches>> as_pairs;
  for (const PairsOfClient& own : pairs) as_pairs.push_back(own.batches);
  Objective objective;
  if (context.device != nullptr) {
    FLOW_ASSIGN_OR_RETURN(objective, ObjectiveOf(work, context));
    pairs[0].batches = MakeDeviceProblems(work, std::move(pairs[0].batches),
                                          objective, context);
  } else {
    MakeAhead(work, context, &pairs);
  }
  using Watched = std::pair<double, std::shared_ptr<const CouplingWatch>>;
  std::vector<Watched> watches;
  const CouplingWatch::Warn warn = WarnOfCouplings(context);
  for (size_t i = 0; i < pairs.size(); ++i) {
    PairsOfClient& own = pairs[i];
    auto watch = std::make_shared<CouplingWatch>(std::move(own.batches),
                                                 as_pairs[i], warn);
    watches.emplace_back(own.weight, watch);
    own.batches = std::move(watch);
  }
  FLOW_ASSIGN_OR_RETURN(TrainedWeights trained,
                        TrainedWeights::Load(work, context));
  if (!context.processes.is_worker) {
    FLOW_RETURN_IF_ERROR(trained.Align(work, context));
  }
  FLOW_ASSIGN_OR_RETURN(
      TrainingRun run,
      RunOf(std::move(pairs), std::move(objective), work, trained, context));
  run.sampling_rate = sampling_rate;
  // at other processes' clients nobody watches
  if (work.federation && context.processes.workers != nullptr) return run;
  run.coupling = [watches]() -> absl::StatusOr<core::CouplingReport> {
    std::vector<std::pair<double, core::CouplingReport>> reports;
    for (const auto& [weight, watch] : watches) {
      FLOW_ASSIGN_OR_RETURN(core::CouplingReport report, watch->Last());
      reports.emplace_back(weight, std::move(report));
    }
    return MeanReport(reports);
  };
  return run;
}

absl::StatusOr<Json> RunTrainStage(const TrainVelocityStage& work,
                                   const StageContext& context) {
  // what a worker's clients have no part in it only waits for
  if (context.processes.is_worker && !work.federation) {
    return ServeTraining(nullptr, context);
  }
  FLOW_ASSIGN_OR_RETURN(const TrainingRun run, MakeTraining(work, context));
  FLOW_ASSIGN_OR_RETURN(Json record, RunTraining(run, context));
  if (!context.processes.HasResult()) return record;
  // beside the last loss, where it is known, the least that it could be
  const std::optional<double> floor = BlockLossFloor(work, context.plan.seed);
  if (floor) record["loss"]["floor"] = *floor;
  FLOW_RETURN_IF_ERROR(
      AddClients(work.federation, work.ends, context, &record));
  Json privacy = PrivacyRecord(work, run);
  if (!privacy.is_null()) record["privacy"] = std::move(privacy);
  return record;
}

}  // namespace flow::lang
