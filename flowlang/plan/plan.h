#ifndef FLOWLANG_PLAN_PLAN_H_
#define FLOWLANG_PLAN_PLAN_H_

/// What a run will do: plain values, every default filled in, every name
/// resolved, every shape known. No protobuf and no torch: the lowering needs
/// nothing but this.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/coupling/coupling_options.h"
#include "core/eval/features/feature_options.h"
#include "core/eval/metric_options.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/network_options.h"
#include "core/ode/sampler_options.h"
#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/train/dual_options.h"
#include "core/train/train_options.h"
#include "datasets/distribution_options.h"
#include "federated/dual/semidual_options.h"
#include "federated/rounds/federation_options.h"
#include "field_matching/field_options.h"
#include "local_flow/block_options.h"

namespace flow::lang {

/// Where a flow begins that starts near the means of its target.
struct ShallowStartOptions {
  double time = 0;
  int64_t classes = 0;                   // each with a mean; 0: one mean of all
  datasets::DistributionOptions target;  // that is trained on
};

/// What a flow leads from and to.
struct EndsOptions {
  datasets::DistributionOptions source, target;
  std::optional<ShallowStartOptions> shallow_start;  // instead of the source
};

/// The points that are pushed from block to block, in files of the stage that
/// made them.
struct PoolOptions {
  int64_t points = 0;
  bool half = false;         // whether they are kept as float16
  int64_t memory_mb = 4096;  // what takes more is left in the files
};

/// A block of a chain, of local flow matching.
struct ChainBlock {
  local_flow::BlockOptions options;
  PoolOptions pool;
  // how much of the target its clean end keeps: what the blocks before it do,
  // multiplied; empty where their sizes are not known beforehand
  std::optional<double> kept;
  // which of the step sizes, from 0, that an input, a MeasureSizesStage, found
  // it takes; else the diffusion is that of the options
  std::optional<int64_t> measured;
};

/// Weights that were trained before, and what is trained of them.
struct FineTuningStart {
  std::string weights;  // the file
  core::FineTuningOptions trained;
};

/// Fits a network to the velocity of a path, or to what it follows from; makes
/// weights.
struct TrainVelocityStage {
  EndsOptions ends;
  core::PathOptions path;
  core::CouplingOptions coupling;
  core::NetworkOptions network;
  core::TrainOptions train;
  core::Prediction prediction = core::Prediction::kVelocity;
  // on the pairs that the first input, a MakePairsStage, made; else on those of
  // the coupling
  bool on_flow_pairs = false;
  // from the weights that the last input, a training, left
  bool warm_start = false;
  // the share of hidden labels, of a conditional network
  double label_drop = 0;
  // alpha of acceleration transport, whose fixed velocity is that of the
  // weights that the last input left
  std::optional<double> acceleration;
  // of a pair of networks
  std::optional<core::DualOptions> dual;
  // on pairs of a pool: the points that an input, a PushBlockStage or a
  // DrawPoolStage, left. Several blocks are learnt at once, by a network whose
  // class is the index of the block, from where the diffusion takes those
  // points
  std::vector<ChainBlock> blocks;
  // on pairs of points of a pool: where the last input, a PushBlockStage, left
  // them, and where they were in the first
  std::optional<PoolOptions> pool_of_group;
  // on pairs by the potential that the first input, a FitPotentialStage, left,
  // in place of those of the coupling; from a share of the steps on by exact
  // transport in the batch
  std::optional<federated::SemidualOptions> semidual;
  std::optional<double> then_local_after;
  // over clients, each with its part of the target or of the pool; the steps of
  // `train` are then rounds
  std::optional<federated::FederationOptions> federation;
  // from these weights; else from those of warm_start, or drawn ones
  std::optional<FineTuningStart> fine_tuning;
  // on points and targets that are made of the pairs
  std::optional<field_matching::FieldOptions> field;
};

/// Takes the weights of a file for those of the network; makes weights.
struct LoadWeightsStage {
  EndsOptions ends;
  core::NetworkOptions network;
  std::string weights;
  // whose clients are evaluated
  std::optional<federated::FederationOptions> federation;
};

/// Draws the pool that a chain begins with, distinct points of the target where
/// that is finite; makes points.
struct DrawPoolStage {
  EndsOptions ends;
  PoolOptions pool;
  // each client draws its part, which lies behind those of lower number
  std::optional<federated::FederationOptions> federation;
};

/// Moves the pool of a block, as of the training, from its clean end to its
/// noisy one, along the velocity that the last input left; makes points.
struct PushBlockStage {
  core::PathOptions path;
  core::NetworkOptions network;
  core::SamplerOptions sampler;
  ChainBlock block;
};

/// Finds sizes of sum `total` for which the diffusion's steps move so many of
/// the first points of the pool, that the DrawPoolStage among the inputs left,
/// equally far; makes step sizes.
struct MeasureSizesStage {
  PoolOptions pool;
  int64_t count = 0;
  double total = 0;
  int64_t points = 0;
};

/// Follows a flow from fresh source points; makes pairs of where they start and
/// where they end.
struct MakePairsStage {
  datasets::DistributionOptions source;
  core::PathOptions path;  // that the flow was trained on
  core::NetworkOptions network;
  core::SamplerOptions sampler;
  core::Prediction prediction = core::Prediction::kVelocity;
  int64_t pairs = 0;
};

/// Fits the potential of a semi-dual coupling, over the clients where there is
/// a federation; makes weights.
struct FitPotentialStage {
  EndsOptions ends;
  federated::SemidualOptions options;
  core::TrainOptions train;
  std::optional<federated::FederationOptions> federation;
};

/// Fits the dual weights of a semi-discrete coupling; makes weighted targets.
struct FitSemidiscreteStage {
  EndsOptions ends;
  core::SemidiscreteOptions options;
};

/// Follows the flow from fresh source points, and draws target points to
/// compare with; makes points. Several inputs are a chain, the first of which
/// starts from the source.
struct SampleStage {
  std::string protocol;
  EndsOptions ends;
  core::PathOptions path;
  core::NetworkOptions network;
  core::SamplerOptions sampler;
  int64_t samples = 0;
  core::Prediction prediction = core::Prediction::kVelocity;
  std::optional<core::PathOptions> along;  // followed instead of `path`
  double guidance = 1;                     // of a conditional network
  // steps in log(1 - t) until 1 - t is this; in t when 0
  double log_time_until = 0;
  core::ImageShape image;  // that the points are; none of other points
  // the network's classes are the blocks of a chain, the last of which starts
  // from the source
  bool classes_are_blocks = false;
  // whose target points are told apart, and the ends that they train on
  std::optional<federated::FederationOptions> federation;
  EndsOptions trained;
  // that the network learnt
  std::optional<field_matching::FieldOptions> field;
};

/// Measures the points of a protocol; makes metrics.
struct EvaluateStage {
  std::string protocol;
  std::vector<core::MetricOptions> metrics;
  int64_t samples = 0;  // that the protocol generates
  // what makes features of the images that the points are, where a metric asks
  std::optional<core::FeatureOptions> features;
  core::ImageShape image;
};

/// What the language can say and no trainer does yet. The description says
/// what; `flow run` refuses the plan before it comes to this.
struct PlannedStage {};

using StageWork =
    std::variant<TrainVelocityStage, MakePairsStage, FitSemidiscreteStage,
                 FitPotentialStage, LoadWeightsStage, DrawPoolStage,
                 MeasureSizesStage, PushBlockStage, SampleStage, EvaluateStage,
                 PlannedStage>;

/// One step of the plan.
struct Stage {
  std::string name;                 // "sample_euler100", unique in the plan
  std::string kind;                 // "sample"
  std::vector<std::string> inputs;  // names of earlier stages
  std::string hash;                 // of the work and of the inputs' hashes
  std::string description;          // the settings, as `flow plan` prints them
  StageWork work;
};

struct ExperimentPlan {
  std::string name;
  uint64_t seed = 0;
  int64_t dim = 0;  // of the points
  std::vector<Stage> stages;
  std::string hash;      // of all but the seed
  std::string resolved;  // the experiment with every default, as textproto
};

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_PLAN_H_
