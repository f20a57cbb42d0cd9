#include "flowlang/lower/train_stage.h"

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "ATen/ops/allclose.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/train/train_options.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;
using core::NamedTensor;

constexpr char kCheckpoint[] =
    "stages/01-train_velocity/checkpoint.safetensors";
constexpr char kWeights[] = "stages/01-train_velocity/weights.safetensors";

// A run directory in which the training stage is run, again and again.
class Rig {
 public:
  explicit Rig(const std::string& name)
      : directory(*RunDirectory::Open(FreshPath(name), TinyPlan())) {}

  absl::StatusOr<Json> Run(ExperimentPlan plan, int threads = 1) {
    ThreadPool pool(threads);
    progress = ProgressRecorder();
    return RunTrainStage(TrainWork(plan),
                         {plan, directory, 0, &pool, &progress});
  }

  RunDirectory directory;
  ProgressRecorder progress;
};

ExperimentPlan PlanOfSteps(int64_t steps) {
  ExperimentPlan plan = TinyPlan();
  TrainWork(plan).train.steps = steps;
  return plan;
}

TEST(TrainStageTest, LeavesWeightsACheckpointAndItsCurves) {
  Rig rig("whole");
  ASSERT_OK_AND_ASSIGN(const Json record, rig.Run(TinyPlan()));
  EXPECT_EQ(record["steps"], 20);
  EXPECT_EQ(record["resumed_at_step"], 0);
  EXPECT_GT(record["wall_seconds"], 0);
  EXPECT_GT(record["steps_per_second"], 0);
  ASSERT_OK_AND_ASSIGN(const TensorFile weights,
                       ReadTensors(rig.directory.File(kWeights)));
  EXPECT_EQ(weights.tensors[0].name, "layers.0.weight");
  EXPECT_EQ(weights.tensors.size(), 4u);
  ASSERT_OK_AND_ASSIGN(const TensorFile checkpoint,
                       ReadTensors(rig.directory.File(kCheckpoint)));
  EXPECT_EQ(checkpoint.metadata.at("stage_hash"), "hash-of-train");
  EXPECT_THAT(rig.progress.lines(),
              ElementsAre("train_velocity: ", "train_velocity 5/20",
                          "train_velocity 10/20", "train_velocity 15/20",
                          "train_velocity 20/20"));
  EXPECT_TRUE(FileExists(rig.directory.File("metrics.jsonl")));
  EXPECT_TRUE(FileExists(rig.directory.File("events.out.tfevents.flow")));
}

TEST(TrainStageTest, GoesOnFromTheCheckpointToTheSameBits) {
  Rig whole("uninterrupted"), killed("killed");
  ASSERT_OK(whole.Run(TinyPlan()).status());
  ASSERT_OK(killed.Run(PlanOfSteps(10)).status());
  ASSERT_OK_AND_ASSIGN(const Json record, killed.Run(TinyPlan()));
  EXPECT_EQ(record["resumed_at_step"], 10);
  EXPECT_EQ(killed.progress.lines()[0],
            "train_velocity: going on from step 10");
  EXPECT_THAT(Content(killed.directory.File("log.txt")),
              HasSubstr("train_velocity: going on from step 10\n"));
  for (const char* file : {kCheckpoint, kWeights, "metrics.jsonl"}) {
    EXPECT_EQ(Content(whole.directory.File(file)),
              Content(killed.directory.File(file)))
        << file;
  }
}

std::vector<NamedTensor> WeightsBy(core::Executor executor) {
  ExperimentPlan plan = TinyPlan();
  // Adam's first steps are the signs of the gradient: they may tell rounding
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 0.1};
  std::get<core::MlpOptions>(TrainWork(plan).network).executor = executor;
  Rig rig(executor == core::Executor::kKernels ? "kernels" : "libtorch");
  EXPECT_OK(rig.Run(plan).status());
  return ReadTensors(rig.directory.File(kWeights))->tensors;
}

// 20 steps of 0.1, each off by some 1e-6 of a gradient of size 1.
TEST(TrainStageTest, TrainsToTheSameWeightsByKernelsAndByLibtorch) {
  const auto kernels = WeightsBy(core::Executor::kKernels);
  const auto libtorch = WeightsBy(core::Executor::kLibtorch);
  ASSERT_EQ(kernels.size(), libtorch.size());
  bool same_bits = true;
  for (size_t i = 0; i < kernels.size(); ++i) {
    EXPECT_EQ(kernels[i].name, libtorch[i].name);
    EXPECT_TRUE(at::allclose(kernels[i].value, libtorch[i].value, 0, 2e-5));
    same_bits &= kernels[i].value.equal(libtorch[i].value);
  }
  EXPECT_FALSE(same_bits) << "one executor did both";
}

TEST(TrainStageTest, HasTheSameBitsForAnyNumberOfThreads) {
  Rig one("one_thread"), three("three_threads");
  ASSERT_OK(one.Run(TinyPlan(), 1).status());
  ASSERT_OK(three.Run(TinyPlan(), 3).status());
  EXPECT_EQ(Content(one.directory.File(kCheckpoint)),
            Content(three.directory.File(kCheckpoint)));
}

// Whatever the plan says of path, times, weight, prediction and classes reaches
// the training: each makes other weights, and all of them train.
TEST(TrainStageTest, ObeysWhatIsSaidOfPathAndTimes) {
  std::vector<ExperimentPlan> plans(9, TinyPlan());
  TrainWork(plans[1]).path = core::VpPathOptions{};
  TrainWork(plans[2]).path = core::BrownianBridgePathOptions{};
  TrainWork(plans[3]).prediction = core::Prediction::kData;
  TrainWork(plans[4]).train.time_law = core::BetaTimeOptions{2, 1};
  TrainWork(plans[5]).train.weight = core::MinSnrWeightOptions{};
  TrainWork(plans[6]).train.times_per_pair = 3;
  for (const int i : {7, 8}) {
    std::get<core::MlpOptions>(TrainWork(plans[i]).network).classes = 2;
  }
  TrainWork(plans[8]).label_drop = 0.5;
  std::set<std::string> weights;
  for (size_t i = 0; i < plans.size(); ++i) {
    Rig rig(absl::StrCat("obeys_", i));
    ASSERT_OK(rig.Run(plans[i]).status());
    weights.insert(Content(rig.directory.File(kWeights)));
  }
  EXPECT_EQ(weights.size(), plans.size());
}

TEST(TrainStageTest, ACheckpointOfOtherDataIsRefused) {
  Rig rig("other_data");
  ASSERT_OK(rig.Run(PlanOfSteps(10)).status());
  ExperimentPlan changed = TinyPlan();
  changed.stages[0].hash = "hash-of-new-data";
  EXPECT_THAT(
      rig.Run(changed).status(),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               "'" + rig.directory.File(kCheckpoint) +
                   "' was made from other data or by another flow; choose "
                   "another --out, or remove the folder"));
}

TEST(TrainStageTest, ABrokenCheckpointIsNamedNotUsed) {
  Rig rig("broken");
  ASSERT_OK(rig.Run(PlanOfSteps(10)).status());
  const std::string checkpoint = rig.directory.File(kCheckpoint);
  const std::string content = Content(checkpoint);
  ASSERT_OK(
      WriteFileAtomically(checkpoint, content.substr(0, content.size() / 2)));
  EXPECT_THAT(rig.Run(TinyPlan()).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(checkpoint)));
}

TEST(TrainStageTest, ACheckpointOfAnotherNetworkIsNamed) {
  Rig rig("another_network");
  ExperimentPlan wider = PlanOfSteps(10);
  TrainWork(wider).network = core::MlpOptions{.dim = 2, .hidden = {9}};
  ASSERT_OK(rig.Run(wider).status());
  EXPECT_THAT(rig.Run(TinyPlan()).status(),
              StatusIs(absl::StatusCode::kDataLoss,
                       AllOf(HasSubstr("weights.layers.0.weight"),
                             HasSubstr(rig.directory.File(kCheckpoint)))));
}

TEST(TrainStageTest, ALossThatIsNotFiniteIsAStatusWithItsStep) {
  Rig rig("diverges");
  ExperimentPlan plan = TinyPlan();
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 1e30};
  EXPECT_THAT(rig.Run(plan).status(),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("the loss is not finite at step 2")));
  EXPECT_FALSE(FileExists(rig.directory.File(kWeights)));
}

ExperimentPlan PlanOf(const core::CouplingOptions& coupling) {
  ExperimentPlan plan = TinyPlan();
  TrainWork(plan).coupling = coupling;
  return plan;
}

TEST(TrainStageTest, CouplingsMadeAheadHaveTheSameBits) {
  Rig here("made-here"), ahead("made-ahead");
  const core::MinibatchOtOptions ot{
      .pairing = core::Pairing::kResample,
      .solver = core::SinkhornSolverOptions{0.05},
      .batch = 64,
      .condition_weight = std::numeric_limits<double>::infinity()};
  ASSERT_OK_AND_ASSIGN(const Json one, here.Run(PlanOf(ot), /*threads=*/1));
  ASSERT_OK_AND_ASSIGN(const Json two, ahead.Run(PlanOf(ot), /*threads=*/2));
  EXPECT_EQ(one["coupling"], two["coupling"]);
  EXPECT_GT(one["coupling"]["iterations"], 0);
  EXPECT_EQ(one["coupling"]["not_converged"], 0);
  for (const char* file : {kCheckpoint, kWeights, "metrics.jsonl"}) {
    EXPECT_EQ(Content(here.directory.File(file)),
              Content(ahead.directory.File(file)))
        << file;
  }
}

TEST(TrainStageTest, SaysWhenASinkhornStopsTooEarly) {
  Rig rig("early");
  const core::MinibatchOtOptions ot{
      .pairing = core::Pairing::kResample,
      .solver = core::SinkhornSolverOptions{1e-3, 2, 1e-6}};
  ASSERT_OK_AND_ASSIGN(const Json record, rig.Run(PlanOf(ot)));
  EXPECT_EQ(record["coupling"]["not_converged"], 4);
  EXPECT_THAT(
      rig.progress.lines()[1],
      AllOf(HasSubstr("train_velocity: warning: the coupling of step 1"),
            HasSubstr("a larger regularization")));
  EXPECT_THAT(Content(rig.directory.File("log.txt")),
              HasSubstr("warning: the coupling of step 1"));
}

TEST(TrainStageTest, AnEmptyPlanEndsTheRun) {
  Rig rig("empty");
  const core::MinibatchOtOptions ot{
      .pairing = core::Pairing::kResample,
      .solver = core::UnbalancedSolverOptions{1e-5, 1e-5}};
  EXPECT_THAT(
      rig.Run(PlanOf(ot)).status(),
      StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("marginal_penalty")));
}

TEST(TrainStageTest, GibbsWeightsReachTheRecord) {
  Rig rig("gibbs");
  ASSERT_OK_AND_ASSIGN(const Json record,
                       rig.Run(PlanOf(core::GibbsOptions{2})));
  EXPECT_LT(record["coupling"]["effective_share"], 1);
}

}  // namespace
}  // namespace flow::lang
