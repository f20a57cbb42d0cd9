#ifndef CORE_EVAL_WORST_CLIENT_W2_H_
#define CORE_EVAL_WORST_CLIENT_W2_H_

#include "core/eval/metric.h"

namespace flow::core {

/// How badly the worst served of a federation's clients is served. With s the
/// best pairing of the generated points x and the target points y, that of W2,
/// and Y_i the target points of client i,
///
///     d_i = sqrt(mean over y in Y_i of |x_s(y) - y|^2),   max over i of d_i,
///
/// so that W2^2 is the mean of the d_i^2 by the clients' shares of the target
/// points: a client whose points nothing generated comes near to has a large
/// d_i, and how unlike the clients are does not matter. (W2 between all
/// generated points and the target of one client would measure that.)
///
/// by_client: the d_i, NaN for a client without a target point. std_error: of
/// the worst d_i with its pairs taken for independent, without the chance of
/// who is worst; empty where it is 0 or has one pair. The floor is the same
/// between the two draws of the target. It rises with the number of clients, as
/// the largest of noisy numbers does. n: the number of generated points. Units:
/// those of the data.
///
/// Errors: those of W2; InvalidArgument where target points do not have a
/// client each.
class WorstClientW2 : public Metric {
 public:
  absl::string_view name() const override { return "worst_client_w2"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_WORST_CLIENT_W2_H_
