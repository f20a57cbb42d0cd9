#include "core/device/device_step.h"

#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ATen/Context.h"
#include "ATen/Parallel.h"
#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"
#include "core/device/device_peers.h"
#include "core/device/device_problems.h"
#include "core/device/device_testing.h"
#include "core/device/host_access_testing.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/nn/image/unet.h"
#include "core/nn/mlp.h"
#include "core/processes/process_group_testing.h"
#include "core/tensor/random_tensor.h"
#include "core/train/autograd_gradient.h"
#include "core/train/batch_source.h"
#include "core/train/changed_batches_testing.h"
#include "core/train/gradient_step.h"
#include "core/train/local_gradient_source.h"
#include "core/train/prediction_regression.h"
#include "core/train/switched_batches.h"
#include "core/train/trainer.h"
#include "core/train/velocity_regression.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::shared_ptr<const Batches> InStretches(int64_t steps) {
  return std::make_shared<BatchSource>(
      StandardNormal(2), StandardNormal(2),
      std::make_shared<IndependentCoupling>(),
      BatchOptions{.size = 50, .stretch = steps}, /*seed=*/5);
}

// Pairs that weigh differently; of step `bad` one is not finite.
std::shared_ptr<const Batches> WeightedBatches(int64_t bad) {
  return std::make_shared<ChangedBatches>(
      InStretches(8), [bad](Stretch* stretch) {
        Batch& rows = stretch->rows;
        rows.weight_b = 2 * UniformTensor(stretch->first, rows.t_b.size(0));
        if (!stretch->Holds(bad)) return;
        const int64_t row = (bad - stretch->first) * stretch->batch_rows() + 3;
        rows.x1_bd = rows.x1_bd.clone();
        rows.x1_bd[row].fill_(std::numeric_limits<double>::quiet_NaN());
      });
}

constexpr int64_t kNever = -1;

struct Rig {
  explicit Rig(OptimizerOptions optimizer = AdamOptions{},
               int64_t bad = kNever) {
    at::set_num_threads(1);
    batches = WeightedBatches(bad);
    options.steps = 40;
    options.optimizer = optimizer;
    options.schedule = WarmupCosineOptions{.warmup = 5};
    options.ema_decay = 0.9;
    options.max_gradient_norm = 0.7;
    options.log_every = 10;
    options.checkpoint_every = 20;
  }

  // Sixteen pixels a point, half of the numbers inside dropped.
  void UseImages() {
    UNetOptions unet;
    unet.image = {.channels = 1, .side = 4};
    unet.channels = 32;
    unet.multiplier = {1};
    unet.blocks = 1;
    unet.head_channels = 32;
    unet.dropout = 0.5;
    network = std::make_shared<UNet>(unet);
    batches = std::make_shared<BatchSource>(
        StandardNormal(16), StandardNormal(16),
        std::make_shared<IndependentCoupling>(),
        BatchOptions{.size = 6, .stretch = 4}, /*seed=*/5);
    options.steps = 10;
  }

  std::unique_ptr<Trainer> OnHost() {
    return std::make_unique<Trainer>(
        options, network->Initialize(3),
        std::make_shared<LocalGradientSource>(
            std::make_unique<AutogradGradient>(network, objective), batches,
            &pool),
        &pool);
  }

  std::unique_ptr<Trainer> On(Device* device, DevicePeers* peers = nullptr) {
    const Parameters initial = network->Initialize(3);
    return std::make_unique<Trainer>(
        options, initial,
        std::make_unique<DeviceStep>(
            options, CountNumbers(initial), network, objective,
            std::make_shared<DeviceProblems>(batches, objective, device),
            device, peers));
  }

  ThreadPool pool{1, [] { at::set_num_threads(1); }};
  std::shared_ptr<const Network> network = std::make_shared<Mlp>(MlpOptions{
      .dim = 2, .hidden = {16, 16}, .activation = Activation::kSilu});
  std::shared_ptr<const RegressionObjective> objective =
      std::make_shared<VelocityRegression>(LinearPathOptions{0.1});
  std::shared_ptr<const Batches> batches;
  TrainOptions options;
};

// What a training leaves.
Parameters Trained(std::unique_ptr<Trainer> trainer) {
  EXPECT_OK(trainer->Run({}));
  return CloneParameters(trainer->weights());
}

struct Told {
  TrainHooks Hooks() {
    TrainHooks hooks;
    hooks.on_log = [this](const TrainLog& log) {
      logs.push_back(log);
      return absl::OkStatus();
    };
    return hooks;
  }
  std::vector<TrainLog> logs;
};

at::Tensor FlatOf(const Parameters& weights) { return Flatten(weights).flat; }

double Gap(const Parameters& a, const Parameters& b) {
  const at::Tensor flat = FlatOf(b);
  return ((FlatOf(a) - flat).norm() / flat.norm()).item<double>();
}

// Gradients of a whole batch and of its shards differ in their last bits, by
// some 1e-7 of their length; forty steps of an optimiser make less than 1e-4 of
// that, measured: 1e-6 for SGD, 2e-6 for Adam.
TEST(DeviceStepTest, TrainsWhatTheHostTrains) {
  for (const OptimizerOptions& optimizer :
       {OptimizerOptions{AdamOptions{.learning_rate = 3e-3}},
        OptimizerOptions{
            AdamWOptions{.learning_rate = 3e-3, .weight_decay = 0.3}},
        OptimizerOptions{SgdOptions{.learning_rate = 0.1}},
        OptimizerOptions{SgdOptions{.learning_rate = 0.03,
        .momentum = 0.8,
        .weight_decay = 0.02,
        .nesterov = true}}}) {
    Rig rig(optimizer);
    const auto device = CpuDevice();
    const auto host = rig.OnHost(), there = rig.On(device.get());
    Told of_host, of_there;
    ASSERT_OK(host->Run(of_host.Hooks()));
    ASSERT_OK(there->Run(of_there.Hooks()));
    EXPECT_LT(Gap(there->weights(), host->weights()), 1e-4);
    EXPECT_LT(Gap(there->result(), host->result()), 1e-4);
    // and the weights have moved by much more than that
    EXPECT_GT(Gap(there->weights(), rig.network->Initialize(3)), 0.01);
    ASSERT_EQ(of_there.logs.size(), of_host.logs.size());
    for (size_t i = 0; i < of_host.logs.size(); ++i) {
      const TrainLog &a = of_there.logs[i], &b = of_host.logs[i];
      EXPECT_EQ(a.step, b.step);
      EXPECT_NEAR(a.loss, b.loss, 1e-4 * b.loss);
      EXPECT_NEAR(a.gradient_norm, b.gradient_norm, 1e-3 * b.gradient_norm);
      EXPECT_EQ(a.learning_rate_factor, b.learning_rate_factor);
    }
  }
}

// Ten steps; without the same numbers dropped in each, weights would be apart
// by as much as they move.
TEST(DeviceStepTest, DropsWhatTheHostDrops) {
  Rig rig;
  rig.UseImages();
  const auto device = CpuDevice();
  const Parameters host = Trained(rig.OnHost());
  const Parameters there = Trained(rig.On(device.get()));
  const double moved = Gap(host, rig.network->Initialize(3));
  EXPECT_GT(moved, 1e-3);
  EXPECT_LT(Gap(there, host), 0.01 * moved);
}

// Knows whether convolutions were of TF32 when it was asked.
class AskedWith : public Mlp {
 public:
  using Mlp::Mlp;
  at::Tensor Outputs(const Parameters& parameters,
                     const NetworkInput& input) const override {
    tf32.insert(at::globalContext().allowTF32CuDNN());
    return Mlp::Outputs(parameters, input);
  }
  mutable std::set<bool> tf32;
};

TEST(DeviceStepTest, ConvolutionsAreOfThePrecisionThatIsAskedFor) {
  const bool at_first = at::globalContext().allowTF32CuDNN();
  for (const bool before : {false, true}) {
    at::globalContext().setAllowTF32CuDNN(before);
    for (const auto& [precision, expected] :
         {std::pair(Precision::kFloat32, false),
          std::pair(Precision::kTf32, true)}) {
      Rig rig;
      const auto network =
          std::make_shared<AskedWith>(MlpOptions{.dim = 2, .hidden = {16}});
      rig.network = network;
      rig.options.precision = precision;
      const auto device = CpuDevice();
      Trained(rig.On(device.get()));
      EXPECT_THAT(network->tf32, ElementsAre(expected));
      EXPECT_EQ(at::globalContext().allowTF32CuDNN(), before);
    }
  }
  at::globalContext().setAllowTF32CuDNN(at_first);
}

// Does it three times before it records, as a GPU.
class Warming : public WatchingDevice {
 public:
  std::unique_ptr<Recording> Record(std::function<void()> work) override {
    for (int k = 0; k < 3; ++k) work();
    return WatchingDevice::Record(std::move(work));
  }
};

// What is left on each of the devices that share the batches of the rig, with
// what was told.
struct OfPeer {
  Parameters weights, result;
  Told told;
  std::vector<std::string> asked;  // of the host
  int recordings = 0, marks = 0;
};

std::vector<OfPeer> OnPeers(int64_t count, Rig* rig) {
  std::vector<OfPeer> of_peer(count);
  InEachProcess(count, [&](ProcessGroup& hosts) {
    OfPeer& own = of_peer[hosts.rank()];
    Warming device;
    auto sums = std::make_unique<TestSums>(&hosts);
    const TestSums& counted = *sums;
    DevicePeers peers(&hosts, std::move(sums), kPlenty);
    const auto trainer = rig->On(&device, &peers);
    ASSERT_OK(trainer->Run(own.told.Hooks()));
    own.asked = device.asked;
    own.recordings = device.recordings;
    own.marks = counted.marks;
    own.weights = CloneParameters(trainer->weights());
    own.result = CloneParameters(trainer->result());
  });
  return of_peer;
}

// Rows of a wide source that each come with three times, and pairs whose
// coupling looked at the points, of which the noise alone is drawn there.
TEST(DeviceStepTest, DrawsWhatTheHostDraws) {
  Rig rig;
  ASSERT_OK_AND_ASSIGN(const std::shared_ptr<const Distribution> source,
                       Gaussian::Create({0, 0}, 3));
  const std::shared_ptr<const Batches> sources[] = {
      std::make_shared<BatchSource>(
          source, StandardNormal(2), std::make_shared<IndependentCoupling>(),
          BatchOptions{.size = 20, .times_per_pair = 3, .stretch = 4},
          /*seed=*/5),
      std::make_shared<BatchSource>(
          source, StandardNormal(2),
          std::make_shared<MinibatchOt>(MinibatchOtOptions()),
          BatchOptions{.size = 20}, /*seed=*/5)};
  const PathOptions path = LinearPathOptions{0.1};
  const std::shared_ptr<const RegressionObjective> objectives[] = {
      rig.objective,
      std::make_shared<PredictionRegression>(path, Prediction::kScore,
                                             [](double t) { return 1 + t; })};
  for (const auto& [batches, objective] :
       {std::pair(sources[0], objectives[0]),
        std::pair(sources[1], objectives[0]),
        std::pair(sources[0], objectives[1])}) {
    rig.objective = objective;
    rig.batches = batches;
    WatchingDevice device;
    const Parameters host = Trained(rig.OnHost());
    const Parameters there = Trained(rig.On(&device));
    EXPECT_LT(Gap(there, host), 1e-4);
    EXPECT_THAT(device.asked, IsEmpty());
    for (const OfPeer& own : OnPeers(2, &rig)) {
      EXPECT_LT(Gap(own.weights, host), 1e-4);
    }
  }
}

// A regression that knows no path, whose points the host makes.
TEST(DeviceStepTest, TakesPointsAndTargets) {
  class Backwards : public RegressionObjective {
   public:
    Regression ProblemOf(const Batch& batch) const override {
      return {batch.x1_bd, batch.x0_bd, 1 + batch.t_b};
    }
  };
  Rig rig;
  rig.objective = std::make_shared<Backwards>();
  const auto device = CpuDevice();
  const Parameters host = Trained(rig.OnHost());
  const Parameters there = Trained(rig.On(device.get()));
  EXPECT_LT(Gap(there, host), 1e-4);
}

// Gradients of 50 rows, and of 16, 17 and 17 that are added: as far from each
// other as those of the host and of a device.
TEST(DeviceStepTest, SeveralDevicesTrainWhatOneDoes) {
  Rig rig;
  const auto device = CpuDevice();
  const auto one = rig.On(device.get());
  Told of_one;
  ASSERT_OK(one->Run(of_one.Hooks()));
  const std::vector<OfPeer> three = OnPeers(3, &rig);
  for (const OfPeer& own : three) {
    EXPECT_THAT(own.asked, IsEmpty());
    EXPECT_TRUE(FlatOf(own.weights).equal(FlatOf(three[0].weights)));
    ASSERT_EQ(own.told.logs.size(), of_one.logs.size());
    for (size_t i = 0; i < of_one.logs.size(); ++i) {
      const TrainLog &a = own.told.logs[i], &b = of_one.logs[i];
      EXPECT_NEAR(a.loss, b.loss, 1e-4 * b.loss);
      EXPECT_NEAR(a.gradient_norm, b.gradient_norm, 1e-3 * b.gradient_norm);
    }
  }
  EXPECT_LT(Gap(three[0].weights, one->weights()), 1e-4);
  EXPECT_LT(Gap(three[0].result, one->result()), 1e-4);
}

// Each row drops what it would drop in the whole batch.
TEST(DeviceStepTest, SeveralDevicesDropWhatOneDoes) {
  Rig rig;
  rig.UseImages();
  const auto device = CpuDevice();
  const auto one = rig.On(device.get());
  ASSERT_OK(one->Run({}));
  const double moved = Gap(one->weights(), rig.network->Initialize(3));
  const std::vector<OfPeer> two = OnPeers(2, &rig);
  EXPECT_LT(Gap(two[1].weights, one->weights()), 0.01 * moved);
}

// Stretches of 4, 1 (what is left before step 5), 3, 4 and 8 steps: the last
// finds no room and is recorded anew.
TEST(DeviceStepTest, StretchesMayBeOfAnyLength) {
  Rig rig;
  rig.batches = std::make_shared<SwitchedBatches>(
      std::make_shared<SwitchedBatches>(InStretches(4), InStretches(4), 5),
      InStretches(8), 12);
  WatchingDevice device;
  const Parameters host = Trained(rig.OnHost());
  const Parameters there = Trained(rig.On(&device));
  EXPECT_EQ(device.recordings, 2);
  EXPECT_LT(Gap(there, host), 1e-4);
  for (const OfPeer& own : OnPeers(2, &rig)) {
    EXPECT_EQ(own.recordings, 2);
    EXPECT_LT(Gap(own.weights, host), 1e-4);
  }
}

// Stretches of 4 steps and, from step 8 on, of 8, what is normal left in both.
TEST(DeviceStepTest, WhatIsRecordedAnewDrawsOn) {
  class Longer : public Batches {
   public:
    absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
      return At(step).GetStretch(step);
    }
    absl::StatusOr<Stretch> GetUndrawn(int64_t step) const override {
      return At(step).GetUndrawn(step);
    }
    int64_t StretchEnd(int64_t step) const override {
      return At(step).StretchEnd(step);
    }

   private:
    const Batches& At(int64_t step) const {
      return step < 8 ? *short_ : *long_;
    }

    std::shared_ptr<const Batches> short_ = InStretches(4),
                                   long_ = InStretches(8);
  };
  Rig rig;
  rig.batches = std::make_shared<Longer>();
  WatchingDevice device;
  const Parameters host = Trained(rig.OnHost());
  const Parameters there = Trained(rig.On(&device));
  EXPECT_EQ(device.recordings, 2);
  EXPECT_LT(Gap(there, host), 1e-4);
}

// A mark at the beginning, one before the recording, one after the steps 1, 17
// and 33, and one for the last.
TEST(DeviceStepTest, NoDeviceIsAskedForMuchMoreThanItHasDone) {
  Rig rig;
  rig.options.log_every = rig.options.checkpoint_every = 0;
  for (const OfPeer& own : OnPeers(2, &rig)) EXPECT_EQ(own.marks, 6);
}

// A loss that is not finite on one device stops all at the same step.
TEST(DeviceStepTest, SeveralDevicesStopTogether) {
  Rig rig(AdamOptions{}, /*bad=*/25);
  InEachProcess(2, [&](ProcessGroup& hosts) {
    const auto device = CpuDevice();
    DevicePeers peers(&hosts, std::make_unique<TestSums>(&hosts), kPlenty);
    EXPECT_THAT(rig.On(device.get(), &peers)->Run({}),
                StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("step 26")));
  });
}

TEST(DeviceStepTest, AProcessThatHasGoneEndsTheTrainingOfTheOthers) {
  Rig rig;
  InEachProcess(2, [&](ProcessGroup& hosts) {
    if (hosts.rank() == 1) return;
    const auto device = CpuDevice();
    // as on a GPU, where a sum that nobody adds to is waited for by the device
    class Nothing : public TestSums {
     public:
      using TestSums::TestSums;
      void Begin(const at::Tensor&) override {}
    };
    DevicePeers peers(&hosts, std::make_unique<Nothing>(&hosts), kPlenty);
    EXPECT_THAT(
        rig.On(device.get(), &peers)->Run({}),
        StatusIs(absl::StatusCode::kUnavailable,
                 HasSubstr("while adding the devices' gradients at step 1")));
  });
}

// What the state of `from` at step 20 becomes, in a trainer that goes on there.
template <typename Make>
std::unique_ptr<Trainer> GoOn(Trainer& from, Make make) {
  std::vector<NamedTensor> saved;
  TrainHooks hooks;
  hooks.on_checkpoint = [&] {
    if (from.step() == 20) saved = from.State();
    return absl::OkStatus();
  };
  EXPECT_OK(from.Run(hooks));
  std::unique_ptr<Trainer> next = make();
  EXPECT_OK(next->Restore(saved));
  EXPECT_EQ(next->step(), 20);
  EXPECT_OK(next->Run({}));
  return next;
}

TEST(DeviceStepTest, ACheckpointGoesOnToTheSameBits) {
  Rig rig;
  const auto device = CpuDevice();
  const auto whole = rig.On(device.get());
  const auto half = GoOn(*whole, [&] { return rig.On(device.get()); });
  EXPECT_TRUE(FlatOf(half->weights()).equal(FlatOf(whole->weights())));
  EXPECT_TRUE(FlatOf(half->result()).equal(FlatOf(whole->result())));
}

TEST(DeviceStepTest, ACheckpointGoesOnElsewhere) {
  Rig rig;
  const auto device = CpuDevice();
  const auto host = rig.OnHost(), there = rig.On(device.get());
  const auto to_device = GoOn(*host, [&] { return rig.On(device.get()); });
  const auto to_host = GoOn(*there, [&] { return rig.OnHost(); });
  EXPECT_LT(Gap(to_device->weights(), host->weights()), 1e-4);
  EXPECT_LT(Gap(to_host->weights(), there->weights()), 1e-4);
}

TEST(DeviceStepTest, WhatIsDoneToRecordLeavesNoTrace) {
  for (const int64_t steps : {40, 2}) {
    Rig rig;
    rig.options.steps = steps;
    Warming warming;
    const auto cold = CpuDevice();
    const auto a = rig.On(&warming), b = rig.On(cold.get());
    ASSERT_OK(a->Run({}));
    ASSERT_OK(b->Run({}));
    EXPECT_TRUE(FlatOf(a->weights()).equal(FlatOf(b->weights())));
    EXPECT_TRUE(FlatOf(a->result()).equal(FlatOf(b->result())));
  }
}

// The 14th step of 40; told of with the 20th, and nothing has moved since.
TEST(DeviceStepTest, StopsWhereANumberIsNotFinite) {
  Rig rig(AdamOptions{}, /*bad=*/13);
  const auto device = CpuDevice();
  const auto trainer = rig.On(device.get());
  EXPECT_THAT(
      trainer->Run({}),
      StatusIs(absl::StatusCode::kOutOfRange,
               HasSubstr("the loss is not finite at step 14 (loss nan")));
  Rig fine;
  fine.options.log_every = 13;
  const auto until = fine.On(device.get());
  at::Tensor weights_p, average_p;
  TrainHooks hooks;
  hooks.on_log = [&](const TrainLog& log) {
    if (log.step > 13) return absl::CancelledError("enough");
    weights_p = FlatOf(until->weights());
    average_p = FlatOf(until->result());
    return absl::OkStatus();
  };
  EXPECT_THAT(until->Run(hooks), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_TRUE(FlatOf(trainer->weights()).equal(weights_p));
  EXPECT_TRUE(FlatOf(trainer->result()).equal(average_p));
}

TEST(DeviceStepTest, AsksTheHostForNothingWhileItWorks) {
  Rig rig;
  WatchingDevice watching;
  ASSERT_OK(rig.On(&watching)->Run({}));
  EXPECT_EQ(watching.replays, rig.options.steps);
  EXPECT_THAT(watching.asked, IsEmpty());
  // whoever asks is seen
  const at::Tensor x = at::full({2}, 1.0);
  EXPECT_THAT(HostAccesses([&] { x.sum().item<float>(); }), Not(IsEmpty()));
}

}  // namespace
}  // namespace flow::core
