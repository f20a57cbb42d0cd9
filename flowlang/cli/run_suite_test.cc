#include "flowlang/cli/run_suite.h"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_testing.h"
#include "core/device/device_testing.h"
#include "flowlang/compile/compile_suite.h"
#include "flowlang/lower/lower_testing.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using ::testing::HasSubstr;

SuitePlan TwoRuns() {
  ExperimentPlan first = TinyPlan(), second = TinyPlan();
  second.seed = first.seed + 1;
  return {.name = "two",
          .labels = {"A"},
          .runs = {{"A", "A/seed-1", first}, {"A", "A/seed-2", second}}};
}

// Each of whose steps takes a while, and is told when another is under way.
class OneAtATime : public core::TestDevice {
 public:
  std::unique_ptr<core::Recording> Record(std::function<void()> work) override {
    ++recordings;
    return core::TestDevice::Record([this, work = std::move(work)] {
      EXPECT_EQ(++inside_, 1);
      absl::SleepFor(absl::Milliseconds(5));
      work();
      --inside_;
    });
  }

  std::atomic<int> recordings = 0;

 private:
  std::atomic<int> inside_ = 0;
};

TEST(RunSuiteTest, RunsOneAfterTheOtherOnADevice) {
  const std::string out = FreshPath("on_device");
  OneAtATime device;
  ASSERT_OK_AND_ASSIGN(const bool met,
                       RunSuite(TwoRuns(), out, /*threads=*/2, &device));
  EXPECT_TRUE(met);
  EXPECT_EQ(device.recordings, 2);
  for (const char* run : {"A/seed-1", "A/seed-2"}) {
    const auto result = nlohmann::json::parse(
        Content(JoinPath(out, std::string(run) + "/result.json")));
    EXPECT_EQ(result["environment"]["device"], "cpu");
    EXPECT_EQ(result["environment"]["threads"], 2);
  }
  EXPECT_TRUE(FileExists(JoinPath(out, "comparison.json")));
}

TEST(RunSuiteTest, RefusesBeforeAnyRunWhatADeviceDoesNotTrain) {
  SuitePlan suite = TwoRuns();
  TrainWork(suite.runs[1].plan).federation =
      federated::FederationOptions{.clients = 2};
  const std::string out = FreshPath("refused");
  core::WatchingDevice device;
  EXPECT_THAT(RunSuite(suite, out, /*threads=*/1, &device).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("A/seed-2: the stage 'train_velocity' cannot "
                                 "train on cpu: clients of a federation")));
  EXPECT_FALSE(FileExists(out));
}

}  // namespace
}  // namespace flow::lang
