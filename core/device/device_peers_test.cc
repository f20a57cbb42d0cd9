#include "core/device/device_peers.h"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>

#include "ATen/ops/full.h"
#include "absl/time/time.h"
#include "c10/util/Exception.h"
#include "core/base/status_testing.h"
#include "core/device/device_testing.h"
#include "core/processes/process_group_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// A CPU in the place of a GPU.
class TestGpu : public Forwarding<GpuDevice> {
 public:
  explicit TestGpu(ProcessGroup* hosts) : hosts_(hosts) {}

  std::string NameGroup() override {
    EXPECT_EQ(hosts_->rank(), 0);
    return "their name";
  }
  std::unique_ptr<DeviceSums> JoinGroup(const std::string& name, int rank,
                                        int ranks) override {
    EXPECT_EQ(name, "their name");
    EXPECT_EQ(rank, hosts_->rank());
    EXPECT_EQ(ranks, hosts_->size());
    if (unreachable) Lose();
    return std::make_unique<TestSums>(hosts_);
  }

  // As NCCL's failures come.
  [[noreturn]] static void Lose() {
    throw c10::DistBackendError({__func__, __FILE__, __LINE__}, "no cable");
  }

  bool unreachable = false;

 private:
  ProcessGroup* hosts_;
};

class LosingSums : public TestSums {
 public:
  using TestSums::TestSums;
  bool Reached() override { TestGpu::Lose(); }
};

// Of a peer who never adds to them.
class WaitingSums : public TestSums {
 public:
  using TestSums::TestSums;
  ~WaitingSums() override { ++ended; }
  bool Reached() override { return false; }

  static inline std::atomic<int> ended = 0;
};

TEST(DevicePeersTest, ConnectsTheDevicesOfAllProcesses) {
  InEachProcess(3, [](ProcessGroup& hosts) {
    TestGpu gpu(&hosts);
    ASSERT_OK_AND_ASSIGN(const auto peers,
                         DevicePeers::Connect(&gpu, &hosts, kPlenty));
    EXPECT_EQ(peers->rank(), hosts.rank());
    EXPECT_EQ(peers->size(), 3);
    const at::Tensor x = at::full({2}, hosts.rank() + 1.0, at::kFloat);
    peers->sums()->Begin(x);
    peers->sums()->Join();
    EXPECT_OK(peers->Await());
    EXPECT_TRUE(x.equal(at::full({2}, 6.0, at::kFloat)));
  });
}

const auto kUnreachable = StatusIs(
    absl::StatusCode::kUnavailable,
    AllOf(HasSubstr("do not reach each other"), HasSubstr("no cable")));

TEST(DevicePeersTest, DevicesThatCannotBeConnectedAreUnavailable) {
  InEachProcess(2, [](ProcessGroup& hosts) {
    TestGpu gpu(&hosts);
    gpu.unreachable = true;
    EXPECT_THAT(DevicePeers::Connect(&gpu, &hosts, kPlenty).status(),
                kUnreachable);
  });
}

TEST(DevicePeersTest, DevicesThatLoseEachOtherAreUnavailable) {
  InEachProcess(2, [](ProcessGroup& hosts) {
    DevicePeers peers(&hosts, std::make_unique<LosingSums>(&hosts), kPlenty);
    EXPECT_THAT(peers.Await(), kUnreachable);
    EXPECT_THAT(peers.Follow(), kUnreachable) << "it comes again";
    DevicePeers others(&hosts, std::make_unique<TestSums>(&hosts), kPlenty);
    EXPECT_THAT(others.Do([] { TestGpu::Lose(); }), kUnreachable);
    EXPECT_THROW(
        DevicePeers(&hosts, std::make_unique<TestSums>(&hosts), kPlenty)
            .Do([] { throw std::runtime_error("another"); })
            .IgnoreError(),
        std::runtime_error);
  });
}

// All are there, and a device waits for ever: the sums are ended.
TEST(DevicePeersTest, ADeviceIsWaitedForWithPatience) {
  WaitingSums::ended = 0;
  InEachProcess(2, [](ProcessGroup& hosts) {
    DevicePeers peers(&hosts, std::make_unique<WaitingSums>(&hosts),
                      absl::Milliseconds(20));
    const auto late = StatusIs(absl::StatusCode::kDeadlineExceeded,
                               HasSubstr("have not added up for 20ms"));
    EXPECT_THAT(peers.Follow(), late);
    EXPECT_THAT(peers.Do([] { ADD_FAILURE() << "after an error"; }), late);
  });
  EXPECT_EQ(WaitingSums::ended, 2);
}

// Before its sums are waited for.
TEST(DevicePeersTest, AProcessThatHasGoneIsTold) {
  InEachProcess(2, [](ProcessGroup& hosts) {
    if (hosts.rank() == 1) return;
    DevicePeers peers(&hosts, std::make_unique<WaitingSums>(&hosts), kPlenty);
    EXPECT_THAT(peers.Await(), StatusIs(absl::StatusCode::kUnavailable,
                                        HasSubstr("a process has gone")));
  });
}

}  // namespace
}  // namespace flow::core
