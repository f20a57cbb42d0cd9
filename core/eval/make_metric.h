#ifndef CORE_EVAL_MAKE_METRIC_H_
#define CORE_EVAL_MAKE_METRIC_H_

#include <memory>

#include "core/eval/metric.h"
#include "core/eval/metric_options.h"

namespace flow::core {

/// The metric that the options ask for; its name is MetricName(options).
std::unique_ptr<Metric> MakeMetric(const MetricOptions& options);

}  // namespace flow::core

#endif  // CORE_EVAL_MAKE_METRIC_H_
