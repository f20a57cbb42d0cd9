#include "core/train/trainer.h"

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/full.h"
#include "ATen/ops/tensor.h"
#include "core/base/status_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The gradient of |w - 1|^2 / 2, and NaN from one step on if asked.
class Bowl : public GradientSource {
 public:
  explicit Bowl(int64_t breaks_at = std::numeric_limits<int64_t>::max())
      : breaks_at_(breaks_at) {}

  absl::StatusOr<Gradient> Get(int64_t step,
                               const FlatParameters& parameters) override {
    const at::Tensor g = parameters.flat - 1;
    if (step >= breaks_at_) return Gradient{g, std::nan("")};
    return Gradient{g, 0.5 * g.square().sum().item<double>()};
  }

 private:
  int64_t breaks_at_;
};

const Parameters kStart = {{"w", at::tensor({3.0f, -1.0f}, at::kFloat)}};

ThreadPool kPool(1);

TrainOptions Options() {
  TrainOptions options;
  options.steps = 10;
  options.optimizer = SgdOptions{.learning_rate = 0.1};
  options.checkpoint_every = 4;
  options.log_every = 3;
  return options;
}

struct Recorder {
  std::vector<int64_t> logs, checkpoints;
  Trainer* trainer = nullptr;

  TrainHooks Hooks() {
    return {[this](const TrainLog& log) {
              logs.push_back(log.step);
              return absl::OkStatus();
            },
            [this] {
              checkpoints.push_back(trainer->step());
              return absl::OkStatus();
            }};
  }
};

TEST(TrainerTest, WalksTheGradientAndTellsWhenAsked) {
  Trainer trainer(Options(), kStart, std::make_shared<Bowl>(), &kPool);
  Recorder recorder;
  recorder.trainer = &trainer;
  ASSERT_OK(trainer.Run(recorder.Hooks()));
  // w - 1 shrinks by 0.9 a step
  const double left = std::pow(0.9, 10);
  EXPECT_NEAR(trainer.weights()[0].value[0].item<double>(), 1 + 2 * left, 1e-6);
  EXPECT_THAT(recorder.logs, ElementsAre(3, 6, 9, 10));
  EXPECT_THAT(recorder.checkpoints, ElementsAre(4, 8, 10));
  // the caller's weights are left alone
  EXPECT_EQ(kStart[0].value[0].item<float>(), 3);
}

TEST(TrainerTest, AverageFollowsItsFormula) {
  TrainOptions options = Options();
  options.ema_decay = 0.7;
  Trainer trainer(options, kStart, std::make_shared<Bowl>(), &kPool);
  Recorder recorder;
  recorder.trainer = &trainer;
  ASSERT_OK(trainer.Run(recorder.Hooks()));
  double w = 3, average = 3;
  for (int k = 0; k < 10; ++k) {
    w -= 0.1 * (w - 1);
    average = 0.7 * average + 0.3 * w;
  }
  EXPECT_NEAR(trainer.result()[0].value[0].item<double>(), average, 1e-6);
  EXPECT_NEAR(trainer.weights()[0].value[0].item<double>(), w, 1e-6);
}

TEST(TrainerTest, ClipsTheNormOfTheGradient) {
  TrainOptions options = Options();
  options.steps = 1;
  options.max_gradient_norm = 1;
  Trainer trainer(options, kStart, std::make_shared<Bowl>(), &kPool);
  Recorder recorder;
  recorder.trainer = &trainer;
  ASSERT_OK(trainer.Run(recorder.Hooks()));
  // the gradient (2, -2) of norm 2 sqrt(2) becomes (1, -1) / sqrt(2)
  EXPECT_NEAR(trainer.weights()[0].value[0].item<double>(),
              3 - 0.1 / std::sqrt(2.0), 1e-6);
}

TEST(TrainerTest, ResumesWithTheSameBits) {
  TrainOptions options = Options();
  options.ema_decay = 0.7;
  options.optimizer = AdamOptions{.learning_rate = 0.1};
  Trainer whole(options, kStart, std::make_shared<Bowl>(), &kPool);
  std::vector<NamedTensor> saved;
  ASSERT_OK(whole.Run({[](const TrainLog&) { return absl::OkStatus(); },
                       [&] {
                         if (whole.step() == 4) saved = whole.State();
                         return absl::OkStatus();
                       }}));
  Trainer resumed(options, kStart, std::make_shared<Bowl>(), &kPool);
  ASSERT_OK(resumed.Restore(saved));
  EXPECT_EQ(resumed.step(), 4);
  Recorder recorder;
  recorder.trainer = &resumed;
  ASSERT_OK(resumed.Run(recorder.Hooks()));
  const auto a = whole.State(), b = resumed.State();
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_TRUE(a[i].value.equal(b[i].value)) << a[i].name;
  }
}

TEST(TrainerTest, RefusesACheckpointOfAnotherShape) {
  Trainer trainer(Options(), kStart, std::make_shared<Bowl>(), &kPool);
  EXPECT_THAT(trainer.Restore({{"weights.w", at::full({3}, 1.0f)}}),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("weights.w")));
}

TEST(TrainerTest, ALossThatIsNotFiniteNamesTheStep) {
  Trainer trainer(Options(), kStart, std::make_shared<Bowl>(5), &kPool);
  Recorder recorder;
  recorder.trainer = &trainer;
  EXPECT_THAT(trainer.Run(recorder.Hooks()),
              StatusIs(absl::StatusCode::kOutOfRange,
                       HasSubstr("not finite at step 6")));
}

}  // namespace
}  // namespace flow::core
