#ifndef CORE_TRAIN_CHANGED_BATCHES_TESTING_H_
#define CORE_TRAIN_CHANGED_BATCHES_TESTING_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "core/base/status_macros.h"
#include "core/train/batch.h"

namespace flow::core {

/// The batches of another source, each stretch changed by a function.
class ChangedBatches : public Batches {
 public:
  using Change = std::function<void(Stretch*)>;

  ChangedBatches(std::shared_ptr<const Batches> batches, Change change)
      : batches_(std::move(batches)), change_(std::move(change)) {}

  absl::StatusOr<Stretch> GetStretch(int64_t step) const override {
    FLOW_ASSIGN_OR_RETURN(Stretch stretch, batches_->GetStretch(step));
    change_(&stretch);
    return stretch;
  }
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

 private:
  std::shared_ptr<const Batches> batches_;
  Change change_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_CHANGED_BATCHES_TESTING_H_
