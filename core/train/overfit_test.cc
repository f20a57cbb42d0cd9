// Networks of images learn a handful of them by heart: what a network can
// represent, its gradient and the optimiser have to fit together for that.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/nn/make_potential.h"
#include "core/tensor/random_tensor.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch.h"
#include "core/train/flat_gradient.h"
#include "core/train/given_regression.h"
#include "core/train/gradient_source.h"
#include "core/train/local_gradient_source.h"
#include "core/train/trainer.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

constexpr int64_t kImages = 4, kPixels = 64;

// The same batch in every step.
class Same : public Batches {
 public:
  explicit Same(Batch batch) : batch_(std::move(batch)) {}
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    return Stretch{.first = step, .rows = batch_};
  }

 private:
  Batch batch_;
};

Batch FourImages(int64_t columns) {
  return {.t_b = UniformTensor(2, kImages),
          .label_b = at::arange(kImages, at::kLong),
          .point_bd = NormalTensor(1, kImages, kPixels),
          .target_be = NormalTensor(3, kImages, columns)};
}

// The loss of the last step by that of the first.
double LossLeft(const Parameters& initial,
                std::shared_ptr<GradientSource> gradients) {
  ThreadPool pool(1, [] { at::set_num_threads(1); });
  TrainOptions options;
  options.steps = 150;
  options.optimizer = AdamOptions{.learning_rate = 3e-3};
  options.log_every = 1;
  Trainer trainer(options, initial, std::move(gradients), &pool);
  std::vector<double> losses;
  TrainHooks hooks;
  hooks.on_log = [&](const TrainLog& log) {
    losses.push_back(log.loss);
    return absl::OkStatus();
  };
  EXPECT_OK(trainer.Run(hooks));
  return losses.back() / losses.front();
}

double LossLeft(const NetworkOptions& options, int64_t columns) {
  ThreadPool pool(1, [] { at::set_num_threads(1); });
  const std::shared_ptr<const Network> network = MakeNetwork(options);
  return LossLeft(network->Initialize(5),
                  std::make_shared<LocalGradientSource>(
                      std::make_unique<AutogradGradient>(
                          network, std::make_shared<GivenRegression>()),
                      std::make_shared<Same>(FourImages(columns)), &pool));
}

TEST(OverfitTest, AUNet) {
  EXPECT_LT(LossLeft(SmallUNet(/*classes=*/kImages), kPixels), 0.02);
}

TEST(OverfitTest, ADit) {
  EXPECT_LT(LossLeft(SmallDit(/*classes=*/kImages), kPixels), 0.02);
}

// A direction along the plates at each pixel, and one across.
TEST(OverfitTest, ImagesOfAField) {
  UNetOptions unet = SmallUNet(kImages);
  unet.outputs = Outputs::kField;
  EXPECT_LT(LossLeft(unet, kPixels + 1), 0.02);
  DitOptions dit = SmallDit(kImages);
  dit.outputs = Outputs::kField;
  EXPECT_LT(LossLeft(dit, kPixels + 1), 0.02);
}

// The values of a potential at four images.
TEST(OverfitTest, APotential) {
  class Values : public GradientSource {
   public:
    absl::StatusOr<Gradient> Get(int64_t, const FlatParameters& at) override {
      const Parameters leaves = LeavesOf(at.named);
      const at::Tensor loss =
          (potential->Values(leaves, points_bd) - target_b).square().mean();
      return Gradient{FlatGradient(loss, leaves), loss.item<double>()};
    }

    std::shared_ptr<const Potential> potential = MakePotential(
        ConvPotentialOptions{.image = {1, 8}, .channels = {16, 16}});
    at::Tensor points_bd = NormalTensor(1, kImages, kPixels);
    at::Tensor target_b = 10 * NormalTensor(3, kImages, 1).squeeze(1);
  };
  const auto values = std::make_shared<Values>();
  EXPECT_LT(LossLeft(values->potential->Initialize(5), values), 0.02);
}

}  // namespace
}  // namespace flow::core
