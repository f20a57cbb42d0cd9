#ifndef DATASETS_TABULAR_STAND_IN_H_
#define DATASETS_TABULAR_STAND_IN_H_

#include "datasets/distribution_options.h"

namespace flow::datasets {

/// The law that stands in for a data set whose file is not there: a mixture of
/// eight isotropic normal laws in the set's dimension, always the same for a
/// name. It has nothing of the data but its dimension and its scale,
///
///     E x_d = 0 and Var x_d = 1 for each coordinate d,
///
/// and its density is known, so that its entropy can be estimated without bias
/// by the mean of -log p over its draws.
///
/// Weights are uniform on [1/2, 3/2) before they are scaled to the sum 1,
/// deviations s_k on [0.3, 0.8); centres are normal, then shifted and scaled in
/// each coordinate, to the mean 0 and the variance 1 - sum_k w_k s_k^2.
GaussianMixtureOptions TabularStandIn(TabularOptions::Name name);

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_STAND_IN_H_
