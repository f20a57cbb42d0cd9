#include "flowlang/lower/evaluate_stage.h"

#include <string>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "core/tensor/array_tensor.h"
#include "core/tensor/random_tensor.h"
#include "flowlang/lower/lower_testing.h"

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
