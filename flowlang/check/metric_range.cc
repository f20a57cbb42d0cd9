#include "flowlang/check/metric_range.h"

#include "absl/strings/strip.h"

namespace flow::lang {
namespace {

constexpr absl::string_view kNotNegative[] = {
    "w2",
    "w1",
    "sliced_w2",
    "path_energy",
    "npe",
    "straightness",
    "nfe",
    "fid",
    "precision",
    "recall",
    "velocity_error",
    "transport_cost",
    "marginal_error",
    "worst_client_w2",
    "round_trip_error",
    "curvature",
};

}  // namespace

MetricRange RangeOfMetric(absl::string_view name) {
  // features change the points, not what is measured
  absl::ConsumeSuffix(&name, "_of_features");
  MetricRange range;
  for (const absl::string_view known : kNotNegative) {
    if (known == name) range.low = 0;
  }
  if (name == "precision" || name == "recall") range.high = 1;
  if (name == "signed_npe") range.low = -1;
  if (name == "inception_score") range.low = 1;
  return range;
}

}  // namespace flow::lang
