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
/// one stretch of steps, a thread of this object makes the next two. The same
/// bits as without, at any step: one that is not the next throws the queue away
/// and starts a new one there. Pays where a batch costs something, a coupling.
///
/// An error, or an exception of LibTorch, comes out at its own step, not
/// before. Destruction waits for the stretch that is being made.
class PrefetchedBatches : public Batches {
 public:
  /// Makes no batch of step `end` or later beforehand.
  PrefetchedBatches(std::shared_ptr<const Batches> batches, int64_t end);
  ~PrefetchedBatches() override;

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override;

 private:
  struct Made {
    absl::StatusOr<Stretch> stretch;
    std::exception_ptr exception;
    int64_t end;  // the step behind it
  };

  void Run() const;
  Made Make(int64_t step) const;

  std::shared_ptr<const Batches> batches_;
  int64_t end_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int64_t wanted_;          // the step that is asked for next
  mutable int64_t next_;            // what the thread makes next
  mutable std::deque<Made> made_;   // from wanted_ on
  mutable int64_t generation_ = 0;  // of the queue
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_PREFETCHED_BATCHES_H_
