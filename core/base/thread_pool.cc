#include "core/base/thread_pool.h"

#include <utility>

#include "core/base/check.h"

namespace flow {

ThreadPool::ThreadPool(int threads, void (*start)()) {
  FLOW_CHECK(threads >= 1) << "got " << threads;
  for (int i = 1; i < threads; ++i) {
    workers_.emplace_back([this, start] { Run(start); });
  }
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::ParallelFor(int64_t shards,
                             absl::FunctionRef<void(int64_t)> work) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    FLOW_CHECK(work_ == nullptr) << "one ParallelFor at a time";
    work_ = &work;
    shards_ = shards;
    next_ = finished_ = 0;
    ++generation_;
  }
  if (shards > 1) wake_.notify_all();
  TakeShards();
  Finish();
}

void ThreadPool::Finish() {
  std::unique_lock<std::mutex> lock(mutex_);
  done_.wait(lock, [this] { return finished_ == shards_; });
  work_ = nullptr;
  if (error_ != nullptr) std::rethrow_exception(std::exchange(error_, nullptr));
}

void ThreadPool::Run(void (*start)()) {
  if (start != nullptr) start();
  uint64_t seen = 0;
  while (true) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, [&] { return stop_ || generation_ != seen; });
      if (stop_) return;
      seen = generation_;
    }
    TakeShards();
  }
}

void ThreadPool::TakeShards() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (work_ != nullptr && next_ < shards_) {
    const int64_t shard = next_++;
    const absl::FunctionRef<void(int64_t)> work = *work_;
    lock.unlock();
    std::exception_ptr error;
    try {
      work(shard);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (error != nullptr && (error_ == nullptr || shard < error_shard_)) {
      error_ = error;
      error_shard_ = shard;
    }
    if (++finished_ == shards_) done_.notify_one();
  }
}

}  // namespace flow
