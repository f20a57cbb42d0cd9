#include "core/train/summed_gradients.h"

#include <cstdint>
#include <memory>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/mlp.h"
#include "core/processes/process_group_testing.h"
#include "core/processes/rows_of_process.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/rows_of_rank.h"
#include "core/train/trainer.h"
#include "core/train/velocity_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kRows = 50;

const Mlp& Network() {
  static const Mlp& mlp =
      *new Mlp({.dim = 2, .hidden = {16, 16}, .activation = Activation::kSilu});
  return mlp;
}

std::shared_ptr<const Batches> Source() {
  const auto normal = StandardNormal(2);
  return std::make_shared<BatchSource>(normal, normal,
                                       std::make_shared<IndependentCoupling>(),
                                       BatchOptions{.size = kRows}, /*seed=*/5);
}

std::shared_ptr<GradientSource> Local(std::shared_ptr<const Batches> batches,
                                      ThreadPool* pool) {
  return std::make_shared<LocalGradientSource>(
      std::make_unique<AutogradGradient>(
          std::shared_ptr<const class Network>(&Network(), [](auto*) {}),
          std::make_shared<VelocityRegression>(LinearPathOptions{0.1})),
      std::move(batches), pool);
}

struct Curve {
  std::vector<double> losses;
  at::Tensor weights_p;
};

// Twenty steps of Adam; `group` may be null.
Curve Train(ProcessGroup* group) {
  at::set_num_threads(1);
  ThreadPool pool(1, [] { at::set_num_threads(1); });
  std::shared_ptr<GradientSource> gradients;
  if (group == nullptr) {
    gradients = Local(Source(), &pool);
  } else {
    const int64_t rank = group->rank(), ranks = group->size();
    gradients = std::make_shared<SummedGradients>(
        Local(std::make_shared<RowsOfRank>(Source(), rank, ranks), &pool),
        static_cast<double>(RowsOf(rank, ranks, kRows)) / kRows, group);
  }
  TrainOptions options;
  options.steps = 20;
  options.log_every = 1;
  Trainer trainer(options, Network().Initialize(3), std::move(gradients),
                  &pool);
  Curve curve;
  TrainHooks hooks;
  hooks.on_log = [&](const TrainLog& log) {
    curve.losses.push_back(log.loss);
    return absl::OkStatus();
  };
  EXPECT_OK(trainer.Run(hooks));
  curve.weights_p = Flatten(trainer.weights()).flat;
  return curve;
}

// Three processes have 16, 17 and 17 rows of 50. Sums of floats in another
// order move a loss by some 1e-7 of it; twenty steps of Adam, which divides
// gradients near zero by their own size, move weights by less than 1e-4 of
// their length.
TEST(SummedGradientsTest, ThreeProcessesHaveTheCurveOfOne) {
  const Curve alone = Train(nullptr);
  std::vector<Curve> of_rank(3);
  InEachProcess(
      3, [&](ProcessGroup& group) { of_rank[group.rank()] = Train(&group); });
  const double length = alone.weights_p.norm().item<double>();
  for (const Curve& curve : of_rank) {
    ASSERT_EQ(curve.losses.size(), alone.losses.size());
    for (size_t i = 0; i < curve.losses.size(); ++i) {
      EXPECT_NEAR(curve.losses[i], alone.losses[i], 1e-5) << "step " << i;
    }
    EXPECT_LT((curve.weights_p - alone.weights_p).norm().item<double>(),
              1e-4 * length);
    EXPECT_TRUE(curve.weights_p.equal(of_rank[0].weights_p));
    EXPECT_EQ(curve.losses, of_rank[0].losses);
  }
}

class Constant : public GradientSource {
 public:
  explicit Constant(double value) : flat_p_(at::full({3}, value)) {}
  absl::StatusOr<Gradient> Get(int64_t, const FlatParameters&) override {
    return Gradient{flat_p_, flat_p_[0].item<double>()};
  }

 private:
  at::Tensor flat_p_;
};

TEST(SummedGradientsTest, IsTheMeanByTheShares) {
  InEachProcess(2, [](ProcessGroup& group) {
    const bool first = group.rank() == 0;
    SummedGradients summed(std::make_shared<Constant>(first ? 4.0 : 8.0),
                           first ? 0.25 : 0.75, &group);
    ASSERT_OK_AND_ASSIGN(const Gradient gradient, summed.Get(0, {}));
    EXPECT_TRUE(gradient.flat.equal(at::full({3}, 7.0)));
    EXPECT_EQ(gradient.loss, 7);
  });
}

TEST(SummedGradientsTest, SaysAtWhichStepAProcessWasMissed) {
  InEachProcess(2, [](ProcessGroup& group) {
    if (group.rank() == 1) return;
    SummedGradients summed(std::make_shared<Constant>(1.0), 0.5, &group);
    EXPECT_THAT(
        summed.Get(6, {}).status(),
        StatusIs(absl::StatusCode::kUnavailable,
                 testing::HasSubstr("of the processes at step 7: a process "
                                    "has gone")));
  });
}

}  // namespace
}  // namespace flow::core
