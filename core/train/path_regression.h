#ifndef CORE_TRAIN_PATH_REGRESSION_H_
#define CORE_TRAIN_PATH_REGRESSION_H_

#include <utility>

#include "ATen/core/Tensor.h"
#include "core/path/affine_path.h"
#include "core/path/path_columns.h"
#include "core/train/loss_weight.h"
#include "core/train/regression_objective.h"

namespace flow::core {

/// A regression at the points of a path. Of the times it needs to know numbers
/// alone, its factors, which are computed in float64 on the CPU: with them a
/// problem is made where its pairs are, by operations that a recording can
/// hold.
class PathRegression : public RegressionObjective {
 public:
  PathRegression(PathOptions path, TimeWeight weight)
      : path_(std::move(path)), weight_(std::move(weight)) {}

  /// Batch::factors_bk of the times [B], in their dtype, on the CPU:
  /// the coefficients of the path and, unless it is 1 for all, the weight.
  at::Tensor FactorsAt(const at::Tensor& t_b) const;

  /// By the batch's factors where it has them, else by those of its times.
  Regression ProblemOf(const Batch& batch) const final;

  const PathRegression* along_path() const final { return this; }

 protected:
  const AffinePath& path() const { return path_; }

 private:
  // Without weights.
  virtual Regression ProblemAt(const PathColumns& columns,
                               const Batch& batch) const = 0;

  AffinePath path_;
  TimeWeight weight_;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_PATH_REGRESSION_H_
