#ifndef CORE_DEVICE_DEVICE_PROBLEMS_H_
#define CORE_DEVICE_DEVICE_PROBLEMS_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/device/device.h"
#include "core/train/batch.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// The regressions that batches of pairs are, on a device, a stretch at a time
/// and by the same seeds as for the CPU. Of a regression along a path they come
/// as pairs with the factors of their times (path_regression.h); what of them
/// is standard normal is left to be drawn there. Of any other, as the points,
/// targets, scales and weights that the host makes. Thread-safe where the
/// batches are, so that several threads can make them ahead of a training.
class DeviceProblems : public Batches {
 public:
  /// `device` is not owned.
  DeviceProblems(std::shared_ptr<const Batches> batches,
                 std::shared_ptr<const RegressionObjective> objective,
                 Device* device);

  /// Of rows for the objective, or with points and targets, as GivenRegression
  /// takes them. Errors: those of the batches.
  absl::StatusOr<Stretch> GetStretch(int64_t step) const override;
  int64_t StretchEnd(int64_t step) const override {
    return batches_->StretchEnd(step);
  }

 private:
  std::shared_ptr<const Batches> batches_;
  std::shared_ptr<const RegressionObjective> objective_;
  Device* device_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_PROBLEMS_H_
