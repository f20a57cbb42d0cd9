#ifndef FLOWLANG_SCHEMA_METRIC_NAME_H_
#define FLOWLANG_SCHEMA_METRIC_NAME_H_

#include <string>

#include "flowlang/schema/evaluation.pb.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {

/// What results and claims call a metric: its choice, but that a likelihood by
/// mixed integrators goes by a name of its own, and what compares features by
/// one that says so.
inline std::string MetricNameOf(const Metric& metric) {
  if (metric.nll().integrator() == Nll::PAPER_MIXED_INTEGRATORS) {
    return "nll_paper_mixed";
  }
  return ChosenName(metric) + (metric.of_features() ? "_of_features" : "");
}

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_METRIC_NAME_H_
