#include "flowlang/lower/lower_testing.h"

#include <filesystem>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/io/npz.h"
#include "core/tensor/array_tensor.h"
#include "gtest/gtest.h"

namespace flow::lang {

ExperimentPlan TinyPlan() {
  TrainVelocityStage train;
  train.ends.source.law = datasets::GaussianOptions{.dim = 2};
  train.ends.target.law = datasets::TwoMoonsOptions{};
  train.network = core::MlpOptions{.dim = 2, .hidden = {8}};
  train.train.steps = 20;
  train.train.batch = 32;
  train.train.checkpoint_every = train.train.log_every = 5;
  const SampleStage sample{
      .protocol = "p",
      .ends = train.ends,
      .network = train.network,
      .sampler = core::EulerOptions{10},
      .samples = 30,
  };
  const EvaluateStage evaluate{"p", {core::W2Options{}, core::NfeOptions{}}};
  return {.name = "tiny",
          .seed = 1,
          .dim = 2,
          .stages = {{.name = "train_velocity",
                      .kind = "train_velocity",
                      .hash = "hash-of-train",
                      .work = train},
                     {.name = "sample_p",
                      .kind = "sample",
                      .inputs = {"train_velocity"},
                      .hash = "hash-of-sample",
                      .work = sample},
                     {.name = "evaluate_p",
                      .kind = "evaluate",
                      .inputs = {"sample_p"},
                      .hash = "hash-of-evaluate",
                      .work = evaluate}},
          .hash = "hash-of-plan",
          .resolved = "name: \"tiny\"\nseed: 1\n"};
}

ExperimentPlan GaussianPlan(const core::NetworkOptions& network,
                            core::SamplerOptions sampler) {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  SampleStage& sample = SampleWork(plan);
  train.ends.target.law = sample.ends.target.law =
      datasets::GaussianOptions{.dim = 2, .mean = {3, -2}, .std = 0.5};
  train.network = sample.network = network;
  train.train.optimizer = core::AdamOptions{.learning_rate = 5e-3};
  train.train.schedule = core::WarmupCosineOptions{};
  train.train.steps = 500;
  train.train.batch = 256;
  sample.sampler = std::move(sampler);
  return plan;
}

void ExpectGaussianTarget(const at::Tensor& x_nd) {
  const at::Tensor mean = at::tensor({3.0, -2.0}, at::kDouble);
  EXPECT_LT((x_nd.mean(0) - mean).abs().max().item<double>(), 0.2);
  EXPECT_LT((x_nd.std(0) - 0.5).abs().max().item<double>(), 0.2);
}

std::string FreshPath(const std::string& name) {
  const std::string path = JoinPath(testing::TempDir(), name);
  std::filesystem::remove_all(path);
  return path;
}

at::Tensor Generated(const std::string& out) {
  const auto file = core::ReadNpz(out + "/samples/p.npz");
  EXPECT_OK(file.status());
  at::Tensor generated;
  for (const auto& [key, array] : *file) {
    if (key == "generated") generated = core::ToTensor(array).to(at::kDouble);
  }
  return generated;
}

std::string Content(const std::string& path) {
  absl::StatusOr<std::string> content = ReadFile(path);
  FLOW_CHECK(content.ok()) << content.status().message();
  return *std::move(content);
}

void ProgressRecorder::OnStage(absl::string_view stage,
                               absl::string_view note) {
  lines_.push_back(absl::StrCat(stage, ": ", note));
}

void ProgressRecorder::OnTrain(absl::string_view stage,
                               const TrainProgress& progress) {
  lines_.push_back(
      absl::StrCat(stage, " ", progress.step, "/", progress.steps));
}

void ProgressRecorder::OnPoints(absl::string_view stage, int64_t done,
                                int64_t points) {
  lines_.push_back(absl::StrCat(stage, " ", done, "/", points, " points"));
}

void ProgressRecorder::OnWarning(absl::string_view stage,
                                 absl::string_view text) {
  lines_.push_back(absl::StrCat(stage, ": warning: ", text));
}

void ProgressRecorder::OnMetric(absl::string_view protocol,
                                absl::string_view metric, double value) {
  lines_.push_back(absl::StrCat(protocol, " ", metric));
}

}  // namespace flow::lang
