#include "core/train/prefetched_batches.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

#include "ATen/TensorOperators.h"
#include "ATen/ops/full.h"
#include "core/base/status_testing.h"
#include "core/coupling/minibatch_ot.h"
#include "core/distribution/standard_normal_testing.h"
#include "core/train/batch_source.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// The times of batch k are k; step 5 fails, step 6 throws.
class Counting : public Batches {
 public:
  explicit Counting(int milliseconds = 0) : milliseconds_(milliseconds) {}

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_));
    ++made;
    if (step == 5) return absl::OutOfRangeError("five");
    if (step == 6) throw std::runtime_error("six");
    Stretch stretch = {.first = step};
    stretch.rows.t_b = at::full({2}, static_cast<double>(step), at::kFloat);
    return stretch;
  }

  mutable std::atomic<int> made = 0;

 private:
  int milliseconds_;
};

int64_t StepOf(const absl::StatusOr<Batch>& batch) {
  EXPECT_OK(batch.status());
  return batch.ok() ? batch->t_b[0].item<int64_t>() : -1;
}

TEST(PrefetchedBatchesTest, ComeInTheirOrder) {
  const auto counting = std::make_shared<Counting>();
  for (const int threads : {1, 4}) {
    counting->made = 0;
    const PrefetchedBatches batches(counting, 5, threads);
    for (int64_t step = 0; step < 5; ++step) {
      EXPECT_EQ(StepOf(batches.Get(step)), step);
    }
    EXPECT_EQ(counting->made, 5) << "each is made once, and none past the end";
  }
}

// Two threads meet in two steps: one alone would wait for the other for ever.
TEST(PrefetchedBatchesTest, SeveralThreadsMakeSeveralStretchesAtOnce) {
  class Meeting : public Counting {
   public:
    absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
      if (step < 2) {
        ++here_;
        while (here_ < 2) std::this_thread::yield();
      }
      return Counting::GetStretch(step);
    }

   private:
    mutable std::atomic<int> here_ = 0;
  };
  const PrefetchedBatches batches(std::make_shared<Meeting>(), 4,
                                  /*threads=*/2);
  for (int64_t step = 0; step < 4; ++step) {
    EXPECT_EQ(StepOf(batches.Get(step)), step);
  }
}

// The first of them takes longest.
TEST(PrefetchedBatchesTest, ComeInTheirOrderWhoeverIsFirst) {
  class Slowing : public Counting {
   public:
    absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
      std::this_thread::sleep_for(std::chrono::milliseconds(20 - step % 5 * 5));
      return Counting::GetStretch(step);
    }
  };
  const PrefetchedBatches batches(std::make_shared<Slowing>(), 100,
                                  /*threads=*/5);
  for (int64_t step = 10; step < 30; ++step) {
    EXPECT_EQ(StepOf(batches.Get(step)), step);
  }
}

TEST(PrefetchedBatchesTest, StartAndGoOnAtAnyStep) {
  for (const int threads : {1, 3}) {
    const PrefetchedBatches batches(std::make_shared<Counting>(1), 100,
                                    threads);
    for (const int64_t step : {40, 41, 7, 8, 8, 9, 0, 1, 99, 100, 101, 3}) {
      EXPECT_EQ(StepOf(batches.Get(step)), step);
    }
  }
}

TEST(PrefetchedBatchesTest, ErrorsSurfaceAtTheirStep) {
  const PrefetchedBatches batches(std::make_shared<Counting>(), 100,
                                  /*threads=*/3);
  EXPECT_EQ(StepOf(batches.Get(3)), 3);
  EXPECT_EQ(StepOf(batches.Get(4)), 4);
  EXPECT_THAT(batches.Get(5).status(),
              StatusIs(absl::StatusCode::kOutOfRange, "five"));
  EXPECT_THROW((void)batches.Get(6), std::runtime_error);
  EXPECT_EQ(StepOf(batches.Get(7)), 7);
}

TEST(PrefetchedBatchesTest, NoMoreThanOneForEachThreadAndOneAreMadeAhead) {
  for (const int threads : {1, 3}) {
    const auto counting = std::make_shared<Counting>();
    const PrefetchedBatches batches(counting, 1000, threads);
    EXPECT_EQ(StepOf(batches.Get(10)), 10);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_LE(counting->made, 1 + threads + 1);
  }
}

TEST(PrefetchedBatchesTest, MayBeLeftAtAnyTime) {
  {
    const PrefetchedBatches unused(std::make_shared<Counting>(), 100,
                                   /*threads=*/2);
  }
  for (int k = 0; k < 20; ++k) {
    const PrefetchedBatches batches(std::make_shared<Counting>(k % 3), 5,
                                    /*threads=*/1 + k % 4);
    EXPECT_EQ(StepOf(batches.Get(0)), 0);
  }
}

TEST(PrefetchedBatchesTest, HaveTheSameBits) {
  const auto source = std::make_shared<BatchSource>(
      StandardNormal(2), StandardNormal(2),
      std::make_shared<MinibatchOt>(MinibatchOtOptions{}),
      BatchOptions{.size = 20, .coupled = 60}, /*seed=*/3);
  const PrefetchedBatches batches(source, 12, /*threads=*/2);
  // a start in the middle of a stretch, as of a run that goes on
  for (int64_t step = 2; step < 12;) {
    ASSERT_OK_AND_ASSIGN(const Stretch a, batches.GetStretch(step));
    ASSERT_OK_AND_ASSIGN(const Stretch b, source->GetStretch(step));
    EXPECT_EQ(a.first, step / 3 * 3);
    EXPECT_EQ(a.steps, 3);
    EXPECT_TRUE(a.rows.x0_bd.equal(b.rows.x0_bd));
    EXPECT_TRUE(a.rows.x1_bd.equal(b.rows.x1_bd));
    EXPECT_TRUE(a.rows.t_b.equal(b.rows.t_b));
    EXPECT_TRUE(a.rows.noise_bd.equal(b.rows.noise_bd));
    step = a.End();
  }
}

}  // namespace
}  // namespace flow::core
