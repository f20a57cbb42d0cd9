#include "core/train/kernel_gradient.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "core/nn/time_embedding.h"

namespace flow::core {
namespace {

// The numbers of a float32 tensor, null for an undefined one. Keeps what it
// points into alive.
class Numbers {
 public:
  explicit Numbers(const at::Tensor& tensor) {
    if (!tensor.defined()) return;
    FLOW_CHECK(tensor.dtype() == at::kFloat) << "batches are float32";
    tensor_ = tensor.contiguous();
    data_ = tensor_.const_data_ptr<float>();
  }

  const float* Row(int64_t i, int64_t width) const { return data_ + i * width; }
  float At(int64_t i) const { return data_ == nullptr ? 1 : data_[i]; }

 private:
  at::Tensor tensor_;
  const float* data_ = nullptr;
};

// The rows of one step as the passes read them.
class StepRows {
 public:
  StepRows(const PreparedStretch& prepared, int64_t step,
           const MlpOptions& network)
      : x_(prepared.points_bd),
        time_(prepared.times_bd),
        target_(prepared.problem.target_be),
        scale_(prepared.problem.scale_b),
        weight_(prepared.problem.weight_b),
        pair_weight_(prepared.stretch.rows.weight_b),
        rows_(prepared.stretch.batch_rows()),
        first_((step - prepared.stretch.first) * rows_),
        point_width_(prepared.points_bd.size(1)),
        time_width_(TimeWidth(network.time_embedding)),
        classes_(network.classes),
        outputs_(prepared.problem.target_be.size(1)) {
    if (classes_ == 0) return;
    label_b_ = prepared.stretch.rows.label_b.contiguous();
    label_ = label_b_.const_data_ptr<int64_t>();
  }

  void Fill(const MatrixRows& inputs) const {
    for (int64_t i = inputs.begin; i < inputs.end; ++i) {
      float* to = std::copy_n(x_.Row(first_ + i, point_width_), point_width_,
                              inputs.Row(i));
      to = std::copy_n(time_.Row(first_ + i, time_width_), time_width_, to);
      std::fill_n(to, classes_, 0.0f);
      if (classes_ > 0 && label_[first_ + i] >= 0) to[label_[first_ + i]] = 1;
    }
  }

  // Replaces the outputs by the derivative of the mean loss; the rows' losses
  // go to `losses`.
  void Differentiate(const MatrixRows& outputs, double* losses) const {
    for (int64_t i = outputs.begin; i < outputs.end; ++i) {
      const int64_t row = first_ + i;
      const float s = scale_.At(row);
      const float w = weight_.At(row) * pair_weight_.At(row);
      const float slope = 2 * w * s / static_cast<float>(outputs_ * rows_);
      double squares = 0;
      for (int64_t d = 0; d < outputs_; ++d) {
        float& f = outputs.Row(i)[d];
        const float error = s * f - target_.Row(row, outputs_)[d];
        squares += double{error} * error;
        f = slope * error;
      }
      losses[i] = w * squares / outputs_;
    }
  }

 private:
  Numbers x_, time_, target_, scale_, weight_, pair_weight_;
  int64_t rows_, first_;
  int64_t point_width_, time_width_, classes_, outputs_;
  at::Tensor label_b_;
  const int64_t* label_ = nullptr;
};

}  // namespace

KernelGradient::KernelGradient(
    const MlpOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    const std::optional<RecordBound>& bound)
    : network_(network),
      points_(network.point_embedding, network.dim),
      objective_(std::move(objective)),
      bound_(bound),
      kernel_(network),
      gradient_(at::empty({MlpLayout(network).parameters}, at::kFloat)) {}

PreparedStretch KernelGradient::Prepare(Stretch stretch) const {
  PreparedStretch prepared = {std::move(stretch)};
  const Batch& rows = prepared.stretch.rows;
  prepared.problem = objective_->ProblemOf(rows);
  FLOW_CHECK(prepared.problem.x_bd.size(1) == network_.dim &&
             prepared.problem.target_be.size(1) == OutputWidth(network_))
      << "points of another dimension";
  FLOW_CHECK(network_.classes == 0 || rows.label_b.defined())
      << "labels where there are classes";
  prepared.points_bd = points_.Embed(prepared.problem.x_bd);
  prepared.times_bd = EmbedTime(rows.t_b, network_.time_embedding);
  prepared.problem.x_bd.reset();  // embedded, it is not read again
  for (at::Tensor* t :
       {&prepared.points_bd, &prepared.times_bd, &prepared.problem.target_be,
        &prepared.problem.scale_b, &prepared.problem.weight_b}) {
    if (t->defined()) *t = t->contiguous();
  }
  return prepared;
}

Gradient KernelGradient::Compute(const PreparedStretch& prepared, int64_t step,
                                 const FlatParameters& parameters,
                                 ThreadPool* pool) {
  FLOW_CHECK(parameters.flat.numel() == gradient_.numel())
      << "parameters of another network";
  const StepRows rows(prepared, step, network_);
  const int64_t count = prepared.stretch.batch_rows();
  losses_.resize(count);
  // the kernel sees each record's part of the mean over all of them
  std::optional<MlpGradient::RecordClip> clip;
  if (bound_) clip = {bound_->norm * bound_->rows / count, bound_->rows};
  kernel_.Compute(
      parameters.flat.const_data_ptr<float>(), count,
      [&](const MatrixRows& inputs) { rows.Fill(inputs); },
      [&](const MatrixRows& outputs) {
        rows.Differentiate(outputs, losses_.data());
      },
      pool, gradient_.data_ptr<float>(), clip);
  const double loss =
      std::accumulate(losses_.begin(), losses_.end(), 0.0) / count;
  return {gradient_, loss};
}

}  // namespace flow::core
