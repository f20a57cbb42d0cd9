#include "flowlang/lower/run_experiment.h"

#include <optional>
#include <utility>
#include <variant>

#include "ATen/Parallel.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/base/thread_pool.h"
#include "core/tensor/catch_exceptions.h"
#include "flowlang/lower/device_training.h"
#include "flowlang/lower/draw_pool_stage.h"
#include "flowlang/lower/environment.h"
#include "flowlang/lower/evaluate_stage.h"
#include "flowlang/lower/image_features.h"
#include "flowlang/lower/load_weights_stage.h"
#include "flowlang/lower/make_pairs_stage.h"
#include "flowlang/lower/measure_sizes_stage.h"
#include "flowlang/lower/peak_memory.h"
#include "flowlang/lower/potential_stage.h"
#include "flowlang/lower/privacy_record.h"
#include "flowlang/lower/push_block_stage.h"
#include "flowlang/lower/run_directory.h"
#include "flowlang/lower/sample_stage.h"
#include "flowlang/lower/semidiscrete_stage.h"
#include "flowlang/lower/serve_training.h"
#include "flowlang/lower/shared_stage.h"
#include "flowlang/lower/stage_context.h"
#include "flowlang/lower/train_stage.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

// Our own threads share the work; LibTorch's would change the last bits.
void UseOneTorchThread() { at::set_num_threads(1); }

struct StageRunner {
  const StageContext& context;

  absl::StatusOr<Json> operator()(const TrainVelocityStage& work) const {
    return RunTrainStage(work, context);
  }
  absl::StatusOr<Json> operator()(const MakePairsStage& work) const {
    return RunMakePairsStage(work, context);
  }
  absl::StatusOr<Json> operator()(const FitSemidiscreteStage& work) const {
    return RunSemidiscreteStage(work, context);
  }
  absl::StatusOr<Json> operator()(const FitPotentialStage& work) const {
    return RunPotentialStage(work, context);
  }
  absl::StatusOr<Json> operator()(const LoadWeightsStage& work) const {
    return RunLoadWeightsStage(work, context);
  }
  absl::StatusOr<Json> operator()(const DrawPoolStage& work) const {
    return RunDrawPoolStage(work, context);
  }
  absl::StatusOr<Json> operator()(const MeasureSizesStage& work) const {
    return RunMeasureSizesStage(work, context);
  }
  absl::StatusOr<Json> operator()(const PushBlockStage& work) const {
    return RunPushBlockStage(work, context);
  }
  absl::StatusOr<Json> operator()(const SampleStage& work) const {
    return RunSampleStage(work, context);
  }
  absl::StatusOr<Json> operator()(const EvaluateStage& work) const {
    return RunEvaluateStage(work, context);
  }
  absl::StatusOr<Json> operator()(const PlannedStage&) const {
    return absl::UnimplementedError("no trainer does this yet");
  }
};

// What of memory the stage took, all that the program holds included; beside
// what else it cost.
void AddPeakMemory(const core::Device* device, Json* record) {
  const auto add = [&](const char* name, std::optional<int64_t> bytes) {
    if (bytes) (*record)["cost"][name] = *bytes / 1e6;
  };
  add("peak_memory_mb", PeakMemory());
  if (device != nullptr) add("device_peak_memory_mb", device->PeakMemory());
}

absl::StatusOr<Json> RunStage(const StageContext& context) {
  ResetPeakMemory();
  return core::CatchExceptions([&]() -> absl::StatusOr<Json> {
    if (context.device != nullptr) context.device->ResetPeakMemory();
    FLOW_ASSIGN_OR_RETURN(
        Json record, std::visit(StageRunner{context}, context.stage().work));
    AddPeakMemory(context.device, &record);
    return record;
  });
}

// The record of a stage that has finished, now or in an earlier call.
absl::StatusOr<Json> StageRecord(const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(
      std::optional<Json> finished,
      context.directory.FinishedStage(context.plan, context.index));
  if (IsShared(context)) {
    FLOW_RETURN_IF_ERROR(core::CatchExceptions([&]() -> absl::Status {
      FLOW_ASSIGN_OR_RETURN(finished,
                            SharedRecord(std::move(finished), context));
      return absl::OkStatus();
    })) << "while the processes agree on '"
        << context.stage().name << "'";
  }
  // the weights of a worker are those that its server has now
  const bool serves =
      context.processes.is_worker && IsTraining(context.stage());
  if (finished && !serves) {
    if (finished->contains(kServed) && context.processes.HasResult()) {
      return absl::FailedPreconditionError(
          absl::StrCat("'", context.directory.path(),
                       "' is the folder of a worker; choose another --out"));
    }
    if (context.processes.workers != nullptr && IsTraining(context.stage())) {
      FLOW_RETURN_IF_ERROR(core::CatchExceptions([&] {
        return HandOutWeights(context);
      })) << "while handing out the weights of '"
          << context.stage().name << "'";
    }
    context.progress->OnStage(context.stage().name, "already done");
    return *finished;
  }
  absl::StatusOr<Json> record = RunStage(context);
  if (!record.ok()) {
    const absl::Status status(
        record.status().code(),
        absl::StrCat("while running the stage '", context.stage().name,
                     "': ", record.status().message()));
    (void)context.directory.Log(status.message());
    return status;
  }
  FLOW_RETURN_IF_ERROR(
      context.directory.FinishStage(context.plan, context.index, *record));
  return record;
}

// Adds what a training sent to what those before it did.
void AddTraffic(const Json& training, Json* sum) {
  for (const auto& [key, value] : training.items()) {
    // of the last training alone, where all others are sums
    const bool is_last = key == "consensus_distance" || key == "spectral_gap";
    Json& so_far = (*sum)[key];
    if (is_last || so_far.is_null()) {
      so_far = value;
    } else if (value.is_object()) {
      AddTraffic(value, &so_far);
    } else if (value.is_number_integer()) {
      so_far = so_far.get<int64_t>() + value.get<int64_t>();
    } else {
      so_far = so_far.get<double>() + value.get<double>();
    }
  }
}

// What the run sent, and for which network.
void AddCommunication(const Stage& stage, const Json& record,
                      Json* communication) {
  if (!record.contains("communication")) return;
  const bool is_potential =
      std::holds_alternative<FitPotentialStage>(stage.work);
  AddTraffic(record["communication"],
             &(*communication)[is_potential ? "potential" : "flow"]);
}

Json StageSummary(const Stage& stage, const Json& record) {
  Json summary = {{"name", stage.name}, {"kind", stage.kind}};
  for (const char* key :
       {"wall_seconds", "steps", "steps_per_second", "coupling", "measured",
        "loss", "dual", "drift", "chain", "lines", "cost", "communication",
        "privacy"}) {
    if (record.contains(key)) summary[key] = record[key];
  }
  return summary;
}

bool IsFor(const Processes& processes, const Stage& stage) {
  if (processes.is_worker) return IsForClients(stage);
  return processes.HasResult() || IsForTraining(stage) ||
         IsSharedByGroups(stage);
}

// What only a run can know of files, before any work is done.
absl::Status CheckFiles(const ExperimentPlan& plan, const core::Device* device,
                        ThreadPool* pool) {
  for (const Stage& stage : plan.stages) {
    const auto* evaluate = std::get_if<EvaluateStage>(&stage.work);
    if (evaluate == nullptr) continue;
    FLOW_RETURN_IF_ERROR(CheckExtractor(*evaluate, device, pool))
        << "before the stage '" << stage.name << "'";
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status RunExperiment(const ExperimentPlan& plan,
                           const RunOptions& options, ProgressSink* progress) {
  UseOneTorchThread();
  if (options.device != nullptr) {
    FLOW_RETURN_IF_ERROR(CheckForDevice(plan, *options.device));
  }
  FLOW_ASSIGN_OR_RETURN(const RunDirectory directory,
                        RunDirectory::Open(options.out, plan));
  ThreadPool pool(options.threads, UseOneTorchThread);
  Json metrics = Json::array(), stages = Json::array();
  Json communication = Json::object(), clients, privacy;
  const bool has_result = options.processes.HasResult();
  if (!options.processes.is_worker) {
    FLOW_RETURN_IF_ERROR(core::CatchExceptions(
        [&] { return CheckFiles(plan, options.device, &pool); }));
  }
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    if (!IsFor(options.processes, plan.stages[i])) continue;
    FLOW_ASSIGN_OR_RETURN(const Json record,
                          StageRecord({plan, directory, i, &pool, progress,
                                       options.processes, options.device}));
    stages.push_back(StageSummary(plan.stages[i], record));
    AddCommunication(plan.stages[i], record, &communication);
    if (record.contains("clients")) clients = record["clients"];
    if (record.contains("privacy")) AddPrivacy(record["privacy"], &privacy);
    if (record.contains("metrics")) {
      for (const Json& metric : record["metrics"]) metrics.push_back(metric);
    }
  }
  if (!has_result) return absl::OkStatus();
  FLOW_RETURN_IF_ERROR(AddEpsilon(&privacy));
  Json result = {
      {"experiment", plan.name},
      {"plan_hash", plan.hash},
      {"seed", plan.seed},
      {"status", "finished"},
      {"metrics", metrics},
      {"stages", stages},
      {"environment", DescribeEnvironment(options.threads, options.device)},
      {"communication", communication}};
  if (options.processes.workers != nullptr) {
    const federated::Workers& workers = *options.processes.workers;
    result["processes"] = {{"workers", workers.size()},
                           {"gone", workers.gone()}};
  }
  if (options.processes.group != nullptr) {
    result["processes"] = {
        {"sharing_batches", options.processes.group->size()}};
  }
  if (!clients.is_null()) result["clients"] = std::move(clients);
  if (!privacy.is_null()) result["privacy"] = std::move(privacy);
  return WriteFileAtomically(directory.File("result.json"),
                             result.dump(2) + "\n");
}

}  // namespace flow::lang
