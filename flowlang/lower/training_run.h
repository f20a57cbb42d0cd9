#ifndef FLOWLANG_LOWER_TRAINING_RUN_H_
#define FLOWLANG_LOWER_TRAINING_RUN_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/coupling/coupling_report.h"
#include "core/processes/process_group.h"
#include "core/train/trainer.h"
#include "federated/rounds/federation_options.h"
#include "federated/rounds/local_clients.h"
#include "federated/rounds/round_rule.h"
#include "flowlang/lower/stage_context.h"
#include "flowlang/lower/trained_weights.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

/// A training of a stage, of a velocity or of a potential, ready to run.
struct TrainingRun {
  core::TrainOptions train;
  TrainedWeights trained;
  std::unique_ptr<core::Trainer> trainer;  // null at a worker
  // a worker's, of a federation; else null
  std::unique_ptr<federated::Clients> served;
  // that shares the batches; null where one process has whole ones
  core::ProcessGroup* group = nullptr;
  // of the trainer; null where one process has everything
  const federated::RoundRule* federation = nullptr;
  int64_t pairs_a_step = 0;  // of all the clients together
  // of the pairs that were trained on last; nothing to report when empty
  std::function<absl::StatusOr<core::CouplingReport>()> coupling;
  // under record-level privacy, the largest share of its points that a client
  // takes in a step
  std::optional<double> sampling_rate = std::nullopt;
};

/// What trains: over clients where there is a federation, else the only one of
/// `clients` by its gradients. At a server whose workers have the clients it
/// trains over theirs. Errors: those of MakeRoundRule.
absl::StatusOr<TrainingRun> MakeTrainingRun(
    const std::optional<federated::FederationOptions>& federation,
    const core::TrainOptions& train, const TrainedWeights& trained,
    std::vector<federated::Client> clients, const StageContext& context);

/// Trains, from the last checkpoint if there is one, or serves who does, or
/// trains along with rank 0 of a group, who has the checkpoints. Leaves
/// in the stage's folder checkpoint.safetensors (everything to go on from) and
/// weights.safetensors (the weights to evaluate, under PyTorch's names), and
/// trained.safetensors where others than these are trained.
/// Returns what done.json says: steps, wall_seconds, steps_per_second, the last
/// loss, resumed_at_step and, of a federation, its communication.
absl::StatusOr<nlohmann::ordered_json> RunTraining(const TrainingRun& run,
                                                   const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_TRAINING_RUN_H_
