#ifndef CORE_TRAIN_GIVEN_REGRESSION_H_
#define CORE_TRAIN_GIVEN_REGRESSION_H_

#include "core/train/regression_objective.h"

namespace flow::core {

/// Regression on targets that came with the batch:
///
///     loss_i = w_i |c_i f(x_i, t_i) - target_i|^2 / E,
///
/// x_i its points, c_i their scales, 1 where none are given, and w_i the
/// weights of its rows. What a target costs is then paid where batches are
/// made, ahead of the training and for whole batches, and not for each shard of
/// one. FLOW_CHECKs that points and targets are there.
class GivenRegression : public RegressionObjective {
 public:
  Regression ProblemOf(const Batch& batch) const override;
};

}  // namespace flow::core

#endif  // CORE_TRAIN_GIVEN_REGRESSION_H_
