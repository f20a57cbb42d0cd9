#ifndef CORE_DEVICE_DEVICE_SINKHORN_H_
#define CORE_DEVICE_DEVICE_SINKHORN_H_

#include "core/coupling/coupling.h"
#include "core/coupling/coupling_options.h"
#include "core/device/device.h"

namespace flow::core {

/// MinibatchOt by Sinkhorn's algorithm, with costs and iterations on a device:
/// the plan of core/ot/sinkhorn.h by the same scaling of a float32 kernel with
/// potentials in double [Schmitzer19], four iterations between two absorptions,
/// after which the host asks how far the columns are. Pairs are drawn by the
/// uniforms that MinibatchOt draws, so that they are the same but where a
/// uniform falls within the tolerance of the next column.
///
/// O(B^2) memory there. It works aside (Device::Aside), for batches are coupled
/// by threads of their own, one at a time there, while another trains. Errors:
/// those of MinibatchOt.
class DeviceSinkhorn : public Coupling {
 public:
  /// Resampling, a Sinkhorn solver, and a condition_weight that is finite:
  /// CanCouple(). `device` is not owned.
  DeviceSinkhorn(const MinibatchOtOptions& options, Device* device);

  static bool CanCouple(const CouplingOptions& options);

  absl::StatusOr<Pairs> Couple(const Points& source, const Points& target,
                               Seed seed) const override;
  bool is_costly() const override { return true; }

 private:
  struct Costs {
    at::Tensor cost_rc;  // float32 on the device
    double spread;       // the most less the least, not finite if one is not
    double mean;         // of the squared distances alone
  };

  Costs CostsOf(const Points& source, const Points& target) const;
  void Draw(const at::Tensor& plan_rc, Seed seed, Pairs* pairs) const;

  MinibatchOtOptions options_;
  Device* device_;
};

}  // namespace flow::core

#endif  // CORE_DEVICE_DEVICE_SINKHORN_H_
