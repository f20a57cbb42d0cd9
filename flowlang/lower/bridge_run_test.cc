// A network with two outputs, from its training to its two samplers.

#include <cmath>
#include <string>
#include <utility>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"

namespace flow::lang {
namespace {

// Bridges of sigma 1 from N(0, I) to N((3, -2), 0.25 I).
ExperimentPlan BridgePlan(core::Executor executor,
                          core::SamplerOptions sampler) {
  ExperimentPlan plan =
      GaussianPlan(core::MlpOptions{.dim = 2,
                                    .hidden = {32, 32},
                                    .executor = executor,
                                    .outputs = core::Outputs::kTwo},
                   std::move(sampler));
  TrainWork(plan).path = SampleWork(plan).path =
      core::BrownianBridgePathOptions{};
  TrainWork(plan).prediction = SampleWork(plan).prediction =
      core::Prediction::kVelocityAndScore;
  SampleWork(plan).samples = 2000;
  return plan;
}

at::Tensor GeneratedBy(const ExperimentPlan& plan, const std::string& name) {
  const std::string out = FreshPath(name);
  ProgressRecorder progress;
  EXPECT_OK(RunExperiment(plan, {.out = out, .threads = 1}, &progress));
  return Generated(out);
}

TEST(BridgeRunTest, TheFlowAndTheDiffusionReachTheTarget) {
  const core::Executor kernels = core::Executor::kKernels;
  const at::Tensor ode = GeneratedBy(
      BridgePlan(kernels, core::OdeOptions(core::HeunOptions{20})), "ode");
  ExpectGaussianTarget(ode);
  const at::Tensor sde = GeneratedBy(
      BridgePlan(kernels,
                 core::SdeOptions(core::EulerMaruyamaOptions{{.steps = 50}})),
      "sde");
  ExpectGaussianTarget(sde);
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
