// A chain of local flows, from the pool to the points that it generates.

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/safetensors.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;
using local_flow::BlockOptions;
using local_flow::DiffusionOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;

// N((3, -2), 0.25 I) by one block of a diffusion of 0.5 and the free one.
ExperimentPlan ChainPlan() {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage train = TrainWork(plan);
  SampleStage sample = SampleWork(plan);
  train.ends.target.law = sample.ends.target.law =
      datasets::GaussianOptions{.dim = 2, .mean = {3, -2}, .std = 0.5};
  train.network = sample.network =
      core::MlpOptions{.dim = 2, .hidden = {32, 32}};
  train.train.optimizer = core::AdamOptions{.learning_rate = 5e-3};
  train.train.schedule = core::WarmupCosineOptions{};
  train.train.steps = 400;
  train.train.batch = 256;
  const PoolOptions pool{.points = 5000};
  train.blocks = {ChainBlock{{DiffusionOf(0.5)}, pool}};
  sample.sampler = core::OdeOptions(core::HeunOptions{10});
  sample.samples = 2000;
  TrainVelocityStage free = train;
  free.blocks[0].options.diffusion = {};
  free.warm_start = true;
  const PushBlockStage push{train.path, train.network,
                            core::OdeOptions(core::Rk4Options{{10}}),
                            train.blocks[0]};
  const Stage sampling = plan.stages[1], evaluation = plan.stages[2];
  plan.stages = {{.name = "draw_pool",
                  .kind = "draw_pool",
                  .hash = "hash-0",
                  .work = DrawPoolStage{train.ends, pool}},
                 {.name = "train_block_1",
                  .kind = "train_velocity",
                  .inputs = {"draw_pool"},
                  .hash = "hash-1",
                  .work = train},
                 {.name = "push_block_1",
                  .kind = "push_forward",
                  .inputs = {"draw_pool", "train_block_1"},
                  .hash = "hash-2",
                  .work = push},
                 {.name = "train_block_2",
                  .kind = "train_velocity",
                  .inputs = {"push_block_1", "train_block_1"},
                  .hash = "hash-3",
                  .work = free},
                 sampling,
                 evaluation};
  plan.stages[4].inputs = {"train_block_2", "train_block_1"};
  plan.stages[4].work = sample;
  return plan;
}

// Of the first block.
TrainVelocityStage& BlockWork(ExperimentPlan& plan) {
  return std::get<TrainVelocityStage>(plan.stages[1].work);
}

// The errors of networks that have seen little are beyond derivation; the seed
// is fixed, and the source is 3 and 0.5 away.
void ExpectTarget(const at::Tensor& x_nd) {
  const at::Tensor mean = at::tensor({3.0, -2.0}, at::kDouble);
  EXPECT_LT((x_nd.mean(0) - mean).abs().max().item<double>(), 0.15);
  EXPECT_LT((x_nd.std(0) - 0.5).abs().max().item<double>(), 0.15);
}

class LocalFlowRunTest : public testing::Test {
 protected:
  absl::Status Run(const std::string& out, int threads = 1) {
    progress_ = ProgressRecorder();
    return RunExperiment(plan_, {.out = out, .threads = threads}, &progress_);
  }

  ExperimentPlan plan_ = ChainPlan();
  ProgressRecorder progress_;
};

TEST_F(LocalFlowRunTest, TheChainReachesTheTarget) {
  const std::string out = FreshPath("chain");
  ASSERT_OK(Run(out));
  ExpectTarget(Generated(out));
  const Json result = Json::parse(Content(out + "/result.json"));
  const Json& drift = result["stages"][2]["drift"];
  // to e^-0.5 of the mean, 3.6 away from 0: 1.4, and a little for the width
  EXPECT_NEAR(drift["displacement"].get<double>(), 1.42, 0.1);
  EXPECT_LT(drift["mean_error"].get<double>(), 0.1);
  // of a covariance whose norm is 1
  EXPECT_LT(drift["covariance_error"].get<double>(), 0.25);
  EXPECT_EQ(drift["nfe"].get<double>(), 40);
  // two parts of Heun's method with 10 steps
  EXPECT_EQ(result["metrics"][1]["value"].get<double>(), 40);
  EXPECT_EQ(result["stages"][4]["chain"]["nfe_of_part_1"].get<double>(), 20);
  EXPECT_EQ(result["stages"][4]["chain"]["nfe_of_part_2"].get<double>(), 20);
}

// A block steps along any path that leads from one point to another; linear_vp,
// whose speed is infinite at the clean end, is not learnt in 400 steps.
TEST_F(LocalFlowRunTest, AlongOtherPathsToo) {
  const core::PathOptions paths[] = {
      core::PolynomialPathOptions{2}, core::CosinePathOptions(),
      core::LinearPathOptions{0.1}, core::BrownianBridgePathOptions{0.2},
      core::StochasticInterpolantPathOptions{
          .gamma = core::InterpolantNoise::kQuadratic, .scale = 0.5}};
  for (size_t p = 0; p < std::size(paths); ++p) {
    SCOPED_TRACE(p);
    plan_ = ChainPlan();
    for (Stage& stage : plan_.stages) {
      if (auto* train = std::get_if<TrainVelocityStage>(&stage.work)) {
        train->path = paths[p];
      } else if (auto* push = std::get_if<PushBlockStage>(&stage.work)) {
        push->path = paths[p];
      }
    }
    const std::string out = FreshPath("chain_along");
    ASSERT_OK(Run(out));
    ExpectTarget(Generated(out));
  }
}

// No network is better than the exact velocity, and 400 steps bring one near;
// the floor and the mean over two logged losses have some per cent of noise.
TEST_F(LocalFlowRunTest, TheLossComesDownToItsFloor) {
  for (const int stage : {1, 3}) {
    auto& train = std::get<TrainVelocityStage>(plan_.stages[stage].work);
    train.train.log_every = 5;
    train.blocks[0].kept = stage == 1 ? 1 : DiffusionOf(0.5).keep;
  }
  const std::string out = FreshPath("floor");
  ASSERT_OK(Run(out));
  const Json result = Json::parse(Content(out + "/result.json"));
  for (const int stage : {1, 3}) {
    const Json& loss = result["stages"][stage]["loss"];
    const double floor = loss["floor"].get<double>();
    EXPECT_GT(floor, 0.1);
    EXPECT_GT(loss["last"].get<double>(), 0.9 * floor);
    EXPECT_LT(loss["last"].get<double>(), 1.3 * floor);
  }
}

TEST_F(LocalFlowRunTest, AKilledRunGoesOnToTheSameBits) {
  const std::string whole = FreshPath("whole"), killed = FreshPath("killed");
  ASSERT_OK(Run(whole));
  ASSERT_OK(Run(killed, /*threads=*/2));
  for (const char* later : {"stages/03-push_block_1", "stages/04-train_block_2",
                            "stages/05-sample_p", "stages/06-evaluate_p",
                            "result.json", "samples"}) {
    std::filesystem::remove_all(JoinPath(killed, later));
  }
  ASSERT_OK(Run(killed));
  EXPECT_THAT(progress_.lines(), Contains("train_block_1: already done"));
  EXPECT_TRUE(Generated(killed).equal(Generated(whole)));
}

// One map for the whole chain: a single evaluation.
TEST_F(LocalFlowRunTest, AGroupOfBlocksBecomesOneStep) {
  PushBlockStage push = std::get<PushBlockStage>(plan_.stages[2].work);
  push.block.options.diffusion = {};
  TrainVelocityStage map = BlockWork(plan_);
  map.blocks.clear();
  map.pool_of_group = push.block.pool;
  map.train.time_law = core::StartTimeOptions();
  SampleStage sample = std::get<SampleStage>(plan_.stages[4].work);
  sample.sampler = core::OdeOptions(core::EulerOptions{1});
  plan_.stages.insert(plan_.stages.begin() + 4,
                      {{.name = "push_block_2",
                        .kind = "push_forward",
                        .inputs = {"push_block_1", "train_block_2"},
                        .hash = "hash-4",
                        .work = push},
                       {.name = "distill_group_1",
                        .kind = "distill",
                        .inputs = {"draw_pool", "push_block_2"},
                        .hash = "hash-5",
                        .work = map}});
  plan_.stages[6].inputs = {"distill_group_1"};
  plan_.stages[6].work = sample;
  const std::string out = FreshPath("distilled");
  ASSERT_OK(Run(out));
  ExpectTarget(Generated(out));
  const Json result = Json::parse(Content(out + "/result.json"));
  EXPECT_EQ(result["metrics"][1]["value"].get<double>(), 1);
}

// The first training of the plan, with every block of the chain.
void ShareOneNetwork(ExperimentPlan* plan) {
  TrainVelocityStage train = BlockWork(*plan);
  SampleStage sample = std::get<SampleStage>(plan->stages[4].work);
  train.network = sample.network =
      core::MlpOptions{.dim = 2, .hidden = {32, 32}, .classes = 2};
  train.blocks.push_back({BlockOptions(), train.blocks[0].pool});
  sample.classes_are_blocks = true;
  plan->stages.erase(plan->stages.begin() + 2, plan->stages.begin() + 4);
  plan->stages[1].work = train;
  plan->stages[2].inputs = {"train_block_1"};
  plan->stages[2].work = sample;
}

TEST_F(LocalFlowRunTest, OneNetworkLearnsAllBlocksAtOnce) {
  ShareOneNetwork(&plan_);
  const std::string out = FreshPath("shared");
  ASSERT_OK(Run(out));
  ExpectTarget(Generated(out));
  const Json result = Json::parse(Content(out + "/result.json"));
  EXPECT_EQ(result["metrics"][1]["value"].get<double>(), 40);
}

// The labels of a target are no business of a network whose classes are blocks.
TEST_F(LocalFlowRunTest, OneNetworkOfAllBlocksIsAskedForNoClass) {
  ShareOneNetwork(&plan_);
  const datasets::Law labelled = datasets::GaussianMixtureOptions{
      {{1, {3, -2}, 0.5}, {1, {3, -2}, 0.5}, {1, {3, -2}, 0.5}}};
  std::get<DrawPoolStage>(plan_.stages[0].work).ends.target.law = labelled;
  BlockWork(plan_).ends.target.law = labelled;
  std::get<SampleStage>(plan_.stages[2].work).ends.target.law = labelled;
  const std::string out = FreshPath("labelled");
  ASSERT_OK(Run(out));
  ExpectTarget(Generated(out));
}

// The size that the step has, found in the data: that of one step is the sum.
TEST_F(LocalFlowRunTest, MeasuredSizesAreThoseOfTheBlocks) {
  TrainVelocityStage& train = BlockWork(plan_);
  auto& push = std::get<PushBlockStage>(plan_.stages[2].work);
  const PoolOptions pool = push.block.pool;
  const std::string known = FreshPath("known"), measured = FreshPath("found");
  ASSERT_OK(Run(known));
  train.blocks[0].options.diffusion = push.block.options.diffusion = {};
  train.blocks[0].measured = push.block.measured = 0;
  plan_.stages.insert(plan_.stages.begin() + 1,
                      {.name = "measure_sizes",
                       .kind = "measure_sizes",
                       .inputs = {"draw_pool"},
                       .hash = "hash-m",
                       .work = MeasureSizesStage{pool, 1, 0.5, 4000}});
  for (const int stage : {2, 3}) {
    std::vector<std::string>& inputs = plan_.stages[stage].inputs;
    inputs.insert(inputs.begin(), "measure_sizes");
  }
  ASSERT_OK(Run(measured));
  const Json result = Json::parse(Content(measured + "/result.json"));
  EXPECT_EQ(result["stages"][1]["measured"]["size_1"].get<double>(), 0.5);
  // a mean of length 3.6 moves by 0.39 of it
  EXPECT_NEAR(result["stages"][1]["measured"]["way_1"].get<double>(), 1.42,
              0.1);
  EXPECT_TRUE(Generated(measured).equal(Generated(known)));
}

void SetPool(const PoolOptions& pool, ExperimentPlan* plan) {
  std::get<DrawPoolStage>(plan->stages[0].work).pool = pool;
  std::get<PushBlockStage>(plan->stages[2].work).block.pool = pool;
  for (const int stage : {1, 3}) {
    std::get<TrainVelocityStage>(plan->stages[stage].work).blocks[0].pool =
        pool;
  }
}

// A file of the pool takes 65536 points.
TEST_F(LocalFlowRunTest, TellsHowFarThePoolIs) {
  SetPool({.points = 70000}, &plan_);
  ASSERT_OK(Run(FreshPath("far")));
  for (const std::string stage : {"draw_pool", "push_block_1"}) {
    EXPECT_THAT(progress_.lines(),
                IsSupersetOf({stage + " 65536/70000 points",
                              stage + " 70000/70000 points"}));
  }
}

// 150 000 points in three files, of 1.2 MB.
TEST_F(LocalFlowRunTest, APoolInItsFilesGivesTheBitsOfOneInMemory) {
  const std::string memory = FreshPath("memory"), files = FreshPath("files");
  SetPool({.points = 150000}, &plan_);
  ASSERT_OK(Run(memory));
  SetPool({.points = 150000, .memory_mb = 1}, &plan_);
  ASSERT_OK(Run(files));
  EXPECT_TRUE(Generated(files).equal(Generated(memory)));
}

TEST_F(LocalFlowRunTest, APoolOfHalvesReachesTheTarget) {
  const std::string out = FreshPath("halves");
  SetPool({.points = 5000, .half = true}, &plan_);
  ASSERT_OK(Run(out));
  ExpectTarget(Generated(out));
  const auto part = core::ReadSafetensors(
      out + "/stages/03-push_block_1/points-00000.safetensors");
  ASSERT_OK(part);
  EXPECT_EQ(part->arrays[0].array.dtype, core::DType::kFloat16);
}

TEST_F(LocalFlowRunTest, AShortPoolIsNamed) {
  const std::string out = FreshPath("short");
  ASSERT_OK(Run(out));
  std::get<TrainVelocityStage>(plan_.stages[3].work).blocks[0].pool.points =
      6000;
  for (const char* later : {"stages/04-train_block_2", "result.json"}) {
    std::filesystem::remove_all(JoinPath(out, later));
  }
  EXPECT_THAT(Run(out),
              StatusIs(absl::StatusCode::kDataLoss,
                       HasSubstr("the stage 'push_block_1' left 5000 points; "
                                 "the plan says 6000")));
}

// Of 500 points that two clients share a pool takes 400; what the second block
// trains on was pushed, and counts as the points do.
TEST_F(LocalFlowRunTest, TheBlocksOfAPrivateChainSpendTogether) {
  federated::FederationOptions federation = {.clients = 2};
  federation.privacy =
      federated::RecordLevelOptions{.noise_multiplier = 2, .delta = 1e-4};
  const PoolOptions pool{.points = 400};
  std::get<DrawPoolStage>(plan_.stages[0].work).federation = federation;
  std::get<DrawPoolStage>(plan_.stages[0].work).ends.target.points = 500;
  std::get<DrawPoolStage>(plan_.stages[0].work).pool = pool;
  std::get<PushBlockStage>(plan_.stages[2].work).block.pool = pool;
  for (const int stage : {1, 3}) {
    auto& train = std::get<TrainVelocityStage>(plan_.stages[stage].work);
    train.federation = federation;
    train.ends.target.points = 500;
    train.train.steps = 20;
    train.train.batch = 40;
    train.blocks[0].pool = pool;
  }
  const std::string out = FreshPath("private"), again = FreshPath("again");
  ASSERT_OK(Run(out));
  const Json privacy = Json::parse(Content(out + "/result.json"))["privacy"];
  EXPECT_EQ(privacy["sums"], 40);
  EXPECT_EQ(privacy["sampling_rate"], 0.2);
  EXPECT_GT(privacy["epsilon"].get<double>(), 0);
  ASSERT_OK(Run(again, /*threads=*/3));
  EXPECT_TRUE(Generated(out).equal(Generated(again)));
  // more than a client has of the pool, though not more than of the points
  std::get<TrainVelocityStage>(plan_.stages[3].work).train.batch = 201;
  const absl::Status few = Run(FreshPath("few"));
  EXPECT_EQ(few.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(few.message(), HasSubstr("client 0 has 200 points"));
}

}  // namespace
}  // namespace flow::lang
