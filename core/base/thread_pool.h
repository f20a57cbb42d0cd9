#ifndef CORE_BASE_THREAD_POOL_H_
#define CORE_BASE_THREAD_POOL_H_

/// Threads for work that is cut into shards beforehand.
///
/// The caller fixes the shards by the problem, never by the number of threads;
/// each shard writes its own result and the caller combines them in order. So
/// every result has the same bits for 1 thread and for 64.

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
  /// same pool. One ParallelFor at a time.
  ///
  /// Our code does not throw but LibTorch does: when work throws, the other
  /// shards still run, and then the exception of the lowest shard that threw
  /// is thrown here, for the border of the lowering to turn into a Status.
  void ParallelFor(int64_t shards, absl::FunctionRef<void(int64_t)> work);

 private:
  void Run(void (*start)());
  void TakeShards();
  void Finish();

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const absl::FunctionRef<void(int64_t)>* work_ = nullptr;
  int64_t shards_ = 0, next_ = 0, finished_ = 0;
  std::exception_ptr error_;
  int64_t error_shard_ = 0;
  uint64_t generation_ = 0;
  bool stop_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace flow

#endif  // CORE_BASE_THREAD_POOL_H_
