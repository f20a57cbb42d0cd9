#include "core/train/path_regression.h"

#include <memory>
#include <vector>

#include "core/train/prediction_regression.h"
#include "core/train/regression_testing.h"
#include "core/train/velocity_regression.h"
#include "core/train/velocity_score_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using Made = std::vector<std::shared_ptr<const PathRegression>>;

// Each on a path with a noise of its own and on one without.
Made AllKinds(const TimeWeight& weight) {
  Made made;
  for (const PathOptions& path :
       {PathOptions(LinearPathOptions{0.3}), PathOptions(VpPathOptions{})}) {
    made.push_back(std::make_shared<VelocityRegression>(path, weight));
    made.push_back(std::make_shared<VelocityScoreRegression>(path, weight));
    for (const Prediction prediction :
         {Prediction::kData, Prediction::kNoise, Prediction::kScore}) {
      made.push_back(
          std::make_shared<PredictionRegression>(path, prediction, weight));
    }
  }
  return made;
}

void ExpectSame(const at::Tensor& a, const at::Tensor& b) {
  ASSERT_EQ(a.defined(), b.defined());
  if (a.defined()) {
    EXPECT_TRUE(a.equal(b));
  }
}

// The times themselves are not asked for again.
TEST(PathRegressionTest, FactorsSayAllOfTheTimes) {
  for (const TimeWeight& weight :
       {TimeWeight(), TimeWeight([](double t) { return 2 + t; })}) {
    for (const auto& objective : AllKinds(weight)) {
      const Batch batch = RandomBatch(20, 3);
      const Regression expected = objective->ProblemOf(batch);
      Batch with_factors = batch;
      with_factors.factors_bk = objective->FactorsAt(batch.t_b);
      with_factors.t_b = at::Tensor();
      const Regression problem = objective->ProblemOf(with_factors);
      ExpectSame(problem.x_bd, expected.x_bd);
      ExpectSame(problem.target_be, expected.target_be);
      ExpectSame(problem.scale_b, expected.scale_b);
      ExpectSame(problem.weight_b, expected.weight_b);
      EXPECT_EQ(expected.weight_b.defined(), weight != nullptr);
    }
  }
}

TEST(PathRegressionTest, FactorsHaveTheRowsOfTheTimes) {
  const VelocityRegression objective(LinearPathOptions{0.3},
                                     [](double t) { return 2 + t; });
  const Batch batch = RandomBatch(20, 3);
  const at::Tensor all = objective.FactorsAt(batch.t_b);
  EXPECT_EQ(all.sizes(), at::IntArrayRef({20, 7}));
  EXPECT_EQ(all.scalar_type(), at::kDouble);
  EXPECT_TRUE(objective.FactorsAt(batch.t_b.narrow(0, 7, 2))
                  .equal(all.narrow(0, 7, 2)));
}

}  // namespace
}  // namespace flow::core
