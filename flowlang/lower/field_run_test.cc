// A field, from the pairs that it is trained on to the lines that follow it.

#include <string>
#include <utility>
#include <variant>

#include "ATen/TensorOperators.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_experiment.h"
#include "gmock/gmock.h"

namespace flow::lang {
namespace {

using field_matching::ElectrostaticOptions;
using field_matching::FieldOptions;
using field_matching::Given;
using field_matching::PairFieldOptions;
using field_matching::Regressed;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr core::FieldLineOptions kLines = {.start = core::LineStart::kForward,
                                           .stop = core::LineStop::kFirstHit,
                                           .step = 0.5,
                                           .tolerance = 1e-3,
                                           .offset = 0.01};

FieldOptions Tubes(int64_t pairs) {
  return {
      .field = PairFieldOptions{core::TubePathOptions{1}, Given::kPair, pairs},
      .gap = 3};
}

ExperimentPlan FieldPlan(const FieldOptions& field,
                         core::SamplerOptions sampler) {
  core::MlpOptions network = {.dim = 2, .hidden = {32, 32}};
  if (field.regressed == Regressed::kUnitField) {
    network.outputs = core::Outputs::kField;
  }
  ExperimentPlan plan = GaussianPlan(network, std::move(sampler));
  TrainWork(plan).field = SampleWork(plan).field = field;
  if (const auto* pairs = std::get_if<PairFieldOptions>(&field.field)) {
    TrainWork(plan).path = SampleWork(plan).path = pairs->path;
  }
  SampleWork(plan).samples = 500;
  return plan;
}

std::string OutputOf(const ExperimentPlan& plan, const std::string& name,
                     ProgressRecorder* progress) {
  const std::string out = FreshPath(name);
  EXPECT_OK(RunExperiment(plan, {.out = out, .threads = 2}, progress));
  return out;
}

TEST(FieldRunTest, LinesAndFlowsOfAFieldReachTheTarget) {
  ProgressRecorder progress;
  ExpectGaussianTarget(
      Generated(OutputOf(FieldPlan(Tubes(16), kLines), "lines", &progress)));
  ExpectGaussianTarget(Generated(
      OutputOf(FieldPlan(Tubes(16), core::OdeOptions(core::HeunOptions{20})),
               "flow", &progress)));
  FieldOptions velocity = Tubes(1);
  velocity.regressed = Regressed::kVelocity;
  ExpectGaussianTarget(
      Generated(OutputOf(FieldPlan(velocity, kLines), "velocity", &progress)));
  EXPECT_THAT(progress.lines(), Not(Contains(HasSubstr("warning"))));
}

// The velocity of several pairs, and nothing else of a field.
TEST(FieldRunTest, AMeanVelocityIsThatOfAFlow) {
  const FieldOptions mean = {
      .field = PairFieldOptions{core::LinearPathOptions{}, Given::kTarget, 16},
      .regressed = Regressed::kVelocity};
  ExperimentPlan plan =
      FieldPlan(mean, core::OdeOptions(core::HeunOptions{20}));
  SampleWork(plan).field.reset();
  ProgressRecorder progress;
  ExpectGaussianTarget(Generated(OutputOf(plan, "mean", &progress)));
}

// Whatever was trained.
TEST(FieldRunTest, TheExactFieldIsFollowed) {
  core::FieldLineOptions lines = kLines;
  lines.exact_points = 500;
  ProgressRecorder progress;
  ExperimentPlan plan = FieldPlan(Tubes(1), lines);
  TrainWork(plan).train.steps = 1;
  ExpectGaussianTarget(Generated(OutputOf(plan, "exact", &progress)));

  lines.start = core::LineStart::kBothSides;
  lines.stop = core::LineStop::kFlux;
  lines.offset = 0.1;
  ExperimentPlan plates =
      FieldPlan({.field = ElectrostaticOptions{64}, .gap = 3}, lines);
  TrainWork(plates).train.steps = 1;
  SampleWork(plates).samples = 100;
  // some lines end far out, where the field of the plates is weak
  const at::Tensor x_nd =
      Generated(OutputOf(plates, "exact_plates", &progress));
  const at::Tensor mean = at::tensor({3.0, -2.0}, at::kDouble);
  EXPECT_LT((std::get<0>(x_nd.median(0)) - mean).abs().max().item<double>(),
            0.3);
}

// In thin tubes a point is on the line of its own pair alone.
TEST(FieldRunTest, ASumOfOneIsToldOf) {
  FieldOptions thin = Tubes(16);
  thin.field = PairFieldOptions{core::TubePathOptions{1e-3}, Given::kPair, 16};
  ExperimentPlan plan = FieldPlan(thin, kLines);
  TrainWork(plan).train.steps = 2;
  ProgressRecorder progress;
  OutputOf(plan, "thin", &progress);
  EXPECT_THAT(progress.lines(), Contains(HasSubstr("warning: of 16 pairs 1")));
}

// Lines that are given up are told of, and counted.
TEST(FieldRunTest, LinesThatAreGivenUpAreCounted) {
  core::FieldLineOptions lines = kLines;
  lines.max_steps = 1;
  ExperimentPlan plan = FieldPlan(Tubes(1), lines);
  TrainWork(plan).train.steps = 2;
  ProgressRecorder progress;
  const std::string out = OutputOf(plan, "given_up", &progress);
  EXPECT_THAT(progress.lines(),
              Contains(HasSubstr("warning: 500 of 500 lines")));
  EXPECT_THAT(Content(out + "/result.json"), HasSubstr("\"given_up\": 500"));
}

}  // namespace
}  // namespace flow::lang
