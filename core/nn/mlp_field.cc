#include "core/nn/mlp_field.h"

#include <algorithm>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/nn/flat_parameters.h"
#include "core/nn/time_embedding.h"

namespace flow::core {

struct MlpField::Idle {
  Idle(const MlpForward& network, int64_t rows)
      : rows(rows), workspace(network, rows) {}

  int64_t rows;
  MlpForward::Workspace workspace;
};

// A workspace for the time of one call, with the inputs in it.
class MlpField::Lease {
 public:
  Lease(const MlpField& field, const at::Tensor& x_bd, const at::Tensor& t_b)
      : field_(field), rows_(x_bd.size(0)) {
    FLOW_CHECK(x_bd.scalar_type() == at::kFloat &&
               t_b.scalar_type() == at::kFloat)
        << "kernels compute in float32";
    FLOW_CHECK(x_bd.size(1) == field.options_.dim)
        << "points of another dimension";
    {
      const std::lock_guard<std::mutex> lock(field.mutex_);
      if (!field.idle_.empty()) {
        idle_ = std::move(field.idle_.back());
        field.idle_.pop_back();
      }
    }
    if (idle_ == nullptr || idle_->rows < rows_) {
      idle_ = std::make_unique<Idle>(field.network_, rows_);
    }
    embedded_ = field.points_.Embed(x_bd).contiguous();
    Fill(EmbedTime(t_b, field.options_.time_embedding));
  }

  ~Lease() {
    const std::lock_guard<std::mutex> lock(field_.mutex_);
    field_.idle_.push_back(std::move(idle_));
  }

  MlpForward::Workspace* workspace() const { return &idle_->workspace; }

  const at::Tensor& embedded() const { return embedded_; }  // e(x)

  at::Tensor Copy(const MatrixRows& outputs) const {
    const int64_t dim = field_.options_.dim;
    at::Tensor v_bd = at::empty({rows_, dim}, at::kFloat);
    float* to = v_bd.mutable_data_ptr<float>();
    for (int64_t i = 0; i < rows_; ++i) {
      to = std::copy_n(outputs.Row(i), dim, to);
    }
    return v_bd;
  }

 private:
  void Fill(const at::Tensor& time) const {
    const at::Tensor time_bw = time.contiguous();
    const int64_t points = embedded_.size(1), times = time_bw.size(1);
    const float* x = embedded_.const_data_ptr<float>();
    const float* t = time_bw.const_data_ptr<float>();
    const MatrixRows inputs = idle_->workspace.inputs();
    for (int64_t i = 0; i < rows_; ++i) {
      float* to = std::copy_n(x + i * points, points, inputs.Row(i));
      std::copy_n(t + i * times, times, to);
    }
  }

  const MlpField& field_;
  int64_t rows_;
  at::Tensor embedded_;
  std::unique_ptr<Idle> idle_;
};

MlpField::MlpField(const MlpOptions& options, const Parameters& parameters)
    : options_(options),
      points_(options.point_embedding, options.dim),
      network_(options, Flatten(parameters).flat.const_data_ptr<float>()) {}

MlpField::~MlpField() = default;

at::Tensor MlpField::Velocity(const at::Tensor& x_bd,
                              const at::Tensor& t_b) const {
  const Lease lease(*this, x_bd, t_b);
  return lease.Copy(network_.Run(x_bd.size(0), lease.workspace()));
}

VelocityDivergence MlpField::VelocityAndDivergence(
    const at::Tensor& x_bd, const at::Tensor& t_b,
    const at::Tensor& probe_pbd) const {
  const Lease lease(*this, x_bd, t_b);
  const int64_t rows = x_bd.size(0);
  const bool exact = !probe_pbd.defined();
  MlpForward::Directions directions = {.count = options_.dim};
  at::Tensor probes, tangents;
  if (!exact) {
    FLOW_CHECK(probe_pbd.scalar_type() == at::kFloat)
        << "kernels compute in float32";
    probes = probe_pbd.contiguous();
    directions = {.count = probes.size(0),
                  .probes = probes.const_data_ptr<float>()};
  }
  if (!points_.is_plain()) {
    tangents =
        points_
            .Tangents(lease.embedded(),
                      exact ? UnitDirections(rows, options_.dim) : probes)
            .contiguous();
    directions.tangents = tangents.const_data_ptr<float>();
    directions.tangent_width = tangents.size(2);
  }
  at::Tensor divergence_b = at::zeros({rows}, at::kDouble);
  const MatrixRows outputs =
      network_.RunWithDivergence(rows, directions, lease.workspace(),
                                 divergence_b.mutable_data_ptr<double>());
  if (!exact) divergence_b /= static_cast<double>(directions.count);
  return {lease.Copy(outputs), divergence_b.to(at::kFloat)};
}

}  // namespace flow::core
