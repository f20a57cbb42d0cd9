#ifndef FEDERATED_AGGREGATION_ADD_SCALED_H_
#define FEDERATED_AGGREGATION_ADD_SCALED_H_

#include "absl/types/span.h"

namespace flow::federated {

/// sum[p] += factor * x[p], the product rounded to double and then the sum: the
/// same bits on every machine. FLOW_CHECKs that the lengths agree.
void AddScaled(double factor, absl::Span<const float> x,
               absl::Span<double> sum);
void AddScaled(double factor, absl::Span<const double> x,
               absl::Span<double> sum);

}  // namespace flow::federated

#endif  // FEDERATED_AGGREGATION_ADD_SCALED_H_
