#ifndef CORE_TRAIN_REGRESSION_OBJECTIVE_H_
#define CORE_TRAIN_REGRESSION_OBJECTIVE_H_

#include "ATen/core/Tensor.h"
#include "core/train/loss_weight.h"
#include "core/train/objective.h"

namespace flow::core {

// Shapes: B rows of a batch, D dimensions.

/// A least-squares problem, one row at a time:
///
///     loss_i = weight_i |scale_i f(x_i, t_i) - target_i|^2 / E,
///
/// E the columns of the target, D or, of two quantities side by side, 2 D.
/// Nothing in it depends on the network f, so that whoever minimises it needs
/// no graph but the network's own.
struct Regression {
  at::Tensor x_bd, target_be;
  at::Tensor scale_b;   // undefined: 1
  at::Tensor weight_b;  // undefined: 1
};

/// The weight of each row [B] at its time `t_b`, for Regression::weight_b.
at::Tensor WeightsAt(const TimeWeight& weight, const at::Tensor& t_b);

/// The losses of the rows [B], differentiable in the parameters; `input` has
/// the points of the problem.
at::Tensor RegressionLosses(const Network& network,
                            const Parameters& parameters,
                            const Regression& problem,
                            const NetworkInput& input);

class PathRegression;

/// An objective that is a regression. Immutable and thread-safe.
class RegressionObjective : public Objective {
 public:
  /// This, where its problem is made of operations that a recording
  /// (core/device) can hold.
  virtual const PathRegression* along_path() const { return nullptr; }

  /// The problem of a batch, in the batch's dtype.
  virtual Regression ProblemOf(const Batch& batch) const = 0;

  at::Tensor RowLosses(const Network& network, const Parameters& parameters,
                       const Batch& batch) const final;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_REGRESSION_OBJECTIVE_H_
