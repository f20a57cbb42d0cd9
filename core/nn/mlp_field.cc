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
    Fill(x_bd.contiguous(), EmbedTime(t_b, field.options_.time_embedding));
  }

  ~Lease() {
    const std::lock_guard<std::mutex> lock(field_.mutex_);
    field_.idle_.push_back(std::move(idle_));
  }

  MlpForward::Workspace* workspace() const { return &idle_->workspace; }

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
  void Fill(const at::Tensor& x_bd, const at::Tensor& time) const {
    const at::Tensor time_bw = time.contiguous();
    const int64_t dim = x_bd.size(1), width = time_bw.size(1);
    const float* x = x_bd.const_data_ptr<float>();
    const float* t = time_bw.const_data_ptr<float>();
    const MatrixRows inputs = idle_->workspace.inputs();
    for (int64_t i = 0; i < rows_; ++i) {
      float* to = std::copy_n(x + i * dim, dim, inputs.Row(i));
      std::copy_n(t + i * width, width, to);
    }
  }

  const MlpField& field_;
  int64_t rows_;
  std::unique_ptr<Idle> idle_;
};

MlpField::MlpField(const MlpOptions& options, const Parameters& parameters)
    : options_(options),
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
  const bool exact = !probe_pbd.defined();
  const at::Tensor probes = exact ? at::Tensor() : probe_pbd.contiguous();
  FLOW_CHECK(exact || probes.scalar_type() == at::kFloat)
      << "kernels compute in float32";
  const int64_t count = exact ? 0 : probes.size(0);
  at::Tensor divergence_b = at::zeros({x_bd.size(0)}, at::kDouble);
  const MatrixRows outputs = network_.RunWithDivergence(
      x_bd.size(0), exact ? nullptr : probes.const_data_ptr<float>(), count,
      lease.workspace(), divergence_b.mutable_data_ptr<double>());
  if (!exact) divergence_b /= static_cast<double>(count);
  return {lease.Copy(outputs), divergence_b.to(at::kFloat)};
}

}  // namespace flow::core
