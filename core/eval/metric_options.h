#ifndef CORE_EVAL_METRIC_OPTIONS_H_
#define CORE_EVAL_METRIC_OPTIONS_H_

/// What an experiment may ask to be measured, and how. Free of torch, so that
/// the front end can name every metric and hold its settings in a plan. The
/// definitions stand in the header of each metric: `w2.h` for W2Options, ….

#include <cstdint>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace flow::core {

struct W2Options {};
struct W1Options {};

struct SlicedW2Options {
  int64_t projections = 128;  // >= 1
};

struct MmdOptions {
  /// Standard deviations of the Gaussian kernels, in the units of the data,
  /// each > 0. Empty: the median distance of the target times 1/4, 1/2, 1,
  /// 2, 4.
  std::vector<double> bandwidths;
};

struct EnergyDistanceOptions {};
struct PathEnergyOptions {};
struct NpeOptions {};
struct SignedNpeOptions {};
struct StraightnessOptions {};
struct NfeOptions {};

using MetricOptions =
    std::variant<W2Options, W1Options, SlicedW2Options, MmdOptions,
                 EnergyDistanceOptions, PathEnergyOptions, NpeOptions,
                 SignedNpeOptions, StraightnessOptions, NfeOptions>;

/// The name in result files and expectations: "sliced_w2".
absl::string_view MetricName(const MetricOptions& options);

}  // namespace flow::core

#endif  // CORE_EVAL_METRIC_OPTIONS_H_
