#include "federated/dual/dual_gradient_source.h"

#include <memory>

#include "ATen/TensorOperators.h"
#include "core/base/status_testing.h"
#include "core/nn/mlp_potential.h"
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

// N(mean (1, ..., 1), I).
class Normal : public core::Distribution {
 public:
  explicit Normal(double mean) : mean_(mean) {}
  int64_t dim() const override { return 3; }
  core::Points Draw(int64_t n, Seed seed) const override {
    return {core::NormalTensor(seed, n, 3) + mean_, {}};
  }

 private:
  double mean_;
};

struct Rig {
  explicit Rig(const SemidualOptions& options, Seed seed = 5,
               std::optional<DivergenceGuard> guard = std::nullopt)
      : dual(std::make_shared<DualGradient>(potential, options)),
        source({std::make_shared<Normal>(0), std::make_shared<Normal>(2), 20},
               dual, seed, guard) {}

  std::shared_ptr<const core::MlpPotential> potential =
      std::make_shared<core::MlpPotential>(
          core::MlpPotentialOptions{.dim = 3, .hidden = {8}});
  std::shared_ptr<const DualGradient> dual;
  DualGradientSource source;
  core::FlatParameters parameters = core::Flatten(potential->Initialize(3));
};

TEST(DualGradientSourceTest, IsAFunctionOfStepAndParameters) {
  Rig rig({.candidates = 10});
  ASSERT_OK_AND_ASSIGN(const core::Gradient first,
                       rig.source.Get(4, rig.parameters));
  ASSERT_OK_AND_ASSIGN(const core::Gradient other,
                       rig.source.Get(5, rig.parameters));
  ASSERT_OK_AND_ASSIGN(const core::Gradient again,
                       rig.source.Get(4, rig.parameters));
  EXPECT_TRUE(first.flat.equal(again.flat));
  EXPECT_EQ(first.loss, again.loss);
  EXPECT_FALSE(first.flat.equal(other.flat));
  Rig client({.candidates = 10}, /*seed=*/6);
  EXPECT_FALSE(client.source.Get(4, client.parameters)->flat.equal(first.flat));
}

TEST(DualGradientSourceTest, IsTheGradientOfItsBatch) {
  for (const Pool pool : {Pool::kShared, Pool::kFresh}) {
    Rig rig({.candidates = 10, .pool = pool});
    const DualBatch batch = rig.source.BatchOf(4);
    EXPECT_EQ(batch.candidates.dim(), pool == Pool::kShared ? 2 : 3);
    EXPECT_FALSE(
        batch.x0_bd.equal(batch.candidates.view({-1, 3}).slice(0, 0, 20)));
    const DualEstimate estimate =
        rig.dual->Compute(rig.parameters.named, batch);
    ASSERT_OK_AND_ASSIGN(const core::Gradient gradient,
                         rig.source.Get(4, rig.parameters));
    EXPECT_TRUE(gradient.flat.equal(estimate.flat_gradient));
    EXPECT_EQ(gradient.flat.sizes(), rig.parameters.flat.sizes());
    EXPECT_EQ(gradient.loss, -estimate.dual_value);
    EXPECT_EQ(rig.source.last().dual_value, estimate.dual_value);
  }
}

// From the target point without a step, J = E f(x0) - E f(x1): as large as f is
// steep.
TEST(DualGradientSourceTest, TheGuardLooksAtStepsThatAreDue) {
  const SemidualOptions options{
      .inner = {.steps = 0, .start = InnerStart::kTargetPoint}};
  Rig rig(options, 5, DivergenceGuard({.every = 10}, options));
  const auto step_of = [&](int64_t step) {
    return rig.source.Get(step, rig.parameters);
  };
  EXPECT_OK(step_of(10));
  core::Parameters& p = rig.parameters.named;
  p[2].value.mul_(step_of(10)->loss > 0 ? -1e5 : 1e5);
  EXPECT_OK(step_of(11));
  EXPECT_THAT(step_of(20),
              StatusIs(absl::StatusCode::kOutOfRange,
                       testing::HasSubstr("step 20: the dual value J = ")));
}

}  // namespace
}  // namespace flow::federated
