#include "core/train/kernel_gradient_source.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
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

}  // namespace

class KernelGradientSource::RegressionRows {
 public:
  RegressionRows(const RegressionObjective& objective,
                 const TimeEmbeddingOptions& embedding, const Stretch& stretch)
      : RegressionRows(objective.ProblemOf(stretch.rows), embedding, stretch) {}

  bool Holds(int64_t step) const { return stretch_.Holds(step); }
  int64_t rows() const { return stretch_.batch_rows(); }  // of a step
  int64_t dim() const { return dim_; }

  void Fill(int64_t step, const MatrixRows& inputs) const {
    const int64_t first = First(step);
    for (int64_t i = inputs.begin; i < inputs.end; ++i) {
      float* to = std::copy_n(x_.Row(first + i, dim_), dim_, inputs.Row(i));
      std::copy_n(time_.Row(first + i, time_width_), time_width_, to);
    }
  }

  // Replaces the outputs by the derivative of the mean loss; the rows' losses
  // go to `losses`.
  void Differentiate(int64_t step, const MatrixRows& outputs,
                     double* losses) const {
    const int64_t first = First(step);
    for (int64_t i = outputs.begin; i < outputs.end; ++i) {
      const int64_t row = first + i;
      const float s = scale_.At(row);
      const float w = weight_.At(row) * pair_weight_.At(row);
      const float slope = 2 * w * s / static_cast<float>(dim_ * rows());
      double squares = 0;
      for (int64_t d = 0; d < dim_; ++d) {
        float& f = outputs.Row(i)[d];
        const float error = s * f - target_.Row(row, dim_)[d];
        squares += double{error} * error;
        f = slope * error;
      }
      losses[i] = w * squares / dim_;
    }
  }

 private:
  RegressionRows(const Regression& problem,
                 const TimeEmbeddingOptions& embedding, const Stretch& stretch)
      : stretch_(stretch),
        x_(problem.x_bd),
        time_(EmbedTime(stretch.rows.t_b, embedding)),
        target_(problem.target_bd),
        scale_(problem.scale_b),
        weight_(problem.weight_b),
        pair_weight_(stretch.rows.weight_b),
        dim_(problem.x_bd.size(1)),
        time_width_(TimeWidth(embedding)) {}

  int64_t First(int64_t step) const {
    return (step - stretch_.first) * stretch_.batch_rows();
  }

  Stretch stretch_;
  Numbers x_, time_, target_, scale_, weight_, pair_weight_;
  int64_t dim_, time_width_;
};

KernelGradientSource::KernelGradientSource(
    const MlpOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    std::shared_ptr<const Batches> batches, ThreadPool* pool)
    : network_(network),
      objective_(std::move(objective)),
      batches_(std::move(batches)),
      pool_(pool),
      kernel_(network),
      gradient_(at::empty({MlpLayout(network).parameters}, at::kFloat)) {}

KernelGradientSource::~KernelGradientSource() = default;

absl::StatusOr<Gradient> KernelGradientSource::Get(
    int64_t step, const FlatParameters& parameters) {
  FLOW_CHECK(parameters.flat.numel() == gradient_.numel())
      << "parameters of another network";
  if (rows_ == nullptr || !rows_->Holds(step)) {
    FLOW_ASSIGN_OR_RETURN(const Stretch stretch, batches_->GetStretch(step));
    rows_ = std::make_unique<RegressionRows>(*objective_,
                                             network_.time_embedding, stretch);
    FLOW_CHECK(rows_->dim() == network_.dim) << "points of another dimension";
    losses_.resize(rows_->rows());
  }
  kernel_.Compute(
      parameters.flat.const_data_ptr<float>(), rows_->rows(),
      [&](const MatrixRows& inputs) { rows_->Fill(step, inputs); },
      [&](const MatrixRows& outputs) {
        rows_->Differentiate(step, outputs, losses_.data());
      },
      pool_, gradient_.data_ptr<float>());
  const double loss =
      std::accumulate(losses_.begin(), losses_.end(), 0.0) / rows_->rows();
  return Gradient{gradient_, loss};
}

}  // namespace flow::core
