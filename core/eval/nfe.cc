#include "core/eval/nfe.h"

#include <vector>

#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

absl::StatusOr<MetricValue> Nfe::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const std::vector<double> counts,
                        ReadPerPoint("evaluations", evaluation.evaluations_n));
  return MeanValue(counts);
}

}  // namespace flow::core
