// The CPU stands for the device: what is recorded there is done again by
// calling it.

#include "core/device/device_transport.h"

#include <memory>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/allclose.h"
#include "ATen/ops/sqrt.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/device/device_testing.h"
#include "core/nn/image/small_networks_testing.h"
#include "core/nn/make_network.h"
#include "core/nn/network_field.h"
#include "core/nn/network_options.h"
#include "core/ode/autograd_divergence.h"
#include "core/ode/guided_field.h"
#include "core/ode/log_time_field.h"
#include "core/ode/ode_transport.h"
#include "core/ode/reversed_field.h"
#include "core/ode/sampler_options.h"
#include "core/ode/solve_tile.h"
#include "core/ode/velocity_field_testing.h"
#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/path/prediction_field.h"
#include "core/path/schedule_change.h"
#include "core/tensor/random_tensor.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const OdeOptions kMethods[] = {EulerOptions{7},
                               MidpointOptions{5},
                               HeunOptions{6},
                               Rk4Options{4},
                               Rk4ThreeEighthsOptions{4},
                               EdmHeunOptions{.steps = 6, .sigma_max = 20}};

std::shared_ptr<const VelocityField> NetworkOf(const NetworkOptions& options) {
  const std::shared_ptr<const Network> network = MakeNetwork(options);
  Parameters parameters = network->Initialize(3);
  // heads begin with zeros, and a velocity of zero moves nothing
  for (NamedTensor& p : parameters) {
    p.value =
        p.value +
        0.2 * NormalTensor(5, p.value.numel(), 1).reshape(p.value.sizes());
  }
  return std::make_shared<NetworkField>(network, std::move(parameters));
}

std::shared_ptr<const VelocityField> Perceptron() {
  return NetworkOf(MlpOptions{.dim = 2, .hidden = {16, 16}});
}

class DeviceTransportTest : public testing::Test {
 protected:
  std::unique_ptr<const Transport> Host(
      const std::shared_ptr<const VelocityField>& field,
      const OdeOptions& options) {
    return OdeTransport::Create(field, options, &pool_).value();
  }

  DeviceTransport There(const std::shared_ptr<const VelocityField>& field,
                        const OdeOptions& options) {
    return DeviceTransport(field, *FixedStepsOf(options), Host(field, options),
                           &device_);
  }

  ThreadPool pool_{1};
  WatchingDevice device_;
};

// Sums in another order, of numbers of size 1: some 1e-6 after a few steps.
TEST_F(DeviceTransportTest, MovesPointsAsTheHostDoes) {
  const at::Tensor x_nd = NormalTensor(1, 300, 2);
  const auto field = Perceptron();
  for (size_t m = 0; m < std::size(kMethods); ++m) {
    SCOPED_TRACE(m);
    for (const Direction direction :
         {Direction::kForward, Direction::kBackward}) {
      ASSERT_OK_AND_ASSIGN(
          const Transported here,
          Host(field, kMethods[m])->Push(x_nd, {direction, {}}));
      ASSERT_OK_AND_ASSIGN(
          const Transported there,
          There(field, kMethods[m]).Push(x_nd, {direction, {}}));
      EXPECT_TRUE(at::allclose(there.x_nd, here.x_nd, 1e-5, 1e-5));
      EXPECT_FALSE(at::allclose(there.x_nd, x_nd, 0.01, 0.01));
      EXPECT_TRUE(
          at::allclose(there.path_energy_n, here.path_energy_n, 1e-5, 1e-6));
      EXPECT_TRUE(there.evaluations_n.equal(here.evaluations_n));
    }
  }
  EXPECT_EQ(device_.recordings, 0);  // of few points there is none
}

// 40 000 points of two dimensions are ten batches, the last of them in part.
TEST_F(DeviceTransportTest, RecordsTheWholeWayOfManyBatches) {
  const at::Tensor x_nd = NormalTensor(1, 40000, 2);
  const auto field = Perceptron();
  const DeviceTransport transport = There(field, HeunOptions{4});
  ASSERT_OK_AND_ASSIGN(const Transported there,
                       transport.Push(x_nd, {Direction::kForward, {}}));
  EXPECT_EQ(device_.recordings, 1);
  EXPECT_EQ(device_.replays, 10);
  EXPECT_THAT(device_.asked, IsEmpty());
  ASSERT_OK_AND_ASSIGN(
      const Transported here,
      Host(field, HeunOptions{4})->Push(x_nd, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(there.x_nd, here.x_nd, 1e-5, 1e-5));
  EXPECT_TRUE(
      at::allclose(there.path_energy_n, here.path_energy_n, 1e-5, 1e-6));
}

// What is predicted becomes a velocity along another path than it was learnt
// on, guided, backward, by the logarithm of the time.
std::shared_ptr<const VelocityField> EverythingAround(
    std::shared_ptr<const VelocityField> network) {
  const PathOptions line = LinearPathOptions{};
  const auto predicted = std::make_shared<PredictionField>(
      std::make_shared<AutogradField>(std::move(network)), Prediction::kNoise,
      line);
  const auto changed = std::make_shared<ScheduleChange>(
      predicted, line, TrigonometricPathOptions{});
  return std::make_shared<LogTimeField>(
      std::make_shared<ReversedField>(
          std::make_shared<GuidedField>(changed, predicted, 1.5)),
      /*rest=*/0.1);
}

TEST_F(DeviceTransportTest, FollowsWhatLooksItsTimesUp) {
  const at::Tensor x_nd = NormalTensor(1, 300, 2);
  const auto field = EverythingAround(Perceptron());
  const OdeOptions options = HeunOptions{6};
  ASSERT_OK_AND_ASSIGN(
      const Transported here,
      Host(field, options)->Push(x_nd, {Direction::kForward, {}}));
  ASSERT_OK_AND_ASSIGN(
      const Transported there,
      There(field, options).Push(x_nd, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(there.x_nd, here.x_nd, 1e-4, 1e-4));
  EXPECT_FALSE(at::allclose(there.x_nd, x_nd, 0.01, 0.01));
  // without asking a tensor: not even one that has no numbers
  const auto of_any = EverythingAround(std::make_shared<Ones>());
  EXPECT_EQ(of_any->VelocityAt(x_nd.to(at::kMeta), 0.3).sizes(), x_nd.sizes());
}

TEST_F(DeviceTransportTest, MovesPictures) {
  const at::Tensor x_nd = NormalTensor(1, 130, 64);
  const auto field = NetworkOf(SmallUNet());
  ASSERT_OK_AND_ASSIGN(
      const Transported there,
      There(field, EulerOptions{3}).Push(x_nd, {Direction::kForward, {}}));
  ASSERT_OK_AND_ASSIGN(
      const Transported here,
      Host(field, EulerOptions{3})->Push(x_nd, {Direction::kForward, {}}));
  EXPECT_TRUE(at::allclose(there.x_nd, here.x_nd, 1e-4, 1e-4));
  EXPECT_FALSE(at::allclose(there.x_nd, x_nd, 0.01, 0.01));
}

TEST_F(DeviceTransportTest, TheHostSavesPositionsOnTheWay) {
  const at::Tensor x_nd = NormalTensor(1, 5, 2);
  ASSERT_OK_AND_ASSIGN(const Transported there,
                       There(Perceptron(), EulerOptions{4})
                           .Push(x_nd, {Direction::kForward, {0, 0.3, 1}}));
  EXPECT_EQ(there.trajectory_snd.size(0), 3);
}

TEST_F(DeviceTransportTest, NamesThePointThatIsLost) {
  const auto field = std::make_shared<FunctionField>(
      [](const at::Tensor& x, const at::Tensor&) { return at::sqrt(x); });
  at::Tensor x_nd = NormalTensor(1, 200, 2).abs();
  x_nd[170][1] = -1;
  EXPECT_THAT(There(field, EulerOptions{4})
                  .Push(x_nd, {Direction::kForward, {}})
                  .status(),
              StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("170")));
}

}  // namespace
}  // namespace flow::core
