// A training by acceleration: from the weights, and by the velocities, that
// another left.

#include <cmath>
#include <cstdio>
#include <string>

#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_testing.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kFirst[] = "/stages/01-train_velocity/weights.safetensors";
constexpr char kSecond[] =
    "/stages/02-train_acceleration_1/weights.safetensors";

ExperimentPlan AccelerationPlan(double alpha) {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage again = TrainWork(plan);
  again.coupling = core::MinibatchOtOptions{};
  again.warm_start = true;
  again.acceleration = alpha;
  plan.stages.insert(plan.stages.begin() + 1,
                     Stage{.name = "train_acceleration_1",
                           .kind = "train_velocity",
                           .inputs = {"train_velocity"},
                           .hash = "hash-of-acceleration",
                           .work = again});
  plan.stages[2].inputs = {"train_acceleration_1"};
  return plan;
}

TrainVelocityStage& Work(ExperimentPlan& plan) {
  return std::get<TrainVelocityStage>(plan.stages[1].work);
}

class AccelerationRunTest : public RunTest {
 protected:
  static Json Coupling(const std::string& out) {
    return Json::parse(Content(out + "/result.json"))["stages"][1]["coupling"];
  }
};

TEST_F(AccelerationRunTest, StartsFromTheWeightsThatThereAre) {
  ExperimentPlan plan = AccelerationPlan(12.0 / 13);
  Work(plan).train.optimizer = core::SgdOptions{.learning_rate = 0};
  const std::string out = Run(plan, "start");
  EXPECT_EQ(Content(out + kFirst), Content(out + kSecond));
}

// Coupling and target both know alpha, so that another one trains another
// network.
TEST_F(AccelerationRunTest, ObeysAlpha) {
  const std::string whole = Run(AccelerationPlan(12.0 / 13), "whole");
  const std::string partly = Run(AccelerationPlan(0.5), "partly");
  EXPECT_EQ(Content(whole + kFirst), Content(partly + kFirst));
  EXPECT_NE(Content(whole + kSecond), Content(partly + kSecond));
}

// The cost that is reported is that of accelerations: not that of distances,
// which the same coupling reports without, nor alpha of it, which points at
// rest would cost.
TEST_F(AccelerationRunTest, CouplesByAcceleration) {
  ExperimentPlan plan = AccelerationPlan(0.5);
  const double cost = Coupling(Run(plan, "by"))["cost"].get<double>();
  Work(plan).acceleration.reset();
  const double distance = Coupling(Run(plan, "without"))["cost"].get<double>();
  EXPECT_GT(cost, 0);
  EXPECT_GT(std::abs(cost / distance - 1), 0.05);
  EXPECT_GT(std::abs(cost / (0.5 * distance) - 1), 0.05);
}

TEST_F(AccelerationRunTest, AKilledRunGoesOnToTheSameBits) {
  const ExperimentPlan plan = AccelerationPlan(12.0 / 13);
  const std::string whole = Run(plan, "unbroken", 2);
  const std::string out = Run(plan, "broken", 1);
  EXPECT_EQ(Content(whole + kSecond), Content(out + kSecond));
  for (const char* lost :
       {"/result.json", kSecond, "/stages/02-train_acceleration_1/done.json"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  ASSERT_OK(RunAt(plan, out, 1));
  EXPECT_EQ(Content(whole + kSecond), Content(out + kSecond));
}

TEST_F(AccelerationRunTest, LostWeightsAreTold) {
  const ExperimentPlan plan = AccelerationPlan(12.0 / 13);
  const std::string out = Run(plan, "lost");
  for (const char* lost :
       {"/result.json", kFirst, "/stages/02-train_acceleration_1/done.json",
        "/stages/02-train_acceleration_1/checkpoint.safetensors"}) {
    ASSERT_EQ(std::remove((out + lost).c_str()), 0) << lost;
  }
  EXPECT_THAT(RunAt(plan, out, 1),
              StatusIs(absl::StatusCode::kNotFound,
                       testing::HasSubstr("weights.safetensors")));
}

}  // namespace
}  // namespace flow::lang
