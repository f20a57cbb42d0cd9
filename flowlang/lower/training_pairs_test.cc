#include "flowlang/lower/training_pairs.h"

#include <map>
#include <utility>
#include <vector>

#include "core/base/status_testing.h"
#include "core/base/thread_pool.h"
#include "flowlang/lower/lower_testing.h"
#include "flowlang/lower/run_directory.h"
#include "flowlang/lower/stage_context.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace flow::lang {
namespace {

using ::testing::Each;
using ::testing::Pair;
using ::testing::SizeIs;

class TrainingPairsTest : public testing::Test {
 protected:
  // 60 moons, and 25 of a step.
  TrainingPairsTest() : plan_(TinyPlan()) {
    TrainWork(plan_).ends.target.points = 60;
    TrainWork(plan_).train.batch = 25;
  }

  std::vector<PairsOfClient> Pairs() {
    const auto directory = RunDirectory::Open(FreshPath("pairs"), plan_);
    EXPECT_OK(directory.status());
    const StageContext context = {
        .plan = plan_, .directory = *directory, .pool = &pool_};
    auto pairs = MakePairs(TrainWork(plan_), context, plan_.seed);
    EXPECT_OK(pairs.status());
    return *std::move(pairs);
  }

  ExperimentPlan plan_;
  ThreadPool pool_{1};
};

using Point = std::pair<float, float>;

// How often each point of the target comes in the first steps.
std::map<Point, int64_t> Times(const core::Batches& batches, int64_t steps) {
  std::map<Point, int64_t> times;
  for (int64_t step = 0; step < steps; ++step) {
    const core::Batch batch = batches.Get(step).value();
    const float* const x = batch.x1_bd.const_data_ptr<float>();
    for (int64_t i = 0; i < batch.x1_bd.size(0); ++i) {
      ++times[{x[2 * i], x[2 * i + 1]}];
    }
  }
  return times;
}

// Twelve steps are five epochs of all 60.
constexpr int64_t kEpochs = 5, kTwelve = 12;

TEST_F(TrainingPairsTest, EpochsHaveEveryPointOnce) {
  TrainWork(plan_).train.draws = core::Draws::kEpochs;
  for (const bool coupled : {false, true}) {
    if (coupled) TrainWork(plan_).coupling = core::MinibatchOtOptions();
    const auto times = Times(*Pairs()[0].batches, kTwelve);
    EXPECT_THAT(times, SizeIs(60));
    EXPECT_THAT(times, Each(Pair(testing::_, kEpochs)));
  }
}

// 300 draws with replacement: that each of 60 comes five times has a
// probability below 1e-40.
TEST_F(TrainingPairsTest, ElsePointsComeAsTheyWill) {
  EXPECT_THAT(Times(*Pairs()[0].batches, kTwelve),
              testing::Not(Each(Pair(testing::_, kEpochs))));
}

// Of two clients each goes through its own points, which no other has.
TEST_F(TrainingPairsTest, EachClientHasEpochsOfItsOwn) {
  TrainVelocityStage& work = TrainWork(plan_);
  work.train.draws = core::Draws::kEpochs;
  work.federation = federated::FederationOptions{.clients = 2};
  work.federation->local.steps = 6;
  const std::vector<PairsOfClient> clients = Pairs();
  ASSERT_THAT(clients, SizeIs(2));
  std::map<Point, int64_t> of_all;
  for (const PairsOfClient& client : clients) {
    // six steps of 25: as many epochs of its own points as fit
    const auto times = Times(*client.batches, /*steps=*/6);
    EXPECT_THAT(times, SizeIs(*client.points));
    const int64_t least = 150 / *client.points;
    for (const auto& [point, count] : times) {
      EXPECT_GE(count, least);
      EXPECT_LE(count, least + 1);
      ++of_all[point];
    }
  }
  EXPECT_THAT(of_all, SizeIs(60));
  EXPECT_THAT(of_all, Each(Pair(testing::_, 1)));
}

}  // namespace
}  // namespace flow::lang
