#ifndef CORE_DEVICE_DEVICE_STEP_H_
#define CORE_DEVICE_DEVICE_STEP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/device/device.h"
#include "core/device/device_optimizer.h"
#include "core/device/device_peers.h"
#include "core/device/summed_backward.h"
#include "core/device/tf32_convolutions.h"
#include "core/nn/network.h"
#include "core/train/batch.h"
#include "core/train/regression_objective.h"
#include "core/train/train_options.h"
#include "core/train/update_rule.h"

namespace flow::core {

/// A training step on a device, for whole batches: a step finds its rows in the
/// stretch that lies there, draws what of them is left to be drawn, and points
/// on the path, targets, forward, backward, clipping, optimiser and average of
/// the weights follow. All of it is recorded once; from one stretch to the next
/// the host asks for replays and nothing else. What comes to the device
/// DeviceProblems says; so a run trains on the same numbers wherever it is, and
/// its checkpoints go on anywhere.
///
/// Adam divides small numbers by small ones: weights agree with those of
/// GradientStep as far as the gradients' last bits let them.
///
/// The numbers of a step, and whether all were finite, come to the host when a
/// report is asked for (MovedWeights::reported). A step whose loss or gradient
/// is not finite changes nothing, nor does any after it, and the next report is
/// OutOfRange and names it.
///
/// While it lives, convolutions on GPUs are of the options' precision
/// (tf32_convolutions.h).
class DeviceStep : public UpdateRule {
 public:
  /// Fresh moments for `parameters` numbers. `problems` are those of
  /// `objective` on `device`, which is not owned (DeviceProblems).
  /// MovedWeights are to be on it and of the same memory in all steps. All
  /// batches are to have one seed of what is dropped, and to leave the same to
  /// be drawn, which is FLOW_CHECKed.
  ///
  /// With `peers`, not owned, all of them make the same batches; each trains on
  /// its share of the rows, at least one, and adds its gradient to those of the
  /// others while it is being made (summed_backward.h). Weights have the same
  /// bits everywhere, and those of one device but for the order of the sums.
  DeviceStep(const TrainOptions& options, int64_t parameters,
             std::shared_ptr<const Network> network,
             std::shared_ptr<const RegressionObjective> objective,
             std::shared_ptr<const Batches> problems, Device* device,
             DevicePeers* peers = nullptr);

  /// Errors also: those of the batches and of the peers.
  absl::StatusOr<StepReport> Step(int64_t step,
                                  const MovedWeights& moved) override;

  /// As GradientStep's, which can go on from it, and it from that.
  std::vector<NamedTensor> State() const override;
  absl::Status Restore(const std::vector<NamedTensor>& state) override;

 private:
  // Puts the stretch that holds `step` where the recording reads it.
  absl::Status Load(int64_t step);
  // Of a batch of `all`, those of this device.
  int64_t OwnRows(int64_t all) const;
  // Those of step_, in the recording.
  Batch RowsOfStep() const;
  void Record(const MovedWeights& moved);
  void Work(const MovedWeights& moved);
  // The loss [] and its gradient [P].
  std::pair<at::Tensor, at::Tensor> Gradient(const Parameters& weights);
  // Notes the numbers of a step; what is 1 where it is not to be made.
  at::Tensor Gauge(const at::Tensor& loss, const at::Tensor& norm);
  absl::Status ReplayWithPeers(int64_t step, const MovedWeights& moved);
  absl::StatusOr<StepReport> Report(int64_t step);

  TrainOptions options_;
  Tf32Convolutions convolutions_;
  std::shared_ptr<const Network> network_;
  std::shared_ptr<const RegressionObjective> objective_;
  std::shared_ptr<const Batches> problems_;
  Device* device_;
  DevicePeers* peers_;  // null: nobody

  std::optional<Stretch> stretch_;  // without its rows
  // the rows of the stretch, where the recording reads them, with room behind
  Batch rows_;
  int64_t batch_rows_ = 0;  // of all devices
  at::Tensor own_row_r_;  // int64: 0, 1, ... for this device's rows of a batch
  std::unique_ptr<DeviceOptimizer> optimizer_;
  at::Tensor rate_s_;  // float32 [steps], the learning rates
  at::Tensor step_;    // int64 [1], the step that comes
  // int64 [5] of the stretch: its first step, how many follow, its first row of
  // what is dropped, and the seeds of its source and its noise
  at::Tensor place_;
  at::Tensor gauge_g_;                      // float64 [5], as Gauge() says
  std::optional<SummedBackward> backward_;  // with peers
  std::unique_ptr<Recording> recording_;
  int64_t next_ = -1;  // what step_ is, as the host knows
  std::optional<double> last_loss_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_STEP_H_
