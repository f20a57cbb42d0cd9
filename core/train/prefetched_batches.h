#ifndef CORE_TRAIN_PREFETCHED_BATCHES_H_
#define CORE_TRAIN_PREFETCHED_BATCHES_H_

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "core/train/batch.h"

namespace flow::core {

/// The batches of another source, made ahead of time: while the caller works on
/// step k, a thread of this object makes k + 1 and k + 2. The same bits as
/// without, at any step: one that is not the next throws the queue away and
/// starts a new one there. Pays where a batch costs something, a coupling.
///
/// An error, or an exception of LibTorch, comes out of Get() at its own step,
/// not before. Destruction waits for the batch that is being made.
class PrefetchedBatches : public Batches {
 public:
  /// Makes no batch of step `end` or later beforehand.
  PrefetchedBatches(std::shared_ptr<const Batches> batches, int64_t end);
  ~PrefetchedBatches() override;

  absl::StatusOr<Batch> Get(int64_t step) const override;

 private:
  struct Made {
    absl::StatusOr<Batch> batch;
    std::exception_ptr exception;
  };

  void Run() const;
  Made Make(int64_t step) const;

  std::shared_ptr<const Batches> batches_;
  int64_t end_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  // what the thread makes next; at `end_` nothing
  mutable int64_t next_;
  // the steps before next_: at most two that are made, then the one in the
  // making
  mutable std::deque<Made> made_;
  mutable bool is_making_ = false;
  mutable int64_t generation_ = 0;  // of the queue
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_PREFETCHED_BATCHES_H_
