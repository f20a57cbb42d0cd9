#include "flowlang/lower/evaluate_stage.h"

#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "core/nn/make_network.h"
#include "core/tensor/array_tensor.h"
#include "core/tensor/random_tensor.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

// Points that ended at (3, 4) from where they should: W2 is 5. The second
// target is the first, so that the floor is 0. Half of the points took 10
// evaluations, half 20.
core::NpzArrays ShiftedPoints() {
  const at::Tensor target = core::NormalTensor(1, 40, 2);
  at::Tensor evaluations = at::full({40}, 10, at::kLong);
  evaluations.narrow(0, 0, 20).fill_(20);
  const std::pair<const char*, at::Tensor> tensors[] = {
      {"source", core::NormalTensor(2, 40, 2)},
      {"generated", target + at::tensor({3.0, 4.0}, at::kFloat)},
      {"target", target},
      {"second_target", target},
      {"path_energy", at::full({40}, 25.0, at::kDouble)},
      {"evaluations", evaluations}};
  core::NpzArrays arrays;
  for (const auto& [name, tensor] : tensors) {
    arrays.emplace_back(name, core::ToArray(tensor));
  }
  return arrays;
}

class EvaluateStageTest : public testing::Test {
 protected:
  void PutPoints(const core::NpzArrays& arrays) {
    ASSERT_OK(core::WriteNpz(Points(), arrays));
  }
  std::string Points() const { return directory_.File("samples/p.npz"); }
  absl::StatusOr<Json> Evaluate() {
    ThreadPool pool(2);
    return RunEvaluateStage(EvaluateWork(plan_),
                            {plan_, directory_, 2, &pool, &progress_});
  }

  // The velocity (1, -2) everywhere.
  void PutVelocity() {
    core::Parameters weights =
        core::MakeNetwork(TrainWork(plan_).network)->Initialize(1);
    for (core::NamedTensor& w : weights) w.value = at::zeros_like(w.value);
    weights.back().value = at::tensor({1.0, -2.0}, at::kFloat);
    ASSERT_OK(
        WriteTensors(*directory_.StageFolder(plan_, 0) + "/weights.safetensors",
                     weights, {}));
  }

  ExperimentPlan plan_ = TinyPlan();
  const RunDirectory directory_ = *RunDirectory::Open(
      FreshPath(testing::UnitTest::GetInstance()->current_test_info()->name()),
      plan_);
  ProgressRecorder progress_;
};

TEST_F(EvaluateStageTest, MeasuresThePointsOfTheProtocol) {
  PutPoints(ShiftedPoints());
  ASSERT_OK_AND_ASSIGN(const Json record, Evaluate());
  EXPECT_GE(record["wall_seconds"], 0);
  ASSERT_EQ(record["metrics"].size(), 2u);
  const Json& w2 = record["metrics"][0];
  EXPECT_EQ(w2["name"], "w2");
  EXPECT_NEAR(w2["value"].get<double>(), 5, 1e-5);
  EXPECT_NEAR(w2["floor"].get<double>(), 0, 1e-5);
  const Json& nfe = record["metrics"][1];
  EXPECT_EQ(nfe["name"], "nfe");
  EXPECT_EQ(nfe["value"], 15);
  EXPECT_THAT(progress_.lines(), ElementsAre("evaluate_p: ", "p w2", "p nfe"));
}

TEST_F(EvaluateStageTest, EveryMetricHasAllFieldsOfTheResult) {
  PutPoints(ShiftedPoints());
  ASSERT_OK_AND_ASSIGN(const Json record, Evaluate());
  for (const Json& metric : record["metrics"]) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : metric.items()) keys.push_back(key);
    EXPECT_THAT(keys, ElementsAre("name", "protocol", "value", "std_error", "n",
                                  "floor", "nfe", "lower_is_better"));
    EXPECT_EQ(metric["protocol"], "p");
    EXPECT_EQ(metric["n"], 40);
    EXPECT_EQ(metric["nfe"], 15);
    EXPECT_EQ(metric["lower_is_better"], true);
  }
}

// With the velocity u = (1, -2) everywhere, p_1 is N(u, I): -log p_1(x) is
// |x - u|^2 / 2 + log(2 pi).
TEST_F(EvaluateStageTest, AsksTheFlowForTheLikelihoodOfTheTarget) {
  const core::NpzArrays arrays = ShiftedPoints();
  PutPoints(arrays);
  PutVelocity();
  EvaluateWork(plan_).metrics = {core::NllOptions{}};
  ASSERT_OK_AND_ASSIGN(const Json record, Evaluate());
  const Json& nll = record["metrics"][0];
  const at::Tensor u = at::tensor({1.0, -2.0}, at::kFloat);
  const at::Tensor x = core::NormalTensor(1, 40, 2);  // the target's points
  const double expected = (x - u).square().sum(1).mean().item<double>() / 2 +
                          std::log(2 * std::numbers::pi);
  EXPECT_EQ(nll["name"], "nll");
  EXPECT_NEAR(nll["value"].get<double>(), expected, 1e-4);
  EXPECT_EQ(nll["n"], 40);
  EXPECT_TRUE(nll["floor"].is_null());  // moons have no density in closed form
}

// Between two standard Gaussians the exact velocity of a line is
// (2 t - 1) / ((1 - t)^2 + t^2) x, whose mean square is 2 - pi / 2 a coordinate
// and whose mean is 0: against (1, -2) the error is that plus 5 / 2.
TEST_F(EvaluateStageTest, KnowsTheExactVelocityBetweenGaussians) {
  core::NpzArrays arrays;
  for (const auto& [name, array] : ShiftedPoints()) {
    const int64_t n = 20000;
    if (name == "source" || name == "target") {
      arrays.push_back(
          {name, core::ToArray(core::NormalTensor(DeriveSeed(1, name), n, 2))});
    } else {
      arrays.push_back({name, array});
    }
  }
  PutPoints(arrays);
  PutVelocity();
  SampleWork(plan_).ends.target = SampleWork(plan_).ends.source;
  EvaluateWork(plan_).metrics = {core::VelocityErrorOptions{}};
  ASSERT_OK_AND_ASSIGN(const Json record, Evaluate());
  const Json& error = record["metrics"][0];
  EXPECT_EQ(error["name"], "velocity_error");
  EXPECT_NEAR(error["value"].get<double>(), 2 - std::numbers::pi / 2 + 2.5,
              5 * error["std_error"].get<double>());
}

// The pairs of an independent coupling start where fresh points do; a constant
// velocity leads back to where it came from.
TEST_F(EvaluateStageTest, LooksAtThePairsOfTheTrainingAndAtTheWayBack) {
  core::NpzArrays arrays = ShiftedPoints();
  const at::Tensor x = core::NormalTensor(2, 40, 2);
  for (auto& [name, array] : arrays) {
    if (name == "source") array = core::ToArray(x);
    if (name == "generated") {
      array = core::ToArray(x + at::tensor({1.0, -2.0}, at::kFloat));
    }
  }
  PutPoints(arrays);
  PutVelocity();
  EvaluateWork(plan_).metrics = {core::MarginalErrorOptions{},
                                 core::RoundTripErrorOptions{},
                                 core::TransportCostOptions{}};
  ASSERT_OK_AND_ASSIGN(const Json record, Evaluate());
  const Json& marginal = record["metrics"][0];
  // W2^2 of 40 points each is 0.3 or so
  EXPECT_LT(marginal["value"].get<double>(), 1.2);
  EXPECT_GT(marginal["floor"].get<double>(), 0);
  EXPECT_LT(record["metrics"][1]["value"].get<double>(), 1e-6);
  EXPECT_NEAR(record["metrics"][2]["value"].get<double>(), 5, 1e-5);
}

TEST_F(EvaluateStageTest, ALikelihoodNeedsTheWeights) {
  PutPoints(ShiftedPoints());
  EvaluateWork(plan_).metrics = {core::NllOptions{}};
  EXPECT_THAT(Evaluate().status(), StatusIs(absl::StatusCode::kNotFound,
                                            HasSubstr("weights.safetensors")));
}

TEST_F(EvaluateStageTest, AMissingArrayIsNamed) {
  core::NpzArrays arrays = ShiftedPoints();
  arrays.erase(arrays.begin() + 3);
  PutPoints(arrays);
  EXPECT_THAT(Evaluate().status(),
              StatusIs(absl::StatusCode::kDataLoss,
                       "'" + Points() + "' has no array 'second_target'"));
}

TEST_F(EvaluateStageTest, MissingAndBrokenFilesAreNamed) {
  EXPECT_THAT(Evaluate().status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(Points())));
  ASSERT_OK(WriteFileAtomically(Points(), "text"));
  EXPECT_THAT(Evaluate().status(),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr(Points())));
}

}  // namespace
}  // namespace flow::lang
