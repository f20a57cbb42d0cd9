#ifndef CORE_EVAL_ROUND_TRIP_ERROR_H_
#define CORE_EVAL_ROUND_TRIP_ERROR_H_

#include "core/eval/metric.h"

namespace flow::core {

/// How far points are from where they started after the flow there and back,
///
///     mean_n |x_n - T^-1(T(x_n))|,
///
/// both ways by the protocol's own solver. The flow itself is invertible, so
/// this is the solver's error, and what rounding leaves of it where the field
/// contracts: of x' = a x, N Euler steps each way leave (1 - a^2 / N^2)^N x.
/// It says nothing of whether the flow reaches its target. Units: those of the
/// data.
///
/// std_error: of the mean over points. No floor: of a perfect solver it is 0.
/// n: the number of points. Errors: those of PointCloud::Create and of
/// OdeTransport; InvalidArgument unless source and generated points belong
/// together; FailedPrecondition without a model.
class RoundTripError : public Metric {
 public:
  absl::string_view name() const override { return "round_trip_error"; }
  absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation,
      const MetricContext& context) const override;
};

}  // namespace flow::core

#endif  // CORE_EVAL_ROUND_TRIP_ERROR_H_
