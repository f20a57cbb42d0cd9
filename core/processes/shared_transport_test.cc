#include "core/processes/shared_transport.h"

#include <memory>
#include <utility>
#include <vector>

#include "ATen/TensorOperators.h"
#include "ATen/ops/equal.h"
#include "ATen/ops/ones.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/ode/sde_transport.h"
#include "core/ode/velocity_field_testing.h"
#include "core/processes/process_group_testing.h"
#include "core/tensor/random_tensor.h"

namespace flow::core {
namespace {

using testing::HasSubstr;

constexpr int64_t kRows = 301;

// Along a velocity, with noise of each row's own.
std::unique_ptr<Transport> NoisyOrDie(FunctionField::Function velocity,
                                      ThreadPool* pool) {
  auto transport = SdeTransport::Create(
      std::make_shared<FunctionField>(std::move(velocity)),
      EulerMaruyamaOptions{{8, Diffusion::kConstant, 1}},
      [](double t) {
        return GaussianMix{t, 1, 1 - t, -1};
      },
      pool);
  EXPECT_OK(transport.status());
  return *std::move(transport);
}

void ExpectSame(const Transported& a, const Transported& b) {
  EXPECT_TRUE(at::equal(a.x_nd, b.x_nd));
  EXPECT_TRUE(at::equal(a.path_energy_n, b.path_energy_n));
  EXPECT_TRUE(at::equal(a.evaluations_n, b.evaluations_n));
  EXPECT_EQ(a.trajectory_snd.defined(), b.trajectory_snd.defined());
  if (a.trajectory_snd.defined()) {
    EXPECT_TRUE(at::equal(a.trajectory_snd, b.trajectory_snd));
  }
}

TEST(SharedTransportTest, AllHaveTheBitsOfOne) {
  const at::Tensor x_nd = NormalTensor(1, kRows, 2).to(at::kFloat);
  // from N(0, 1) to N(1.5, 0.6^2)
  const FunctionField::Function velocity = GaussianVelocity(1.5, 0.6);
  ThreadPool one(1);
  for (const std::vector<double>& save_at :
       {std::vector<double>(), std::vector<double>{0, 0.5, 1}}) {
    const Journey journey = {Direction::kForward, save_at, /*seed=*/7};
    ASSERT_OK_AND_ASSIGN(const Transported alone,
                         NoisyOrDie(velocity, &one)->Push(x_nd, journey));
    InEachProcess(3, [&](ProcessGroup& group) {
      ThreadPool pool(1);
      const SharedTransport shared(NoisyOrDie(velocity, &pool), &group);
      ASSERT_OK_AND_ASSIGN(const Transported together,
                           shared.Push(x_nd, journey));
      ExpectSame(together, alone);
      // fewer points than processes
      ASSERT_OK_AND_ASSIGN(const Transported few,
                           shared.Push(x_nd.narrow(0, 0, 2), journey));
      EXPECT_TRUE(at::equal(few.x_nd, alone.x_nd.narrow(0, 0, 2)));
    });
  }
}

// Gives up the points that are above nought.
class GivesUp : public Transport {
 public:
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey&) const override {
    const at::Tensor one_n = at::ones({x_nd.size(0)}, at::kLong);
    Transported moved = {x_nd, one_n.to(at::kDouble), one_n};
    moved.given_up = x_nd.gt(0).sum().item<int64_t>();
    moved.height_sn = x_nd.t().contiguous();
    return moved;
  }
};

TEST(SharedTransportTest, AddsUpWhatWasGivenUp) {
  const at::Tensor x_nd = NormalTensor(1, kRows, 1);
  const int64_t above = x_nd.gt(0).sum().item<int64_t>();
  InEachProcess(2, [&](ProcessGroup& group) {
    const SharedTransport shared(std::make_unique<GivesUp>(), &group);
    ASSERT_OK_AND_ASSIGN(const Transported moved,
                         shared.Push(x_nd, {Direction::kForward}));
    EXPECT_EQ(moved.given_up, above);
    EXPECT_TRUE(at::equal(moved.height_sn, x_nd.t()));
  });
}

// A point of the last process leaves the line: its error names the point by its
// row among all, and the others end.
TEST(SharedTransportTest, OneThatFailsEndsAll) {
  const at::Tensor x_nd = at::ones({kRows, 1}, at::kDouble);
  x_nd[280] = 1e308;
  InEachProcess(2, [&](ProcessGroup& group) {
    ThreadPool pool(1);
    const SharedTransport shared(
        NoisyOrDie([](const at::Tensor& x_bd,
                      const at::Tensor&) { return 1e3 * x_bd; },
                   &pool),
        &group);
    const absl::Status status =
        shared.Push(x_nd, {Direction::kForward}).status();
    if (group.rank() == 1) {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kOutOfRange,
                                   HasSubstr("point 280")));
    } else {
      EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    }
  });
}

TEST(SharedTransportDeathTest, WantsNoLabels) {
  const auto push_labels = [](ProcessGroup& group) {
    const SharedTransport shared(std::make_unique<GivesUp>(), &group);
    Journey journey = {Direction::kForward};
    journey.label_n = at::ones({1}, at::kLong);
    (void)shared.Push(at::ones({1, 1}), journey);
  };
  EXPECT_DEATH(InEachProcess(2, push_labels), "counted by it");
}

}  // namespace
}  // namespace flow::core
