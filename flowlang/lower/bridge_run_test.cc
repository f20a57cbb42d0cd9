// A network with two outputs, from its training to its two samplers.

#include <cmath>
#include <string>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

// Bridges of sigma 1 from N(0, I) to N((3, -2), 0.25 I).
ExperimentPlan BridgePlan(core::Executor executor,
                          core::SamplerOptions sampler) {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  SampleStage& sample = SampleWork(plan);
  train.ends.target.law = sample.ends.target.law =
      datasets::GaussianOptions{.dim = 2, .mean = {3, -2}, .std = 0.5};
  train.path = sample.path = core::BrownianBridgePathOptions{};
  train.network = sample.network =
      core::MlpOptions{.dim = 2,
                       .hidden = {32, 32},
                       .executor = executor,
                       .outputs = core::Outputs::kTwo};
  train.prediction = sample.prediction = core::Prediction::kVelocityAndScore;
  train.train.optimizer = core::AdamOptions{.learning_rate = 5e-3};
  train.train.schedule = core::WarmupCosineOptions{};
  train.train.steps = 500;
  train.train.batch = 256;
  sample.sampler = std::move(sampler);
  sample.samples = 2000;
  return plan;
}

at::Tensor GeneratedBy(const ExperimentPlan& plan, const std::string& name) {
  const std::string out = FreshPath(name);
  ProgressRecorder progress;
  EXPECT_OK(RunExperiment(plan, {.out = out, .threads = 1}, &progress));
  return Generated(out);
}

// The errors of a network that has seen little are beyond derivation; the seed
// is fixed, and the source is 3 and 0.5 away.
void ExpectTarget(const at::Tensor& x_nd) {
  const at::Tensor mean = at::tensor({3.0, -2.0}, at::kDouble);
  EXPECT_LT((x_nd.mean(0) - mean).abs().max().item<double>(), 0.2);
  EXPECT_LT((x_nd.std(0) - 0.5).abs().max().item<double>(), 0.2);
}

TEST(BridgeRunTest, TheFlowAndTheDiffusionReachTheTarget) {
  const core::Executor kernels = core::Executor::kKernels;
  const at::Tensor ode = GeneratedBy(
      BridgePlan(kernels, core::OdeOptions(core::HeunOptions{20})), "ode");
  ExpectTarget(ode);
  const at::Tensor sde = GeneratedBy(
      BridgePlan(kernels,
                 core::SdeOptions(core::EulerMaruyamaOptions{{.steps = 50}})),
      "sde");
  ExpectTarget(sde);
  // from the same starts
  EXPECT_GT((sde - ode).std().item<double>(), 0.2);
}

// A few steps, so that rounding has no time to grow.
TEST(BridgeRunTest, KernelsAndLibtorchAgree) {
  const auto generated = [](core::Executor executor, const char* name) {
    ExperimentPlan plan = BridgePlan(
        executor, core::SdeOptions(core::EulerMaruyamaOptions{{.steps = 10}}));
    TrainWork(plan).train.steps = 5;
    return GeneratedBy(plan, name);
  };
  const at::Tensor difference =
      generated(core::Executor::kKernels, "kernels") -
      generated(core::Executor::kLibtorch, "libtorch");
  EXPECT_LT(difference.abs().max().item<double>(), 1e-3);
}

}  // namespace
}  // namespace flow::lang
