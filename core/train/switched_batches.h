#ifndef CORE_TRAIN_SWITCHED_BATCHES_H_
#define CORE_TRAIN_SWITCHED_BATCHES_H_

#include <cstdint>
#include <memory>

#include "core/train/batch.h"

namespace flow::core {

/// The batches of one source, and from a step on those of another. Thread-safe
/// where both are.
class SwitchedBatches : public Batches {
 public:
  SwitchedBatches(std::shared_ptr<const Batches> before,
                  std::shared_ptr<const Batches> after, int64_t step);

  /// A stretch does not go over the step of the switch. Nothing is left to be
  /// drawn: the two may not leave the same.
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override;

 private:
  std::shared_ptr<const Batches> before_, after_;
  int64_t step_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_SWITCHED_BATCHES_H_
