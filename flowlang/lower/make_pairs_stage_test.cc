#include "flowlang/lower/make_pairs_stage.h"

#include <cstdio>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::IsSupersetOf;

// Trains, makes 70 000 pairs, which fill a file and begin another, and trains
// on them from the weights there are.
ExperimentPlan ReflowPlan() {
  ExperimentPlan plan = TinyPlan();
  const TrainVelocityStage first = TrainWork(plan);
  TrainVelocityStage again = first;
  again.on_flow_pairs = again.warm_start = true;
  const MakePairsStage pairs{.source = first.ends.source,
                             .network = first.network,
                             .sampler = core::OdeOptions(core::EulerOptions{2}),
                             .pairs = 70000};
  plan.stages.insert(plan.stages.begin() + 1,
                     {{.name = "make_pairs_1",
                       .kind = "push_forward",
                       .inputs = {"train_velocity"},
                       .hash = "hash-of-pairs",
                       .work = pairs},
                      {.name = "train_reflow_1",
                       .kind = "train_velocity",
                       .inputs = {"make_pairs_1", "train_velocity"},
                       .hash = "hash-of-reflow",
                       .work = again}});
  plan.stages[3].inputs = {"train_reflow_1"};
  return plan;
}

constexpr char kFirst[] = "stages/02-make_pairs_1/pairs-00000.safetensors";
constexpr char kSecond[] = "stages/02-make_pairs_1/pairs-00001.safetensors";
constexpr char kWeights[] = "stages/03-train_reflow_1/weights.safetensors";

class MakePairsStageTest : public testing::Test {
 protected:
  absl::Status Run(const std::string& out) {
    return RunExperiment(plan_, {.out = out, .threads = 2}, &progress_);
  }
  StageContext Context(const RunDirectory& directory) {
    return {plan_, directory, 1, &pool_, &progress_};
  }

  ExperimentPlan plan_ = ReflowPlan();
  ThreadPool pool_{1};
  ProgressRecorder progress_;
};

TEST_F(MakePairsStageTest, KeepsWhereTheFlowTakesFreshPoints) {
  const std::string out = FreshPath("pairs");
  ASSERT_OK(Run(out));
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(out, plan_));
  ASSERT_OK_AND_ASSIGN(const FlowPairs pairs,
                       LoadPairs("make_pairs_1", Context(directory)));
  ASSERT_EQ(pairs.x0_nd.size(0), 70000);
  EXPECT_TRUE(pairs.x0_nd.sizes() == pairs.x1_nd.sizes());
  // fresh standard normal points: the mean of x^2 of 140 000 numbers is 1 with
  // a deviation of 0.0038
  EXPECT_NEAR(pairs.x0_nd.square().mean().item<float>(), 1, 0.02);
  const double cost =
      (pairs.x1_nd - pairs.x0_nd).square().sum(1).mean().item<double>();
  const Json result = Json::parse(Content(out + "/result.json"));
  const Json& made = result["stages"][1];
  EXPECT_NEAR(made["coupling"]["cost"].get<double>(), cost, 1e-4 * cost);
  EXPECT_NEAR(made["coupling"]["path_energy"].get<double>() - cost,
              2 * made["coupling"]["straightness"].get<double>(), 1e-4 * cost);
  EXPECT_EQ(made["coupling"]["nfe"], 2);
  // and training saw the same pairs, 160 of them, whose mean cost is off by no
  // more than five standard errors if none costs more than a hundred
  EXPECT_NEAR(result["stages"][2]["coupling"]["cost"].get<double>(), cost, 2);
}

TEST_F(MakePairsStageTest, AKilledRunGoesOnAfterTheLastWholeFile) {
  const std::string whole = FreshPath("whole"), killed = FreshPath("killed");
  ASSERT_OK(Run(whole));
  ASSERT_OK(Run(killed));
  for (const std::string& lost :
       {std::string("/result.json"), "/" + std::string(kSecond),
        std::string("/stages/02-make_pairs_1/done.json"),
        std::string("/stages/03-train_reflow_1/done.json"),
        std::string("/stages/03-train_reflow_1/checkpoint.safetensors"),
        "/" + std::string(kWeights)}) {
    ASSERT_EQ(std::remove((killed + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(Run(killed));
  EXPECT_THAT(progress_.lines(),
              IsSupersetOf({"make_pairs_1: going on from pair 65536",
                            "make_pairs_1 70000/70000 points"}));
  for (const char* file : {kFirst, kSecond, kWeights}) {
    EXPECT_EQ(Content(whole + "/" + file), Content(killed + "/" + file));
  }
  const auto pairs = [](const std::string& out) {
    return Json::parse(Content(out + "/result.json"))["stages"][1]["coupling"];
  };
  EXPECT_EQ(pairs(whole), pairs(killed));
}

TEST_F(MakePairsStageTest, PairsOfAnotherPlanOrTooFewAreRefused) {
  const std::string out = FreshPath("refused");
  ASSERT_OK(Run(out));
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(out, plan_));
  std::get<MakePairsStage>(plan_.stages[1].work).pairs = 70001;
  EXPECT_THAT(LoadPairs("make_pairs_1", Context(directory)).status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("70000 pairs")));
  plan_.stages[1].hash = "another";
  EXPECT_THAT(LoadPairs("make_pairs_1", Context(directory)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(MakePairsStageTest, AWarmStartIsFromTheWeightsThatThereAre) {
  auto& again = std::get<TrainVelocityStage>(plan_.stages[2].work);
  again.train.optimizer = core::SgdOptions{.learning_rate = 0};
  const std::string warm = FreshPath("warm"), fresh = FreshPath("fresh");
  ASSERT_OK(Run(warm));
  const std::string first = "/stages/01-train_velocity/weights.safetensors";
  const std::string second = "/" + std::string(kWeights);
  EXPECT_EQ(Content(warm + first), Content(warm + second));
  again.warm_start = false;
  ASSERT_OK(Run(fresh));
  EXPECT_NE(Content(fresh + first), Content(fresh + second));
}

}  // namespace
}  // namespace flow::lang
