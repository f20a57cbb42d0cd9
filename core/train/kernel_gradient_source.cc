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
                 const MlpOptions& network, const PointEmbedding& points,
                 const Stretch& stretch)
      : RegressionRows(objective.ProblemOf(stretch.rows), network, points,
                       stretch) {}

  bool Holds(int64_t step) const { return stretch_.Holds(step); }
  int64_t rows() const { return stretch_.batch_rows(); }  // of a step

  void Fill(int64_t step, const MatrixRows& inputs) const {
    const int64_t first = First(step);
    for (int64_t i = inputs.begin; i < inputs.end; ++i) {
      float* to = std::copy_n(x_.Row(first + i, point_width_), point_width_,
                              inputs.Row(i));
      to = std::copy_n(time_.Row(first + i, time_width_), time_width_, to);
      std::fill_n(to, classes_, 0.0f);
      if (classes_ > 0 && label_[first + i] >= 0) to[label_[first + i]] = 1;
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
      const float slope = 2 * w * s / static_cast<float>(outputs_ * rows());
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
  RegressionRows(const Regression& problem, const MlpOptions& network,
                 const PointEmbedding& points, const Stretch& stretch)
      : stretch_(stretch),
        x_(points.Embed(problem.x_bd)),
        time_(EmbedTime(stretch.rows.t_b, network.time_embedding)),
        target_(problem.target_be),
        scale_(problem.scale_b),
        weight_(problem.weight_b),
        pair_weight_(stretch.rows.weight_b),
        point_width_(PointWidth(network.point_embedding, network.dim)),
        time_width_(TimeWidth(network.time_embedding)),
        classes_(network.classes),
        outputs_(OutputWidth(network)) {
    FLOW_CHECK(problem.x_bd.size(1) == network.dim &&
               problem.target_be.size(1) == outputs_)
        << "points of another dimension";
    if (classes_ == 0) return;
    FLOW_CHECK(stretch.rows.label_b.defined())
        << "labels where there are classes";
    label_b_ = stretch.rows.label_b.contiguous();
    label_ = label_b_.const_data_ptr<int64_t>();
  }

  int64_t First(int64_t step) const {
    return (step - stretch_.first) * stretch_.batch_rows();
  }

  Stretch stretch_;
  Numbers x_, time_, target_, scale_, weight_, pair_weight_;
  int64_t point_width_, time_width_, classes_, outputs_;
  at::Tensor label_b_;
  const int64_t* label_ = nullptr;
};

KernelGradientSource::KernelGradientSource(
    const MlpOptions& network,
    std::shared_ptr<const RegressionObjective> objective,
    std::shared_ptr<const Batches> batches, ThreadPool* pool)
    : network_(network),
      points_(network.point_embedding, network.dim),
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
    rows_ = std::make_unique<RegressionRows>(*objective_, network_, points_,
                                             stretch);
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
