#include "flowlang/lower/semidiscrete_stage.h"

#include <string>

#include "ATen/ops/unique_dim.h"
#include "core/base/status_testing.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/train_stage.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

ExperimentPlan SemidiscretePlan() {
  ExperimentPlan plan = TinyPlan();
  TrainVelocityStage& train = TrainWork(plan);
  train.ends.target.points = 40;
  const core::SemidiscreteOptions options{0, 300, 64};
  train.coupling = options;
  plan.stages[0].inputs = {"train_potential"};
  plan.stages.insert(plan.stages.begin(),
                     {.name = "train_potential",
                      .kind = "train_potential",
                      .hash = "hash-of-potential",
                      .work = FitSemidiscreteStage{train.ends, options}});
  return plan;
}

TEST(SemidiscreteStageTest, WritesWeightsThatTrainingTakes) {
  const ExperimentPlan plan = SemidiscretePlan();
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(FreshPath("semidiscrete"), plan));
  ThreadPool pool(2);
  ProgressRecorder progress;
  const auto& work = std::get<FitSemidiscreteStage>(plan.stages[0].work);
  ASSERT_OK_AND_ASSIGN(
      const Json record,
      RunSemidiscreteStage(work, {plan, directory, 0, &pool, &progress}));
  EXPECT_EQ(record["steps"], 300);
  EXPECT_LT(record["coupling"]["marginal_error"], 0.3);
  ASSERT_OK_AND_ASSIGN(const std::string folder,
                       directory.StageFolder(plan, 0));
  ASSERT_OK_AND_ASSIGN(const core::WeightedTargets targets,
                       LoadTargets(folder));
  EXPECT_EQ(targets.points.x_nd.size(0), 40);
  EXPECT_EQ(targets.points.label_n.size(0), 40);
  EXPECT_EQ(std::get<0>(at::unique_dim(targets.points.x_nd, 0)).size(0), 40);
  const auto& train = std::get<TrainVelocityStage>(plan.stages[1].work);
  ASSERT_OK_AND_ASSIGN(
      const Json trained,
      RunTrainStage(train, {plan, directory, 1, &pool, &progress}));
  EXPECT_GT(trained["coupling"]["cost"], 0);
  EXPECT_LT(trained["coupling"]["distinct_targets"], 1);
}

TEST(SemidiscreteStageTest, ALawIsRefused) {
  ExperimentPlan plan = SemidiscretePlan();
  auto& work = std::get<FitSemidiscreteStage>(plan.stages[0].work);
  work.ends.target.points.reset();
  ASSERT_OK_AND_ASSIGN(const RunDirectory directory,
                       RunDirectory::Open(FreshPath("law"), plan));
  ThreadPool pool(1);
  ProgressRecorder progress;
  EXPECT_THAT(RunSemidiscreteStage(work, {plan, directory, 0, &pool, &progress})
                  .status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       ::testing::HasSubstr("finite target")));
}

}  // namespace
}  // namespace flow::lang
