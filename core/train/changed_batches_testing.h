#ifndef CORE_TRAIN_CHANGED_BATCHES_TESTING_H_
#define CORE_TRAIN_CHANGED_BATCHES_TESTING_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "core/train/batch.h"

namespace flow::core {

/// The batches of another source, each stretch changed by a function.
class ChangedBatches : public Batches {
 public:
  using Change = std::function<void(Stretch*)>;

  ChangedBatches(std::shared_ptr<const Batches> batches, Change change)
      : batches_(std::move(batches)), change_(std::move(change)) {}

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    return Changed(batches_->GetStretch(step));
  }
  absl::StatusOr<Stretch> GetUndrawn(int64_t step) const override {
    return Changed(batches_->GetUndrawn(step));
  }
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

 private:
  absl::StatusOr<Stretch> Changed(absl::StatusOr<Stretch> stretch) const {
    if (stretch.ok()) change_(&*stretch);
    return stretch;
  }

  std::shared_ptr<const Batches> batches_;
  Change change_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_CHANGED_BATCHES_TESTING_H_
