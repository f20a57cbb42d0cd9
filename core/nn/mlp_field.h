#ifndef CORE_NN_MLP_FIELD_H_
#define CORE_NN_MLP_FIELD_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/kernels/mlp_forward.h"
#include "core/nn/network.h"
#include "core/nn/network_options.h"
#include "core/nn/point_embedding.h"
#include "core/ode/divergence_field.h"

namespace flow::core {

/// An MLP at fixed parameters as a field, computed by core/kernels: what
/// NetworkField gives for an Mlp, to some 1e-6 of its size, without a graph.
/// The divergence is carried forward through the layers, one pass for each
/// dimension or probe. Points, times and probes are float32 on the CPU, which
/// is FLOW_CHECKed. Immutable and thread-safe.
class MlpField : public DivergenceField {
 public:
  /// Copies `parameters`, those of an Mlp with these options, float32.
  MlpField(const MlpOptions& options, const Parameters& parameters);
  ~MlpField() override;

  at::Tensor Velocity(const at::Tensor& x_bd,
                      const at::Tensor& t_b) const override;

  VelocityDivergence VelocityAndDivergence(
      const at::Tensor& x_bd, const at::Tensor& t_b,
      const at::Tensor& probe_pbd) const override;

 private:
  class Lease;

  MlpOptions options_;
  PointEmbedding points_;
  MlpForward network_;
  // Memory that calls have used and the next ones take.
  struct Idle;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Idle>> idle_;
};

}  // namespace flow::core

#endif  // CORE_NN_MLP_FIELD_H_
