#include "federated/rounds/client_gradients.h"

#include <memory>

#include "ATen/Parallel.h"
#include "core/base/status_testing.h"
#include "core/coupling/independent.h"
#include "core/distribution/gaussian.h"
#include "core/nn/mlp.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/make_batch_gradient.h"
#include "core/train/make_objective.h"
#include "gtest/gtest.h"

namespace flow::federated {
namespace {

const core::MlpOptions kMlp = {.dim = 2, .hidden = {16}};

std::unique_ptr<core::BatchGradient> MakeOne() {
  return core::MakeBatchGradient(
      kMlp, core::MakeObjective(core::LinearPathOptions{},
                                core::Prediction::kVelocity,
                                core::ConstantWeightOptions{}));
}

// Batches, drawn for four steps at once, that count how often they are asked
// for.
class Counted : public core::Batches {
 public:
  explicit Counted(Seed seed) {
    auto law = core::Gaussian::Create({0, 0}, 1);
    std::shared_ptr<const core::Distribution> normal = *std::move(law);
    batches_ = std::make_shared<core::BatchSource>(
        normal, normal, std::make_shared<core::IndependentCoupling>(),
        core::BatchOptions{.size = 32, .stretch = 4}, seed);
  }
  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    ++asked;
    return batches_->GetStretch(step);
  }
  mutable int asked = 0;

 private:
  std::shared_ptr<const core::Batches> batches_;
};

// Two clients in turn, which one workshop serves.
TEST(ClientGradientsTest, AreThoseOfEachClientAlone) {
  at::set_num_threads(1);
  ThreadPool pool(1);
  const core::FlatParameters at = core::Flatten(core::Mlp(kMlp).Initialize(3));
  const auto workshop = std::make_shared<GradientWorkshop>(MakeOne);
  ClientGradients a(std::make_shared<Counted>(1), workshop);
  ClientGradients b(std::make_shared<Counted>(2), workshop);
  core::LocalGradientSource a_alone(MakeOne(), std::make_shared<Counted>(1),
                                    &pool);
  core::LocalGradientSource b_alone(MakeOne(), std::make_shared<Counted>(2),
                                    &pool);
  for (int64_t step = 0; step < 3; ++step) {
    ASSERT_OK_AND_ASSIGN(const core::Gradient of_a, a.Get(step, at));
    ASSERT_OK_AND_ASSIGN(const core::Gradient one, a_alone.Get(step, at));
    EXPECT_TRUE(of_a.flat.equal(one.flat));
    ASSERT_OK_AND_ASSIGN(const core::Gradient of_b, b.Get(step, at));
    EXPECT_EQ(of_a.loss, one.loss);
    ASSERT_OK_AND_ASSIGN(const core::Gradient other, b_alone.Get(step, at));
    EXPECT_TRUE(of_b.flat.equal(other.flat));
  }
}

// Batches are kept while they fit into the budget, and what comes out is the
// same without.
TEST(ClientGradientsTest, KeepBatchesWithinTheBudget) {
  const core::FlatParameters at = core::Flatten(core::Mlp(kMlp).Initialize(3));
  const auto roomy = std::make_shared<Counted>(1);
  const auto tight = std::make_shared<Counted>(1);
  ClientGradients kept(roomy, std::make_shared<GradientWorkshop>(MakeOne));
  ClientGradients dropped(tight,
                          std::make_shared<GradientWorkshop>(MakeOne, 100));
  for (int64_t step = 0; step < 4; ++step) {
    ASSERT_OK_AND_ASSIGN(const core::Gradient x, kept.Get(step, at));
    ASSERT_OK_AND_ASSIGN(const core::Gradient y, dropped.Get(step, at));
    EXPECT_TRUE(x.flat.equal(y.flat));
  }
  EXPECT_EQ(roomy->asked, 1);
  EXPECT_EQ(tight->asked, 4);
}

// 128 rows in the plane take between 4 and 7 kB: there is room for one
// client's.
TEST(ClientGradientsTest, GiveBackWhatTheyHaveDoneWith) {
  const core::FlatParameters at = core::Flatten(core::Mlp(kMlp).Initialize(3));
  const auto workshop = std::make_shared<GradientWorkshop>(MakeOne, 8000);
  const auto of_a = std::make_shared<Counted>(1);
  const auto of_b = std::make_shared<Counted>(2);
  ClientGradients a(of_a, workshop), b(of_b, workshop);
  ASSERT_OK(a.Get(0, at));
  for (int64_t step = 0; step < 4; ++step) ASSERT_OK(b.Get(step, at));
  EXPECT_EQ(of_b->asked, 4);
  for (int64_t step = 1; step < 4; ++step) ASSERT_OK(a.Get(step, at));
  EXPECT_EQ(of_a->asked, 1);
  for (int64_t step = 4; step < 8; ++step) ASSERT_OK(b.Get(step, at));
  EXPECT_EQ(of_b->asked, 5);
}

}  // namespace
}  // namespace flow::federated
