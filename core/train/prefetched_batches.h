#ifndef CORE_TRAIN_PREFETCHED_BATCHES_H_
#define CORE_TRAIN_PREFETCHED_BATCHES_H_

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/train/batch.h"

namespace flow::core {

/// The batches of another source, made ahead of time: while the caller works on
/// one stretch of steps, threads of this object make the next ones, one more
/// than they are. The same bits as without, at any step: one that is not the
/// next throws the queue away and starts a new one there. Pays where a batch
/// costs something, a coupling, or where the caller has nothing else to do.
///
/// For one caller at a time. An error, or an exception of LibTorch, comes out
/// at its own step, not before. Destruction waits for the stretches that are
/// being made.
class PrefetchedBatches : public Batches {
 public:
  /// Makes no batch of step `end` or later beforehand; by `threads` >= 1
  /// threads.
  PrefetchedBatches(std::shared_ptr<const Batches> batches, int64_t end,
                    int threads);
  ~PrefetchedBatches() override;

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

 private:
  // A stretch, or what was thrown in its place.
  struct Made {
    absl::StatusOr<Stretch> stretch;
    std::exception_ptr exception;
  };
  // The one that holds `step`, when it is made.
  struct Place {
    int64_t step;
    std::optional<Made> made;
  };

  void Run() const;
  Made Make(int64_t step) const;

  std::shared_ptr<const Batches> batches_;
  int64_t end_;
  size_t ahead_;

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  mutable int64_t wanted_;  // the step that is asked for next
  mutable int64_t next_;    // what a thread makes next
  // from wanted_ on; shared with the thread that makes it, which a caller who
  // goes elsewhere does not wait for
  mutable std::deque<std::shared_ptr<Place>> places_;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_PREFETCHED_BATCHES_H_
