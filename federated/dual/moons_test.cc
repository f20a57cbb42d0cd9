#include "core/base/status_testing.h"
#include "federated/dual/moons_testing.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// 500 steps of the sound way: the cost of 1000 pairs, whose standard deviation
// is about 6, is known to 0.2, and the independent one to 0.9 of about 35.
// Optimal is about 7.5; a third of the independent cost is 10 standard errors
// and more above what is trained, and the mixture of the clients' own optimal
// plans costs 15.5, above it too. The chosen points keep the law of the source
// but for a W2^2 of less than 1.5, of 25 for one that left out half of it. The
// guard, with half of its margin, has nothing to say at any step.
TEST(MoonsTest, ThePoolMinimumLearnsGlobalTransport) {
  ASSERT_OK_AND_ASSIGN(const MoonsPotential potential,
                       TrainOnMoons({.semidual = MoonsOptions(),
                                     .steps = 500,
                                     .guard = DivergenceGuardOptions{
                                         .every = 1, .standard_errors = 2}}));
  ASSERT_OK_AND_ASSIGN(const MoonsQuality quality,
                       MeasureOnMoons(potential.parameters, /*seed=*/2));
  ASSERT_OK_AND_ASSIGN(const MoonsScale scale, ScaleOfMoons(/*seed=*/2));
  EXPECT_LT(quality.cost, scale.independent_cost / 3);
  EXPECT_LT(quality.marginal, 1.5);
  EXPECT_GT(quality.dual_value, 0.7 * scale.optimal_cost);
}

// Five steps of descent from a random point do not solve the minimum; J of the
// training grows past what transport costs some hundred steps later.
TEST(MoonsTest, TheGuardCatchesARandomStart) {
  MoonsTraining training{.semidual = MoonsOptions(),
                         .steps = 2000,
                         .guard = DivergenceGuardOptions{}};
  training.semidual.inner.start = InnerStart::kSourceSample;
  EXPECT_THAT(TrainOnMoons(training),
              StatusIs(absl::StatusCode::kOutOfRange,
                       testing::HasSubstr("'inner { start: POOL_MINIMUM }'")));
}

}  // namespace
}  // namespace flow::federated
