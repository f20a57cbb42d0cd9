#ifndef CORE_EVAL_POINT_CLOUD_H_
#define CORE_EVAL_POINT_CLOUD_H_

/// The tensors of an Evaluation, checked once, as plain memory for the metrics.

#include <cstdint>
#include <optional>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/eval/metric.h"

namespace flow::core {

// Shapes: N points, D dimensions.

/// At least two points of finite coordinates, row by row in CPU memory.
class PointCloud {
 public:
  /// Shares the memory of `x_nd` where it is contiguous on the CPU already.
  /// InvalidArgument, naming `name`, unless it is float32 [N >= 2, D >= 1];
  /// OutOfRange when a coordinate is not finite.
  static absl::StatusOr<PointCloud> Create(absl::string_view name,
                                           const at::Tensor& x_nd);

  int64_t size() const { return n_; }
  int64_t dim() const { return dim_; }
  absl::Span<const float> values() const { return {data_, n_ * dim_}; }
  absl::Span<const float> row(int64_t i) const {
    return {data_ + i * dim_, dim_};
  }

 private:
  explicit PointCloud(at::Tensor x_nd);

  at::Tensor owner_;
  const float* data_;
  size_t n_, dim_;
};

/// |x - y|^2, for spans of one size.
double SquaredDistance(absl::Span<const float> x, absl::Span<const float> y);

/// What a metric that compares laws looks at.
struct ComparedClouds {
  PointCloud generated;
  PointCloud target;
  std::optional<PointCloud> second_target;  // empty where none was drawn
};

/// The clouds of `evaluation`; an undefined `second_target_nd` means that there
/// is no floor. InvalidArgument when the dimensions differ.
absl::StatusOr<ComparedClouds> ReadComparedClouds(const Evaluation& evaluation);

/// InvalidArgument unless all clouds have one size: a one-to-one assignment
/// between clouds of unequal sizes does not exist.
absl::Status CheckEqualSizes(const ComparedClouds& clouds);

/// InvalidArgument unless `x` and `y` have one size and one dimension.
absl::Status CheckSameShape(absl::string_view x_name, const PointCloud& x,
                            absl::string_view y_name, const PointCloud& y);

/// A number for each point, float64 or int64 [N >= 2], as doubles.
/// InvalidArgument for another shape or dtype, OutOfRange when not finite.
absl::StatusOr<std::vector<double>> ReadPerPoint(absl::string_view name,
                                                 const at::Tensor& value_n);

/// InvalidArgument unless there are as many values as points.
absl::Status CheckOnePerPoint(absl::string_view name,
                              absl::Span<const double> values,
                              const PointCloud& points);

}  // namespace flow::core

#endif  // CORE_EVAL_POINT_CLOUD_H_
