// A flow that begins near the means of its classes.

#include <cmath>
#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/nonzero.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "core/tensor/array_tensor.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_testing.h"

namespace flow::lang {
namespace {

constexpr char kWeights[] = "/stages/01-train_velocity/weights.safetensors";

// Of `classes` classes, or of one mean of all.
ExperimentPlan StartPlan(double time, int64_t classes = 2) {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  std::get<core::MlpOptions>(train.network).classes = classes;
  train.ends.shallow_start = {time, classes, train.ends.target};
  SampleStage& sample = SampleWork(plan);
  sample.network = train.network;
  sample.ends = train.ends;
  sample.samples = 20000;
  EvaluateWork(plan).metrics = {core::NfeOptions{}};
  return plan;
}

at::Tensor Array(const core::NpzArrays& arrays, const std::string& wanted) {
  for (const auto& [name, array] : arrays) {
    if (name == wanted) return core::ToTensor(array);
  }
  ADD_FAILURE() << "no array " << wanted;
  return {};
}

class ShallowStartRunTest : public RunTest {};

TEST_F(ShallowStartRunTest, PointsBeginAtTheStartOfTheirClass) {
  const ExperimentPlan plan = StartPlan(0.3);
  const std::string out = FreshPath("classes");
  ASSERT_OK(RunAt(plan, out));
  ASSERT_OK_AND_ASSIGN(const core::NpzArrays arrays,
                       core::ReadNpz(out + "/samples/p.npz"));
  const at::Tensor source_nd = Array(arrays, "source");
  const at::Tensor label_n = Array(arrays, "generated_label");
  ASSERT_OK_AND_ASSIGN(
      const Ends ends,
      MakeEnds(std::get<SampleStage>(plan.stages[1].work).ends, plan.seed));
  for (int64_t k = 0; k < 2; ++k) {
    const at::Tensor x_md =
        source_nd.index_select(0, at::nonzero(label_n.eq(k)).squeeze(1))
            .to(at::kDouble);
    const core::Moments start = *ends.source->OfClass(k).ExactMoments();
    // six standard errors of a mean are exceeded once in 5e8
    const double error = std::sqrt(start.covariance_dd[0][0].item<double>() /
                                   static_cast<double>(x_md.size(0)));
    EXPECT_LT((x_md.mean(0) - start.mean_d).abs().max().item<double>(),
              6 * error);
    // far apart: the moons' middles are at (0, 0.6) and (1, -0.1)
    EXPECT_GT(
        (start.mean_d - ends.source->OfClass(1 - k).ExactMoments()->mean_d)
            .abs()
            .max()
            .item<double>(),
        20 * error);
  }
}

TEST_F(ShallowStartRunTest, TrainsFromTheStartWithAnyNumberOfThreads) {
  const std::string out = FreshPath("one"), two = FreshPath("two"),
                    other = FreshPath("other");
  ASSERT_OK(RunAt(StartPlan(0.3), out));
  ASSERT_OK(RunAt(StartPlan(0.3), two, /*threads=*/2));
  ASSERT_OK(RunAt(StartPlan(0.2), other));
  EXPECT_EQ(Content(out + kWeights), Content(two + kWeights));
  EXPECT_NE(Content(out + kWeights), Content(other + kWeights));
}

TEST_F(ShallowStartRunTest, WithoutClassesAllPointsAreOne) {
  EXPECT_OK(RunAt(StartPlan(0.3, /*classes=*/0), FreshPath("all")));
}

TEST_F(ShallowStartRunTest, TooLateAStartIsToldWithTheLatest) {
  EXPECT_THAT(RunAt(StartPlan(0.9), FreshPath("late")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       testing::AllOf(testing::HasSubstr("class 0"),
                                      testing::HasSubstr("must be < 0."))));
}

}  // namespace
}  // namespace flow::lang
