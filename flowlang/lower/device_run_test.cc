// Whole runs whose velocities are trained and followed on a device, which here
// is the CPU.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/device/device.h"
#include "core/device/device_peers.h"
#include "core/device/device_testing.h"
#include "core/processes/process_group_testing.h"
#include "flowlang/lower/run_testing.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DeviceRunTest : public RunTest {
 protected:
  absl::Status RunOn(core::Device* device, const ExperimentPlan& plan,
                     const std::string& out, int threads = 1) {
    return RunExperiment(
        plan, {.out = out, .threads = threads, .device = device}, &progress_);
  }

  const std::unique_ptr<core::Device> device_ = core::CpuDevice();
};

ExperimentPlan Plan() {
  ExperimentPlan plan =
      GaussianPlan(core::MlpOptions{.dim = 2, .hidden = {32, 32}},
                   core::OdeOptions(core::HeunOptions{20}));
  TrainWork(plan).train.steps = 60;
  TrainWork(plan).train.checkpoint_every = 20;
  TrainWork(plan).train.ema_decay = 0.9;
  return plan;
}

nlohmann::json ResultOf(const std::string& out) {
  return nlohmann::json::parse(*ReadFile(out + "/result.json"));
}

// Sixty steps of Adam, kernels here and LibTorch's operations there: what they
// generate, some 3 long, differs by less than 1e-3.
TEST_F(DeviceRunTest, GeneratesWhatTheHostDoes) {
  const ExperimentPlan plan = Plan();
  const std::string here = Run(plan, "here"), there = FreshPath("there");
  ASSERT_OK(RunOn(device_.get(), plan, there));
  const at::Tensor gap_nd = Generated(here) - Generated(there);
  EXPECT_LT(gap_nd.abs().max().item<double>(), 1e-3);
  EXPECT_EQ(ResultOf(there)["environment"]["device"], "cpu");
  EXPECT_EQ(ResultOf(there)["stages"][0]["coupling"],
            ResultOf(here)["stages"][0]["coupling"]);
}

// Batches are made by all of them.
TEST_F(DeviceRunTest, HasTheSameBitsForAnyNumberOfThreads) {
  const ExperimentPlan plan = Plan();
  const std::string one = FreshPath("one"), three = FreshPath("three");
  ASSERT_OK(RunOn(device_.get(), plan, one));
  ASSERT_OK(RunOn(device_.get(), plan, three, /*threads=*/3));
  EXPECT_TRUE(Generated(one).equal(Generated(three)));
  EXPECT_EQ(ResultOf(one)["stages"][0]["coupling"],
            ResultOf(three)["stages"][0]["coupling"]);
}

// Counts from each reset on.
class CountingDevice : public core::TestDevice {
 public:
  std::optional<int64_t> PeakMemory() const override { return 7'000'000; }
  void ResetPeakMemory() override { ++resets; }

  size_t resets = 0;
};

TEST_F(DeviceRunTest, TellsWhatEachStageTookOfItsMemory) {
  const ExperimentPlan plan = Plan();
  CountingDevice counting;
  const std::string out = FreshPath("memory");
  ASSERT_OK(RunOn(&counting, plan, out));
  EXPECT_EQ(counting.resets, plan.stages.size());
  EXPECT_EQ(ResultOf(out)["stages"][0]["cost"]["device_peak_memory_mb"], 7);
}

// Equal steps are all made there, of others the velocities.
TEST_F(DeviceRunTest, SamplesByEveryMethod) {
  const core::SamplerOptions samplers[] = {
      core::OdeOptions(core::EulerOptions{10}),
      core::OdeOptions(core::Dopri5Options()),
      core::SdeOptions(core::EulerMaruyamaOptions{{.steps = 20}})};
  for (size_t s = 0; s < std::size(samplers); ++s) {
    SCOPED_TRACE(s);
    ExperimentPlan plan = Plan();
    SampleWork(plan).sampler = samplers[s];
    const std::string here = Run(plan, "here"), there = FreshPath("there");
    ASSERT_OK(RunOn(device_.get(), plan, there));
    const at::Tensor gap_nd = Generated(here) - Generated(there);
    EXPECT_LT(gap_nd.abs().max().item<double>(), 1e-3);
    EXPECT_NEAR(ResultOf(there)["metrics"][0]["nfe"].get<double>(),
                ResultOf(here)["metrics"][0]["nfe"].get<double>(), 0.5);
  }
}

// A noise, along the path and along another.
TEST_F(DeviceRunTest, FollowsWhatIsNoVelocity) {
  for (const bool along : {false, true}) {
    SCOPED_TRACE(along);
    ExperimentPlan plan = Plan();
    TrainWork(plan).prediction = SampleWork(plan).prediction =
        core::Prediction::kNoise;
    if (along) SampleWork(plan).along = core::TrigonometricPathOptions();
    core::WatchingDevice watching;
    const std::string here = Run(plan, "here"), there = FreshPath("there");
    ASSERT_OK(RunOn(&watching, plan, there));
    const at::Tensor gap_nd = Generated(here) - Generated(there);
    EXPECT_LT(gap_nd.abs().max().item<double>(), 1e-3);
    EXPECT_THAT(watching.asked, IsEmpty());
  }
}

// Plans within 1e-6 of each other draw the same pairs.
TEST_F(DeviceRunTest, CouplesBySinkhornThere) {
  ExperimentPlan plan = Plan();
  TrainWork(plan).coupling = core::MinibatchOtOptions{
      .pairing = core::Pairing::kResample,
      .solver = core::SinkhornSolverOptions{.tolerance = 1e-6}};
  const std::string here = Run(plan, "here"), there = FreshPath("there");
  ASSERT_OK(RunOn(device_.get(), plan, there));
  const at::Tensor gap_nd = Generated(here) - Generated(there);
  EXPECT_LT(gap_nd.abs().max().item<double>(), 1e-3);
  const nlohmann::json here_c = ResultOf(here)["stages"][0]["coupling"];
  const nlohmann::json there_c = ResultOf(there)["stages"][0]["coupling"];
  EXPECT_NEAR(there_c["cost"].get<double>(), here_c["cost"].get<double>(),
              1e-4 * here_c["cost"].get<double>());
}

// Of each process of a group whose devices share the batches.
std::vector<absl::Status> RunInEach(int64_t processes,
                                    const ExperimentPlan& plan,
                                    const std::string& out) {
  std::vector<absl::Status> statuses(processes);
  core::InEachProcess(processes, [&](core::ProcessGroup& group) {
    const auto device = core::CpuDevice();
    core::DevicePeers peers(&group, std::make_unique<core::TestSums>(&group),
                            core::kPlenty);
    ProgressRecorder progress;
    statuses[group.rank()] =
        RunExperiment(plan,
                      {.out = absl::StrCat(out, group.rank()),
                       .threads = 1,
                       .processes = {.group = &group, .devices = &peers},
                       .device = device.get()},
                      &progress);
  });
  return statuses;
}

TEST_F(DeviceRunTest, SeveralDevicesGenerateWhatOneDoes) {
  const ExperimentPlan plan = Plan();
  const std::string one = FreshPath("one"), two = FreshPath("two");
  FreshPath("two0");
  FreshPath("two1");
  ASSERT_OK(RunOn(device_.get(), plan, one));
  EXPECT_THAT(RunInEach(2, plan, two), Each(IsOk()));
  const at::Tensor gap_nd = Generated(one) - Generated(two + "0");
  EXPECT_LT(gap_nd.abs().max().item<double>(), 1e-3);
  EXPECT_GT(gap_nd.abs().max().item<double>(), 0);
  EXPECT_EQ(ResultOf(two + "0")["processes"]["sharing_batches"], 2);
  EXPECT_FALSE(FileExists(two + "1/result.json"));
}

TEST_F(DeviceRunTest, EachDeviceNeedsARowOfItsOwn) {
  ExperimentPlan plan = Plan();
  TrainWork(plan).train.batch = 1;
  FreshPath("few0");
  FreshPath("few1");
  EXPECT_THAT(RunInEach(2, plan, FreshPath("few")),
              Each(StatusIs(absl::StatusCode::kInvalidArgument,
                            HasSubstr("2 processes share a batch of 1 row;"))));
}

// Rounded to eight binary digits, some 3 long points move by 1e-2; the same on
// either, but for the order of sums that are rounded.
TEST_F(DeviceRunTest, TrainsInBfloat16) {
  ExperimentPlan plan = Plan();
  const std::string exact = Run(plan, "exact");
  TrainWork(plan).train.precision = core::Precision::kBfloat16;
  const std::string here = Run(plan, "here"), there = FreshPath("there");
  ASSERT_OK(RunOn(device_.get(), plan, there));
  const auto gap = [](const std::string& a, const std::string& b) {
    return (Generated(a) - Generated(b)).abs().max().item<double>();
  };
  EXPECT_LT(gap(here, there), 0.02);
  EXPECT_GT(gap(here, exact), 1e-4);
  EXPECT_LT(gap(here, exact), 0.1);
}

TEST_F(DeviceRunTest, RefusesWhatTheHostAloneTrains) {
  ExperimentPlan plan = Plan();
  TrainWork(plan).federation = federated::FederationOptions{.clients = 2};
  EXPECT_THAT(RunOn(device_.get(), plan, FreshPath("clients")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("cannot train on cpu: clients of a "
                                 "federation")));
  plan = Plan();
  TrainWork(plan).fine_tuning =
      FineTuningStart{.weights = "w", .trained = core::LowRankOptions{}};
  EXPECT_THAT(RunOn(device_.get(), plan, FreshPath("low_rank")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'low_rank' or 'proxy'")));
  plan = Plan();
  TrainWork(plan).network = core::IcnnOptions{};
  EXPECT_THAT(RunOn(device_.get(), plan, FreshPath("icnn")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("'icnn' solves an equation")));
  plan = Plan();
  TrainWork(plan).dual = core::DualOptions{};
  EXPECT_THAT(RunOn(device_.get(), plan, FreshPath("dual")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("a pair of networks")));
}

}  // namespace
}  // namespace flow::lang
