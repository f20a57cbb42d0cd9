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

// The numbers of a float32 tensor, of as many rows as the batch; null for an
// undefined one. Keeps what it points into alive.
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

// What the passes read: the regression's rows as plain memory.
struct RowProblem {
  RowProblem(const Regression& problem, const Batch& batch,
             const at::Tensor& time_bw)
      : x(problem.x_bd),
        time(time_bw),
        target(problem.target_bd),
        scale(problem.scale_b),
        weight(problem.weight_b),
        pair_weight(batch.weight_b),
        count(batch.t_b.size(0)),
        dim(problem.x_bd.size(1)),
        time_width(time_bw.size(1)) {}

  void Fill(const MatrixRows& inputs) const {
    for (int64_t i = inputs.begin; i < inputs.end; ++i) {
      float* to = std::copy_n(x.Row(i, dim), dim, inputs.Row(i));
      std::copy_n(time.Row(i, time_width), time_width, to);
    }
  }

  // Replaces the outputs by the derivative of the mean loss; the rows' losses
  // go to `losses`.
  void Differentiate(const MatrixRows& outputs, double* losses) const {
    for (int64_t i = outputs.begin; i < outputs.end; ++i) {
      const float s = scale.At(i), w = weight.At(i) * pair_weight.At(i);
      const float slope = 2 * w * s / static_cast<float>(dim * count);
      double squares = 0;
      for (int64_t d = 0; d < dim; ++d) {
        float& f = outputs.Row(i)[d];
        const float error = s * f - target.Row(i, dim)[d];
        squares += double{error} * error;
        f = slope * error;
      }
      losses[i] = w * squares / dim;
    }
  }

  Numbers x, time, target, scale, weight, pair_weight;
  int64_t count, dim, time_width;
};

}  // namespace

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

absl::StatusOr<Gradient> KernelGradientSource::Get(
    int64_t step, const FlatParameters& parameters) {
  FLOW_CHECK(parameters.flat.numel() == gradient_.numel())
      << "parameters of another network";
  FLOW_ASSIGN_OR_RETURN(const Batch batch, batches_->Get(step));
  const RowProblem rows(objective_->ProblemOf(batch), batch,
                        EmbedTime(batch.t_b, network_.time_embedding));
  FLOW_CHECK(rows.dim == network_.dim) << "points of another dimension";
  losses_.resize(rows.count);
  kernel_.Compute(
      parameters.flat.const_data_ptr<float>(), rows.count,
      [&](const MatrixRows& inputs) { rows.Fill(inputs); },
      [&](const MatrixRows& outputs) {
        rows.Differentiate(outputs, losses_.data());
      },
      pool_, gradient_.data_ptr<float>());
  const double loss =
      std::accumulate(losses_.begin(), losses_.end(), 0.0) / rows.count;
  return Gradient{gradient_, loss};
}

}  // namespace flow::core
