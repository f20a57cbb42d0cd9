#ifndef CORE_DEVICE_DEVICE_PROBLEMS_H_
#define CORE_DEVICE_DEVICE_PROBLEMS_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "core/device/device.h"
#include "core/train/batch.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// The regressions that batches of pairs are, on a device: points on the path,
/// targets, scales and weights are made by the host, by the same seeds as for
/// the CPU, and uploaded a stretch at a time. Thread-safe where the batches
/// are, so that several threads can make them ahead of a training.
class DeviceProblems : public Batches {
 public:
  /// `device` is not owned.
  DeviceProblems(std::shared_ptr<const Batches> batches,
                 std::shared_ptr<const RegressionObjective> objective,
                 Device* device);

  /// Of rows whose points and targets are given, as GivenRegression takes them,
  /// on the device. Errors: those of the batches.
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
