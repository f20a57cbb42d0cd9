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
      wanted_(end),
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

absl::StatusOr<Stretch> PrefetchedBatches::GetStretch(int64_t step) const {
  if (step >= end_) return batches_->GetStretch(step);
  std::unique_lock<std::mutex> lock(mutex_);
  if (wanted_ != step) {
    made_.clear();
    ++generation_;  // what is being made now is not wanted
    next_ = step;
    changed_.notify_all();
  }
  changed_.wait(lock, [&] { return !made_.empty(); });
  Made made = std::move(made_.front());
  made_.pop_front();
  wanted_ = made.end;
  lock.unlock();
  changed_.notify_all();
  if (made.exception) std::rethrow_exception(made.exception);
  return std::move(made.stretch);
}

PrefetchedBatches::Made PrefetchedBatches::Make(int64_t step) const {
  Made made{absl::UnknownError("an exception was thrown"), nullptr, step + 1};
  try {
    made.stretch = batches_->GetStretch(step);
    if (made.stretch.ok()) made.end = made.stretch->first + made.stretch->steps;
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
    const int64_t step = next_, generation = generation_;
    lock.unlock();
    Made made = Make(step);
    lock.lock();
    if (generation != generation_) continue;
    next_ = made.end;
    made_.push_back(std::move(made));
    changed_.notify_all();
  }
}

}  // namespace flow::core
