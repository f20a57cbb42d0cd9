// A flow whose way back is a network of its own.

#include <cstdio>
#include <string>

#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_testing.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFolder[] = "/stages/01-train_velocity/";

ExperimentPlan DualPlan(const core::DualOptions& dual) {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  train.network =
      core::MlpPairOptions{std::get<core::MlpOptions>(train.network)};
  train.dual = dual;
  SampleWork(plan).network = train.network;
  SampleWork(plan).sampler = core::Dopri5Options{{1e-6, 1e-6}};
  EvaluateWork(plan).metrics = {core::RoundTripErrorOptions{}};
  return plan;
}

class DualRunTest : public RunTest {
 protected:
  double RoundTripError(const ExperimentPlan& plan, const std::string& name) {
    const std::string out = FreshPath(name);
    EXPECT_OK(RunAt(plan, out));
    const Json result = Json::parse(Content(out + "/result.json"));
    return result["metrics"][0]["value"].get<double>();
  }
};

// Two networks that know nothing of each other do not lead back.
TEST_F(DualRunTest, GoesBackAlongTheSecondNetwork) {
  ExperimentPlan plan = DualPlan({});
  TrainWork(plan).train.optimizer = core::SgdOptions{.learning_rate = 0};
  EXPECT_GT(RoundTripError(plan, "untrained"), 0.05);
  // the weight of their difference makes them one
  ExperimentPlan pulled =
      DualPlan({.loss = core::DualLoss::kCosine, .consistency = 100});
  TrainWork(pulled).train.optimizer = core::AdamOptions{.learning_rate = 0.02};
  TrainWork(pulled).train.steps = 500;
  EXPECT_LT(RoundTripError(pulled, "pulled"), 0.05);
}

TEST_F(DualRunTest, AKilledRunGoesOnToTheSameBits) {
  const ExperimentPlan plan = DualPlan({.consistency = 1, .cycle = 1});
  const std::string weights = std::string(kFolder) + "weights.safetensors";
  const std::string whole = FreshPath("whole"), out = FreshPath("broken");
  ASSERT_OK(RunAt(plan, whole, /*threads=*/2));
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(Content(whole + weights), Content(out + weights));
  for (const std::string& lost : {std::string("/result.json"), weights,
                                  kFolder + std::string("done.json")}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out));
  EXPECT_EQ(Content(whole + weights), Content(out + weights));
}

}  // namespace
}  // namespace flow::lang
