#include "flowlang/lower/sample_stage.h"

#include <map>
#include <numbers>
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

// One hidden unit that is 1 for the class 1 and 0 else: the velocity is (4, -2)
// of the class 1, (1, -2) of the class 0 and of no class.
core::Parameters VelocityOfClasses(const core::MlpOptions& mlp) {
  core::Parameters weights = core::MakeNetwork(mlp)->Initialize(1);
  for (core::NamedTensor& w : weights) w.value = at::zeros_like(w.value);
  weights[0].value[0][4] = 1;  // behind the point, the time and the class 0
  weights[2].value[0][0] = 3;
  weights[3].value = at::tensor({1.0, -2.0}, at::kFloat);
  return weights;
}

TEST_F(SampleStageTest, EveryPointFollowsItsClassByTheGuidance) {
  const core::MlpOptions mlp = {.dim = 2,
                                .hidden = {1},
                                .activation = core::Activation::kRelu,
                                .classes = 2};
  TrainWork(plan_).network = SampleWork(plan_).network = mlp;
  PutWeights(VelocityOfClasses(mlp));
  for (const double guidance : {1.0, 2.0}) {
    SampleWork(plan_).guidance = guidance;
    Arrays a = Sample();
    const at::Tensor label_n = a["generated_label"];
    ASSERT_EQ(label_n.sizes(), (std::vector<int64_t>{30}));
    const double ones = label_n.sum().item<double>();
    EXPECT_TRUE(ones > 0 && ones < 30) << "both classes";
    const at::Tensor moved = a["generated"] - a["source"];
    EXPECT_TRUE(at::allclose(moved.select(1, 0), 1 + guidance * 3 * label_n,
                             1e-5, 1e-5));
    EXPECT_TRUE(at::allclose(
        moved.select(1, 1), at::full_like(moved.select(1, 1), -2), 1e-5, 1e-5));
    // two moons: the labels are those of the points
    EXPECT_EQ(a["target_label"].size(0), 30);
    EXPECT_TRUE(a["trajectory"].select(0, 20).equal(a["generated"]));
  }
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

// On a line that leads to the data D, u = (D - x) / (1 - t): Euler's last step
// ends at D from anywhere.
TEST_F(SampleStageTest, WhoPredictsOnePointIsLedThere) {
  PutWeights(ConstantVelocity(plan_));
  SampleWork(plan_).prediction = core::Prediction::kData;
  Arrays a = Sample();
  const at::Tensor data = at::tensor({1.0, -2.0}, at::kFloat);
  EXPECT_TRUE(
      at::allclose(a["generated"], data.expand_as(a["generated"]), 0, 1e-5));
}

// Along the quarter circle to the same data. Where x = a e + b D, what is left
// at the end is the error of Euler's method, of the order of pi / 2 / 400 times
// points of length 5.
TEST_F(SampleStageTest, AnotherPathLeadsToTheSamePoint) {
  PutWeights(ConstantVelocity(plan_));
  SampleWork(plan_).prediction = core::Prediction::kData;
  SampleWork(plan_).along = core::TrigonometricPathOptions{};
  SampleWork(plan_).sampler = core::EulerOptions{400};
  Arrays a = Sample();
  const at::Tensor data = at::tensor({1.0, -2.0}, at::kFloat);
  EXPECT_TRUE(
      at::allclose(a["generated"], data.expand_as(a["generated"]), 0, 0.02));
  // half-way in time it is not half-way on the line
  EXPECT_FALSE(
      at::allclose(a["trajectory"][10], 0.5 * (a["source"] + data), 0, 0.1));
}

TEST_F(SampleStageTest, LogTimeEndsShortOfTheTarget) {
  PutWeights(ConstantVelocity(plan_));
  SampleWork(plan_).sampler = core::Rk4Options{20};
  SampleWork(plan_).log_time_until = 0.25;
  Arrays a = Sample();
  const at::Tensor u = at::tensor({1.0, -2.0}, at::kFloat);
  EXPECT_TRUE(at::allclose(a["generated"], a["source"] + 0.75 * u, 0, 1e-5));
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

// The network is a constant velocity u, so of the linear path the score is
// (t u - x) / (1 - t), and noise moves the points about the line; the lines
// that are drawn are those of the generated points.
TEST_F(SampleStageTest, FollowsTheStochasticFlow) {
  PutWeights(ConstantVelocity(plan_));
  Arrays ode = Sample();
  SampleWork(plan_).sampler =
      core::StochasticHeunOptions{{20, core::Diffusion::kSigma, 1}};
  Arrays sde = Sample();
  EXPECT_FALSE(
      at::allclose(sde["generated"], ode["generated"], 0, /*atol=*/0.1));
  EXPECT_TRUE(sde["trajectory"][20].equal(sde["generated"]));
  EXPECT_TRUE(sde["evaluations"].equal(at::full_like(sde["evaluations"], 40)));
  EXPECT_TRUE(at::allclose(sde["path_energy"],
                           at::full_like(sde["path_energy"], 5), 0, 1e-5));
  EXPECT_TRUE(Sample()["generated"].equal(sde["generated"]));
}

// The second output is (4, 0) everywhere, so that the drift of the noise w =
// n(t) = sqrt(t (1 - t)) is u + n / 2 (4, 0) and its integral 4 pi / 16 beside
// u, by Euler's sums to 0.02. The noise has the variance int n^2 = 1 / 6; of
// 4000 points six standard errors of the mean are 0.04 (a false alarm in 1e8
// runs). The energy is that of the velocity. Classes that the network does not
// look at change nothing.
TEST_F(SampleStageTest, FollowsTheScoreOfTheSecondOutput) {
  for (const int64_t classes : {0, 2}) {
    core::MlpOptions network{.dim = 2,
                             .hidden = {8},
                             .classes = classes,
                             .outputs = core::Outputs::kTwo};
    SampleStage& work = SampleWork(plan_);
    TrainWork(plan_).network = work.network = network;
    work.path = core::BrownianBridgePathOptions{};
    work.prediction = core::Prediction::kVelocityAndScore;
    work.samples = 4000;
    work.sampler = core::EulerOptions{10};
    core::Parameters weights = ConstantVelocity(plan_);
    weights.back().value = at::tensor({1.0, -2.0, 4.0, 0.0}, at::kFloat);
    PutWeights(weights);
    Arrays ode = Sample();
    const at::Tensor u = at::tensor({1.0, -2.0}, at::kFloat);
    EXPECT_TRUE(at::allclose(ode["generated"], ode["source"] + u, 0, 1e-5));
    work.sampler =
        core::EulerMaruyamaOptions{{100, core::Diffusion::kSigma, 1}};
    Arrays sde = Sample();
    const at::Tensor moved = (sde["generated"] - sde["source"]).to(at::kDouble);
    EXPECT_NEAR(moved.mean(0)[0].item<double>(), 1 + std::numbers::pi / 4,
                0.06);
    EXPECT_NEAR(moved.mean(0)[1].item<double>(), -2, 0.06);
    EXPECT_NEAR(moved.var(0)[1].item<double>(), 1 / 6., 0.03);
    EXPECT_TRUE(at::allclose(sde["path_energy"],
                             at::full_like(sde["path_energy"], 5), 0, 1e-5));
    EXPECT_TRUE(
        sde["evaluations"].equal(at::full_like(sde["evaluations"], 100)));
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
