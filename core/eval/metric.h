#ifndef CORE_EVAL_METRIC_H_
#define CORE_EVAL_METRIC_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"

namespace flow::core {

// Shapes: N points, D dimensions, F features, K classes.

/// What a network says of the images that points are (core/eval/features);
/// undefined where no metric asks.
struct ImageFeatures {
  at::Tensor feature_nf;     // float32
  at::Tensor logit_nk = {};  // float32; undefined where it is no classifier
};

/// What one evaluation protocol produced: the very points that every metric of
/// the protocol sees.
struct Evaluation {
  at::Tensor source_nd;     // float32, where the points started
  at::Tensor generated_nd;  // float32, where they ended, row by row
  at::Tensor target_nd;     // float32, drawn from the target
  at::Tensor
      second_target_nd;      // float32, a second, independent draw: the floor
  at::Tensor path_energy_n;  // float64, see Transported
  at::Tensor evaluations_n;  // int64, see Transported
  // int64, of what was generated and of the target; undefined without classes
  at::Tensor generated_label_n = {}, target_label_n = {};
  // int64, whose each target point is; undefined without a federation
  at::Tensor target_client_n = {};
  ImageFeatures generated_features = {}, target_features = {},
                second_target_features = {};
};

/// A number that can be trusted: with its sample size, its uncertainty and what
/// a perfect model would score.
struct MetricValue {
  double value = 0;
  std::optional<double> std_error;  // of `value` over draws of the points
  int64_t n = 0;
  std::optional<double> floor;  // of two independent draws of the target
  // of each client, NaN where it is not known; empty for most metrics
  std::vector<double> by_client = {};
};

struct FlowModel;  // flow_model.h

/// What a metric may use besides the points: threads, a seed of its own, and
/// the model, which metrics with NeedsModel (metric_options.h) ask.
struct MetricContext {
  ThreadPool* pool;  // not owned
  Seed seed;
  const FlowModel* model = nullptr;  // not owned
};

/// Immutable and thread-safe. The value has the same bits for any number of
/// threads.
class Metric {
 public:
  virtual ~Metric() = default;

  /// The name that result files and expectations use: "w2".
  virtual absl::string_view name() const = 0;

  virtual bool lower_is_better() const { return true; }

  /// Measures. Draws from `context.seed` alone, if at all. InvalidArgument for
  /// tensors of a wrong shape or dtype, OutOfRange for a number that is not
  /// finite, FailedPrecondition where the value is not defined; each metric
  /// says when.
  virtual absl::StatusOr<MetricValue> Evaluate(
      const Evaluation& evaluation, const MetricContext& context) const = 0;
};

}  // namespace flow::core

#endif  // CORE_EVAL_METRIC_H_
