#include "flowlang/lower/sample_stage.h"

#include <map>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full_like.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/tensor.h"
#include "ATen/ops/zeros_like.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "core/nn/make_network.h"
#include "core/tensor/array_tensor.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

using Arrays = std::map<std::string, at::Tensor>;

// The network of the plan with every number 0 but the last bias: the velocity
// is (1, -2) everywhere.
core::Parameters ConstantVelocity(ExperimentPlan plan) {
  core::Parameters weights =
      core::MakeNetwork(TrainWork(plan).network)->Initialize(1);
  for (core::NamedTensor& w : weights) w.value = at::zeros_like(w.value);
  weights.back().value = at::tensor({1.0, -2.0}, at::kFloat);
  return weights;
}

class SampleStageTest : public testing::Test {
 protected:
  void PutWeights(const core::Parameters& weights) {
    const std::string folder = *directory_.StageFolder(plan_, 0);
    ASSERT_OK(WriteTensors(folder + "/weights.safetensors", weights, {}));
  }

  // The arrays of samples/<protocol>.npz.
  Arrays Sample() {
    ThreadPool pool(1);
    const auto record = RunSampleStage(
        SampleWork(plan_), {plan_, directory_, 1, &pool, &progress_});
    EXPECT_OK(record.status());
    const auto file = core::ReadNpz(
        directory_.File("samples/" + SampleWork(plan_).protocol + ".npz"));
    EXPECT_OK(file.status());
    Arrays arrays;
    for (const auto& [name, array] : *file) {
      arrays[name] = core::ToTensor(array);
    }
    return arrays;
  }

  ExperimentPlan plan_ = TinyPlan();
  const RunDirectory directory_ = *RunDirectory::Open(
      FreshPath(testing::UnitTest::GetInstance()->current_test_info()->name()),
      plan_);
  ProgressRecorder progress_;
};

TEST_F(SampleStageTest, WritesTheArraysThatItPromises) {
  PutWeights(ConstantVelocity(plan_));
  std::map<std::string, std::vector<int64_t>> shapes;
  for (const auto& [name, tensor] : Sample()) {
    shapes[name] = tensor.sizes().vec();
  }
  EXPECT_THAT(shapes, ElementsAre(Pair("evaluations", ElementsAre(30)),
                                  Pair("generated", ElementsAre(30, 2)),
                                  Pair("path_energy", ElementsAre(30)),
                                  Pair("second_target", ElementsAre(30, 2)),
                                  Pair("source", ElementsAre(30, 2)),
                                  Pair("target", ElementsAre(30, 2)),
                                  Pair("trajectory", ElementsAre(21, 30, 2)),
                                  Pair("trajectory_time", ElementsAre(21))));
  EXPECT_THAT(progress_.lines(), ElementsAre("sample_p: "));
}

// Along x0 + t u with u = (1, -2): the energy is |u|^2 = 5, and ten Euler steps
// look ten times.
TEST_F(SampleStageTest, FollowsAConstantVelocityAlongStraightLines) {
  PutWeights(ConstantVelocity(plan_));
  Arrays a = Sample();
  const at::Tensor u = at::tensor({1.0, -2.0}, at::kFloat);
  EXPECT_TRUE(at::allclose(a["generated"], a["source"] + u, 0, 1e-5));
  EXPECT_TRUE(at::allclose(a["path_energy"], at::full_like(a["path_energy"], 5),
                           0, 1e-5));
  EXPECT_TRUE(a["evaluations"].equal(at::full_like(a["evaluations"], 10)));
  EXPECT_TRUE(at::allclose(a["trajectory_time"],
                           at::linspace(0, 1, 21, at::kDouble), 0, 1e-12));
  for (int k = 0; k <= 20; ++k) {
    EXPECT_TRUE(
        at::allclose(a["trajectory"][k], a["source"] + u * (k / 20.0), 0, 1e-5))
        << k;
  }
}

TEST_F(SampleStageTest, MethodsAreComparedOnTheSamePoints) {
  PutWeights(ConstantVelocity(plan_));
  Arrays one = Sample();
  PutWeights(core::MakeNetwork(TrainWork(plan_).network)->Initialize(2));
  SampleWork(plan_).sampler = core::HeunOptions{3};
  Arrays other = Sample();
  EXPECT_FALSE(one["generated"].equal(other["generated"]));
  for (const char* name : {"source", "target", "second_target"}) {
    EXPECT_TRUE(one[name].equal(other[name])) << name;
  }
}

TEST_F(SampleStageTest, ProtocolsSeedsAndBothTargetsAreDrawnApart) {
  PutWeights(ConstantVelocity(plan_));
  Arrays one = Sample();
  EXPECT_FALSE(one["target"].equal(one["second_target"]));
  SampleWork(plan_).protocol = std::string("q");
  Arrays other_protocol = Sample();
  plan_.seed = 2;
  Arrays other_seed = Sample();
  for (const char* name : {"source", "target", "second_target"}) {
    EXPECT_FALSE(one[name].equal(other_protocol[name])) << name;
    EXPECT_FALSE(other_protocol[name].equal(other_seed[name])) << name;
  }
}

TEST_F(SampleStageTest, DrawsNoMoreLinesThanAPageCanShow) {
  PutWeights(ConstantVelocity(plan_));
  SampleWork(plan_).samples = 250;
  Arrays a = Sample();
  EXPECT_THAT(a["generated"].sizes().vec(), ElementsAre(250, 2));
  EXPECT_THAT(a["trajectory"].sizes().vec(), ElementsAre(21, 200, 2));
}

TEST_F(SampleStageTest, MissingWeightsAreNamed) {
  ThreadPool pool(1);
  EXPECT_THAT(
      RunSampleStage(SampleWork(plan_),
                     {plan_, directory_, 1, &pool, &progress_})
          .status(),
      StatusIs(absl::StatusCode::kNotFound,
               HasSubstr("stages/01-train_velocity/weights.safetensors")));
}

}  // namespace
}  // namespace flow::lang
