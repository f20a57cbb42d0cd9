#ifndef CORE_EVAL_METRIC_OPTIONS_H_
#define CORE_EVAL_METRIC_OPTIONS_H_

/// What an experiment may ask to be measured, and how. Free of torch, so that
/// the front end can name every metric and hold its settings in a plan. The
/// definitions stand in the header of each metric: `w2.h` for W2Options, ….

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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

enum class LikelihoodUnit { kNats, kBitsPerDim };

struct NllOptions {
  int64_t probes = 0;              // of Hutchinson's estimate; 0 is exact
  std::optional<int64_t> samples;  // >= 2; empty: the protocol's target points
  LikelihoodUnit unit = LikelihoodUnit::kNats;
  // state and volume by two solvers, as in published tables of local flow
  // matching; see mixed_likelihood.h
  bool paper_mixed = false;
};

struct BitsPerDimOptions {
  int64_t levels = 256;  // grey levels from -1 to 1, both included; >= 2
  int64_t probes = 1;    // as above
  std::optional<int64_t> samples;
};

/// Of so many subsets of so many points; see features/subset_kid.h.
struct KidSubsets {
  int64_t count = 100;  // >= 2
  int64_t size = 1000;  // >= 2 and at most the points of either side
};

struct KidOptions {
  std::optional<KidSubsets> subsets;  // empty: all pairs at once
};

struct PrecisionOptions {
  int64_t k = 3;  // neighbours, >= 1 and less than the number of points
};
struct RecallOptions {
  int64_t k = 3;  // as above
};

struct VelocityErrorOptions {};
struct TransportCostOptions {};
struct MarginalErrorOptions {};
struct RoundTripErrorOptions {};
struct CurvatureOptions {};
struct WorstClientW2Options {};

/// Metrics that compare generated points with those of the target, and nothing
/// else.
using CloudMetricOptions =
    std::variant<W2Options, W1Options, SlicedW2Options, MmdOptions,
                 EnergyDistanceOptions, KidOptions, PrecisionOptions,
                 RecallOptions>;

/// Such a metric of the features of images; see features/of_features.h.
struct OfFeaturesOptions {
  CloudMetricOptions metric;
};

/// Of the features of images, always.
struct FidOptions {};
struct FidInfinityOptions {};
struct InceptionScoreOptions {
  int64_t splits = 10;  // >= 1 and at most the number of images
};

using MetricOptions =
    std::variant<W2Options, W1Options, SlicedW2Options, MmdOptions,
                 EnergyDistanceOptions, PathEnergyOptions, NpeOptions,
                 SignedNpeOptions, StraightnessOptions, NfeOptions, NllOptions,
                 BitsPerDimOptions, KidOptions, PrecisionOptions, RecallOptions,
                 VelocityErrorOptions, TransportCostOptions,
                 MarginalErrorOptions, RoundTripErrorOptions, CurvatureOptions,
                 WorstClientW2Options, OfFeaturesOptions, FidOptions,
                 FidInfinityOptions, InceptionScoreOptions>;

/// The name in result files and expectations: "sliced_w2",
/// "sliced_w2_of_features".
std::string MetricName(const MetricOptions& options);

/// Whether the metric asks the model itself, not only the points that it made.
bool NeedsModel(const MetricOptions& options);

/// Whether the metric is of features of images.
bool NeedsFeatures(const MetricOptions& options);

/// The same metric of features; empty for one that does not compare points
/// alone.
std::optional<MetricOptions> OnFeatures(const MetricOptions& options);

}  // namespace flow::core

#endif  // CORE_EVAL_METRIC_OPTIONS_H_
