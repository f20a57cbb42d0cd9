#ifndef CORE_BASE_THREAD_POOL_H_
#define CORE_BASE_THREAD_POOL_H_

/// Threads for work that is cut into shards beforehand.
///
/// The caller fixes the shards by the problem, never by the number of threads;
/// each shard writes its own result and the caller combines them in order. So
/// every result has the same bits for 1 thread and for 64.
///
/// Between two calls the threads look out for work for some fifty microseconds
/// before they go to sleep, so that a training step of that length may be cut
/// into several calls; being called costs less than a microsecond then.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace flow {

class ThreadPool {
 public:
  /// `threads` >= 1 counts the calling thread. `start`, if given, runs once in
  /// each further thread before its first shard.
  explicit ThreadPool(int threads, void (*start)() = nullptr);
  ~ThreadPool();

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls `work(0) ... work(shards - 1)`, each once, in any order and thread,
  /// and returns when all are done. `work` must not call ParallelFor on the
  /// same pool. One ParallelFor at a time, of fewer than 2^31 shards.
  ///
  /// Our code does not throw but LibTorch does: when work throws, the other
  /// shards still run, and then the exception of the lowest shard that threw
  /// is thrown here, for the border of the lowering to turn into a Status.
  void ParallelFor(int64_t shards, absl::FunctionRef<void(int64_t)> work);

 private:
  void Run(void (*start)());
  void Work(uint32_t generation);
  void Finish(int64_t shards);
  void Report(int64_t shard, int64_t shards, std::exception_ptr error);

  // The call in its upper and the next shard in its lower half: a thread that
  // is late never takes a shard of a call that it does not know.
  std::atomic<uint64_t> ticket_ = 0;
  // Calls take turns with the two, so that a thread that still looks at the
  // last call does not see this one's shards.
  struct Call {
    std::atomic<const absl::FunctionRef<void(int64_t)>*> work = nullptr;
    std::atomic<int64_t> shards = 0;
  };
  Call calls_[2];
  std::atomic<int64_t> finished_ = 0;
  std::atomic<bool> stop_ = false;

  // for those that sleep, and for errors
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::exception_ptr error_;
  int64_t error_shard_ = 0;
  bool busy_ = false;  // of the calling thread
  std::vector<std::thread> workers_;
};

}  // namespace flow

#endif  // CORE_BASE_THREAD_POOL_H_
