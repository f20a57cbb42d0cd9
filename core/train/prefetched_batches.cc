#include "core/train/prefetched_batches.h"

#include <utility>

#include "ATen/Parallel.h"

namespace flow::core {
namespace {

constexpr size_t kAhead = 2;

}  // namespace

PrefetchedBatches::PrefetchedBatches(std::shared_ptr<const Batches> batches,
                                     int64_t end)
    : batches_(std::move(batches)),
      end_(end),
      next_(end),
      thread_([this] { Run(); }) {}

PrefetchedBatches::~PrefetchedBatches() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

absl::StatusOr<Batch> PrefetchedBatches::Get(int64_t step) const {
  if (step >= end_) return batches_->Get(step);
  std::unique_lock<std::mutex> lock(mutex_);
  const int64_t in_hand = static_cast<int64_t>(made_.size()) + is_making_;
  if (next_ - in_hand != step) {
    made_.clear();
    is_making_ = false;  // what is being made now is not wanted
    ++generation_;
    next_ = step;
    changed_.notify_all();
  }
  changed_.wait(lock, [&] { return !made_.empty(); });
  Made made = std::move(made_.front());
  made_.pop_front();
  lock.unlock();
  changed_.notify_all();
  if (made.exception) std::rethrow_exception(made.exception);
  return std::move(made.batch);
}

PrefetchedBatches::Made PrefetchedBatches::Make(int64_t step) const {
  Made made{absl::UnknownError("an exception was thrown"), nullptr};
  try {
    made.batch = batches_->Get(step);
  } catch (...) {
    made.exception = std::current_exception();
  }
  return made;
}

void PrefetchedBatches::Run() const {
  at::set_num_threads(1);
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(
        lock, [&] { return stop_ || (next_ < end_ && made_.size() < kAhead); });
    if (stop_) return;
    const int64_t step = next_++, generation = generation_;
    is_making_ = true;
    lock.unlock();
    Made made = Make(step);
    lock.lock();
    if (generation != generation_) continue;
    is_making_ = false;
    made_.push_back(std::move(made));
    changed_.notify_all();
  }
}

}  // namespace flow::core
