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
#include "core/tensor/random_tensor.h"
#include "gtest/gtest.h"

namespace flow::core {
namespace {

// The times of batch k are k; step 5 fails, step 6 throws.
class Counting : public Batches {
 public:
  explicit Counting(int milliseconds = 0) : milliseconds_(milliseconds) {}

  absl::StatusOr<Batch> Get(int64_t step) const override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_));
    ++made;
    if (step == 5) return absl::OutOfRangeError("five");
    if (step == 6) throw std::runtime_error("six");
    Batch batch;
    batch.t_b = at::full({2}, static_cast<double>(step), at::kFloat);
    return batch;
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
  const PrefetchedBatches batches(counting, 5);
  for (int64_t step = 0; step < 5; ++step) {
    EXPECT_EQ(StepOf(batches.Get(step)), step);
  }
  EXPECT_EQ(counting->made, 5) << "each is made once, and none past the end";
}

TEST(PrefetchedBatchesTest, StartAndGoOnAtAnyStep) {
  const PrefetchedBatches batches(std::make_shared<Counting>(1), 100);
  for (const int64_t step : {40, 41, 7, 8, 8, 9, 0, 1, 99, 100, 101, 3}) {
    EXPECT_EQ(StepOf(batches.Get(step)), step);
  }
}

TEST(PrefetchedBatchesTest, ErrorsSurfaceAtTheirStep) {
  const PrefetchedBatches batches(std::make_shared<Counting>(), 100);
  EXPECT_EQ(StepOf(batches.Get(3)), 3);
  EXPECT_EQ(StepOf(batches.Get(4)), 4);
  EXPECT_THAT(batches.Get(5).status(),
              StatusIs(absl::StatusCode::kOutOfRange, "five"));
  EXPECT_THROW((void)batches.Get(6), std::runtime_error);
  EXPECT_EQ(StepOf(batches.Get(7)), 7);
}

TEST(PrefetchedBatchesTest, NoMoreThanTwoAreMadeAhead) {
  const auto counting = std::make_shared<Counting>();
  const PrefetchedBatches batches(counting, 1000);
  EXPECT_EQ(StepOf(batches.Get(10)), 10);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_LE(counting->made, 3);
}

TEST(PrefetchedBatchesTest, MayBeLeftAtAnyTime) {
  { const PrefetchedBatches unused(std::make_shared<Counting>(), 100); }
  for (int k = 0; k < 20; ++k) {
    const PrefetchedBatches batches(std::make_shared<Counting>(k % 3), 5);
    EXPECT_EQ(StepOf(batches.Get(0)), 0);
  }
}

class Normal : public Distribution {
 public:
  int64_t dim() const override { return 2; }
  Points Draw(int64_t n, Seed seed) const override {
    return {NormalTensor(seed, n, 2), {}};
  }
};

TEST(PrefetchedBatchesTest, HaveTheSameBits) {
  const auto source = std::make_shared<BatchSource>(
      std::make_shared<Normal>(), std::make_shared<Normal>(),
      std::make_shared<MinibatchOt>(MinibatchOtOptions{}),
      BatchOptions{.size = 20, .coupled = 60}, /*seed=*/3);
  const PrefetchedBatches batches(source, 12);
  for (int64_t step = 2; step < 12; ++step) {
    ASSERT_OK_AND_ASSIGN(const Batch a, batches.Get(step));
    ASSERT_OK_AND_ASSIGN(const Batch b, source->Get(step));
    EXPECT_TRUE(a.x0_bd.equal(b.x0_bd));
    EXPECT_TRUE(a.x1_bd.equal(b.x1_bd));
    EXPECT_TRUE(a.t_b.equal(b.t_b));
    EXPECT_TRUE(a.noise_bd.equal(b.noise_bd));
  }
}

}  // namespace
}  // namespace flow::core
