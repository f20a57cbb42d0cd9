#ifndef CORE_DISTRIBUTION_GAMMA_VARIATE_H_
#define CORE_DISTRIBUTION_GAMMA_VARIATE_H_

#include "core/base/random.h"

namespace flow::core {

/// The logarithm of a draw of Gamma(shape, 1), whose density is proportional to
/// x^(shape - 1) exp(-x): by the rejection of [Marsaglia00], which accepts more
/// than 95 % of its proposals, and for shape < 1 from Gamma(shape + 1) times
/// U^(1 / shape). A logarithm, because for small shapes the number itself
/// underflows. Needs shape > 0; takes as much of `random` as it needs. No
/// torch.
double DrawLogGamma(double shape, RowRandom& random);

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_GAMMA_VARIATE_H_
