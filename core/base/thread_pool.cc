#include "core/base/thread_pool.h"

#include <utility>

#include "core/base/check.h"

namespace flow {
namespace {

constexpr int kGenerationShift = 32;

uint32_t GenerationOf(uint64_t ticket) { return ticket >> kGenerationShift; }
int64_t ShardOf(uint64_t ticket) { return static_cast<uint32_t>(ticket); }

void Pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

// Looks for a while whether `ready`; some fifty microseconds of a processor.
template <typename Ready>
bool SpinUntil(Ready ready) {
  constexpr int kRounds = 1000;
  for (int i = 0; i < kRounds; ++i) {
    if (ready()) return true;
    Pause();
  }
  return false;
}

}  // namespace

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
  FLOW_CHECK(!busy_) << "one ParallelFor at a time";
  if (shards == 0) return;
  busy_ = true;
  const uint32_t generation = GenerationOf(ticket_) + 1;
  calls_[generation % 2].work = &work;
  calls_[generation % 2].shards = shards;
  finished_ = 0;
  {
    // one who is about to sleep must not miss this
    std::lock_guard<std::mutex> lock(mutex_);
    ticket_ = uint64_t{generation} << kGenerationShift;
  }
  if (shards > 1) wake_.notify_all();
  Work(generation);
  Finish(shards);
}

void ThreadPool::Finish(int64_t shards) {
  const auto done = [&] { return finished_ == shards; };
  if (!SpinUntil(done)) {
    std::unique_lock<std::mutex> lock(mutex_);
    done_.wait(lock, done);
  }
  busy_ = false;
  std::lock_guard<std::mutex> lock(mutex_);
  if (error_ != nullptr) std::rethrow_exception(std::exchange(error_, nullptr));
}

void ThreadPool::Run(void (*start)()) {
  if (start != nullptr) start();
  uint32_t seen = 0;
  const auto called = [&] { return stop_ || GenerationOf(ticket_) != seen; };
  while (true) {
    if (!SpinUntil(called)) {
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait(lock, called);
    }
    if (stop_) return;
    seen = GenerationOf(ticket_);
    Work(seen);
  }
}

void ThreadPool::Work(uint32_t generation) {
  const Call& call = calls_[generation % 2];
  while (true) {
    uint64_t ticket = ticket_;
    const int64_t shard = ShardOf(ticket), shards = call.shards;
    if (GenerationOf(ticket) != generation || shard >= shards) return;
    if (!ticket_.compare_exchange_weak(ticket, ticket + 1)) continue;
    std::exception_ptr error;
    try {
      (*call.work.load())(shard);
    } catch (...) {
      error = std::current_exception();
    }
    Report(shard, shards, error);
  }
}

void ThreadPool::Report(int64_t shard, int64_t shards,
                        std::exception_ptr error) {
  if (error != nullptr) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (error_ == nullptr || shard < error_shard_) {
      error_ = error;
      error_shard_ = shard;
    }
  }
  if (++finished_ != shards) return;
  // the caller may be about to sleep
  std::lock_guard<std::mutex> lock(mutex_);
  done_.notify_one();
}

}  // namespace flow
