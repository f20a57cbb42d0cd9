#include "core/train/prefetched_batches.h"

#include <utility>

#include "ATen/Parallel.h"
#include "core/base/check.h"

namespace flow::core {

PrefetchedBatches::PrefetchedBatches(std::shared_ptr<const Batches> batches,
                                     int64_t end, int threads)
    : batches_(std::move(batches)),
      end_(end),
      ahead_(static_cast<size_t>(threads) + 1),
      wanted_(end),
      next_(end) {
  FLOW_CHECK(threads >= 1);
  for (int k = 0; k < threads; ++k) threads_.emplace_back([this] { Run(); });
}

PrefetchedBatches::~PrefetchedBatches() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

absl::StatusOr<Stretch> PrefetchedBatches::GetStretch(int64_t step) const {
  if (step >= end_) return batches_->GetStretch(step);
  std::unique_lock<std::mutex> lock(mutex_);
  if (wanted_ != step) {
    places_.clear();
    next_ = step;
    changed_.notify_all();
  }
  wanted_ = step;
  changed_.wait(lock,
                [&] { return !places_.empty() && places_.front()->made; });
  Made made = *std::move(places_.front()->made);
  places_.pop_front();
  wanted_ = batches_->StretchEnd(step);
  lock.unlock();
  changed_.notify_all();
  if (made.exception) std::rethrow_exception(made.exception);
  return std::move(made.stretch);
}

PrefetchedBatches::Made PrefetchedBatches::Make(int64_t step) const {
  Made made{absl::UnknownError("an exception was thrown"), nullptr};
  try {
    made.stretch = batches_->CheckedStretch(step);
  } catch (...) {
    made.exception = std::current_exception();
  }
  return made;
}

void PrefetchedBatches::Run() const {
  at::set_num_threads(1);
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] {
      return stop_ || (next_ < end_ && places_.size() < ahead_);
    });
    if (stop_) return;
    const auto place = std::make_shared<Place>(Place{next_, std::nullopt});
    places_.push_back(place);
    next_ = batches_->StretchEnd(place->step);
    lock.unlock();
    Made made = Make(place->step);
    lock.lock();
    place->made = std::move(made);
    changed_.notify_all();
  }
}

}  // namespace flow::core
