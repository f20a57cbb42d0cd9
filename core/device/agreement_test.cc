// That a device computes what the CPU does. As agreement_test the device is the
// CPU, which shows that the tests themselves hold; as agreement_on_gpu_test it
// is the first GPU.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/full.h"
#include "ATen/ops/ones.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"
#include "core/device/device.h"
#include "core/device/device_problems.h"
#include "core/device/device_sinkhorn.h"
#include "core/device/device_step.h"
#include "core/device/device_transport.h"
#include "core/device/open_cuda.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/dropout.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/nn/network_field.h"
#include "core/ode/ode_transport.h"
#include "core/ode/solve_tile.h"
#include "core/tensor/normal_rows.h"
#include "core/tensor/random_tensor.h"
#include "core/train/batch_source.h"
#include "core/train/trainer.h"
#include "core/train/velocity_regression.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

class AgreementTest : public testing::Test {
 protected:
  void SetUp() override {
    at::set_num_threads(1);
#ifdef FLOW_TEST_ON_GPU
    absl::StatusOr<std::unique_ptr<GpuDevice>> gpu = OpenCuda(0);
    ASSERT_OK(gpu.status());
    device_ = *std::move(gpu);
#else
    device_ = CpuDevice();
#endif
  }

  at::Tensor There(const at::Tensor& x) { return device_->Upload(x); }

  // What is left after some steps on `device`.
  Parameters Trained(const Network& network, int64_t dim, Device* device) {
    TrainOptions options;
    options.steps = 20;
    options.optimizer = AdamOptions{.learning_rate = 3e-3};
    options.schedule = WarmupCosineOptions{.warmup = 5};
    options.ema_decay = 0.9;
    options.max_gradient_norm = 0.7;
    options.log_every = options.checkpoint_every = 10;
    const auto objective =
        std::make_shared<VelocityRegression>(LinearPathOptions{0.1});
    const auto pairs = std::make_shared<BatchSource>(
        StandardNormal(dim), StandardNormal(dim),
        std::make_shared<IndependentCoupling>(),
        BatchOptions{.size = 12, .stretch = 4}, /*seed=*/5);
    Parameters initial = network.Initialize(3);
    for (NamedTensor& p : initial) p.value = p.value.to(device->torch());
    Trainer trainer(
        options, initial,
        std::make_unique<DeviceStep>(
            options, CountNumbers(initial),
            std::shared_ptr<const Network>(&network, [](const Network*) {}),
            objective,
            std::make_shared<DeviceProblems>(pairs, objective, device),
            device));
    EXPECT_OK(trainer.Run({}));
    return trainer.result();
  }

  std::unique_ptr<Device> device_;
};

double Gap(const Parameters& a, const Parameters& b) {
  const at::Tensor flat = Flatten(b).flat;
  return ((Flatten(a).flat - flat).norm() / flat.norm()).item<double>();
}

TEST_F(AgreementTest, DrawsTheSameBits) {
  const Seed seed = 0xfedcba9876543210;
  const at::Tensor seed_1 =
      at::full({1}, static_cast<int64_t>(seed), at::kLong);
  for (const int64_t columns : {1, 3, 3072}) {
    const at::Tensor row_r =
        at::arange(200, at::kLong).flip(0).repeat_interleave(2);
    const at::Tensor there =
        NormalRows(There(seed_1), There(row_r), columns).cpu();
    EXPECT_TRUE(there.equal(NormalRows(seed_1, row_r, columns))) << columns;
  }
  const at::Tensor x = at::ones({7, 5, 3});
  const DropoutRows rows = {.seed = 9, .first_row = 40};
  EXPECT_TRUE(Dropout(There(x), 0.3, rows, "layer")
                  .cpu()
                  .equal(Dropout(x, 0.3, rows, "layer")));
}

TEST_F(AgreementTest, AReplayDrawsByTheSeedAndTheRowsOfItsTime) {
  const at::Tensor seed_1 = There(at::full({1}, 3, at::kLong));
  const at::Tensor row_r = There(at::arange(10, at::kLong));
  const at::Tensor x_rd = There(at::ones({10, 4}));
  const auto recording =
      device_->Record([&] { x_rd.copy_(NormalRows(seed_1, row_r, 4)); });
  for (const int64_t k : {7, 8}) {
    seed_1.fill_(k);
    row_r.add_(5);
    recording->Replay();
    EXPECT_TRUE(
        x_rd.cpu().equal(NormalTensor(k, 30, 4).narrow(0, 5 * (k - 6), 10)));
  }
}

// Sums in another order and other kernels: 1e-7 of a gradient's length, which
// twenty steps of an optimiser make at most a hundredth of the way gone.
TEST_F(AgreementTest, TrainsTheSameWeights) {
  const auto cpu = CpuDevice();
  const std::pair<std::shared_ptr<const Network>, int64_t> networks[] = {
      {MakeNetwork(MlpOptions{.dim = 2, .hidden = {64, 64, 64}}), 2},
      {MakeNetwork(SmallUNet()), 64},
      {MakeNetwork(SmallDit()), 64}};
  for (const auto& [network, dim] : networks) {
    const Parameters here = Trained(*network, dim, cpu.get());
    const Parameters there = Trained(*network, dim, device_.get());
    const double moved = Gap(here, network->Initialize(3));
    EXPECT_GT(moved, 1e-3);
    EXPECT_LT(Gap(there, here), 0.01 * moved);
  }
}

TEST_F(AgreementTest, MovesPointsToTheSamePlaces) {
  const auto network = MakeNetwork(MlpOptions{.dim = 2, .hidden = {64, 64}});
  Parameters parameters = network->Initialize(3);
  const auto here = std::make_shared<NetworkField>(network, parameters);
  for (NamedTensor& p : parameters) p.value = There(p.value);
  const auto there = std::make_shared<NetworkField>(network, parameters);
  ThreadPool pool(1);
  const OdeOptions options = HeunOptions{6};
  const auto host = [&](std::shared_ptr<const VelocityField> field) {
    return OdeTransport::Create(std::move(field), options, &pool).value();
  };
  const DeviceTransport transport(there, *FixedStepsOf(options), host(there),
                                  device_.get());
  // ten batches: recorded
  const at::Tensor x_nd = NormalTensor(1, 40000, 2);
  ASSERT_OK_AND_ASSIGN(const Transported moved,
                       transport.Push(x_nd, {Direction::kForward, {}}));
  ASSERT_OK_AND_ASSIGN(const Transported expected,
                       host(here)->Push(x_nd, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(moved.x_nd, expected.x_nd, 1e-4, 1e-4));
}

TEST_F(AgreementTest, CouplesAtTheSameCost) {
  const MinibatchOtOptions options = {
      .pairing = Pairing::kResample,
      .solver =
          SinkhornSolverOptions{.max_iterations = 20000, .tolerance = 1e-5}};
  const Points source = {NormalTensor(1, 200, 3)};
  const Points target = {2 * NormalTensor(2, 200, 3) + 1};
  ASSERT_OK_AND_ASSIGN(
      const Pairs there,
      DeviceSinkhorn(options, device_.get()).Couple(source, target, 11));
  ASSERT_OK_AND_ASSIGN(const Pairs here,
                       MinibatchOt(options).Couple(source, target, 11));
  EXPECT_NEAR(there.report.cost, here.report.cost, 1e-3 * here.report.cost);
  EXPECT_TRUE(there.report.converged);
}

}  // namespace
}  // namespace flow::core
