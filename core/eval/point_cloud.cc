#include "core/eval/point_cloud.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/tensor/describe_tensor.h"

namespace flow::core {
namespace {

// The row of the first value that is not finite.
template <typename T>
std::optional<int64_t> FirstNonFiniteRow(absl::Span<const T> values,
                                         int64_t dim) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) return i / dim;
  }
  return std::nullopt;
}

absl::Status NotFinite(absl::string_view name, int64_t row) {
  return absl::OutOfRangeError(
      absl::StrCat("'", name, "' must be finite; row ", row, " is not"));
}

}  // namespace

PointCloud::PointCloud(at::Tensor x_nd)
    : owner_(std::move(x_nd)),
      data_(owner_.const_data_ptr<float>()),
      n_(owner_.size(0)),
      dim_(owner_.size(1)) {}

absl::StatusOr<PointCloud> PointCloud::Create(absl::string_view name,
                                              const at::Tensor& x_nd) {
  if (!x_nd.defined() || x_nd.dim() != 2 || x_nd.size(0) < 2 ||
      x_nd.size(1) < 1 || x_nd.scalar_type() != at::kFloat) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' must be Float [N >= 2, D >= 1]; got ",
                     DescribeTensor(x_nd)));
  }
  PointCloud cloud(x_nd.detach().cpu().contiguous());
  if (auto row = FirstNonFiniteRow(cloud.values(), cloud.dim())) {
    return NotFinite(name, *row);
  }
  return cloud;
}

double SquaredDistance(absl::Span<const float> x, absl::Span<const float> y) {
  double sum = 0;
  for (size_t d = 0; d < x.size(); ++d) {
    const double difference = static_cast<double>(x[d]) - y[d];
    sum += difference * difference;
  }
  return sum;
}

absl::StatusOr<ComparedClouds> ReadComparedClouds(
    const Evaluation& evaluation) {
  FLOW_ASSIGN_OR_RETURN(
      PointCloud generated,
      PointCloud::Create("generated", evaluation.generated_nd));
  FLOW_ASSIGN_OR_RETURN(PointCloud target,
                        PointCloud::Create("target", evaluation.target_nd));
  ComparedClouds clouds{std::move(generated), std::move(target), std::nullopt};
  if (evaluation.second_target_nd.defined()) {
    FLOW_ASSIGN_OR_RETURN(
        clouds.second_target,
        PointCloud::Create("second_target", evaluation.second_target_nd));
  }
  const int64_t dim = clouds.generated.dim();
  if (clouds.target.dim() != dim ||
      (clouds.second_target && clouds.second_target->dim() != dim)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'target' must have the dimension of 'generated', ", dim, "; got ",
        clouds.target.dim(), " and, for the second draw, ",
        clouds.second_target ? clouds.second_target->dim() : dim));
  }
  return clouds;
}

absl::Status CheckEqualSizes(const ComparedClouds& clouds) {
  FLOW_RETURN_IF_ERROR(
      CheckSameShape("target", clouds.target, "generated", clouds.generated));
  if (!clouds.second_target) return absl::OkStatus();
  return CheckSameShape("second_target", *clouds.second_target, "generated",
                        clouds.generated);
}

absl::Status CheckSameShape(absl::string_view x_name, const PointCloud& x,
                            absl::string_view y_name, const PointCloud& y) {
  if (x.size() == y.size() && x.dim() == y.dim()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "'", x_name, "' must have the shape of '", y_name, "', [", y.size(), ", ",
      y.dim(), "]; got [", x.size(), ", ", x.dim(), "]"));
}

absl::StatusOr<std::vector<double>> ReadPerPoint(absl::string_view name,
                                                 const at::Tensor& value_n) {
  if (!value_n.defined() || value_n.dim() != 1 || value_n.size(0) < 2 ||
      (value_n.scalar_type() != at::kDouble &&
       value_n.scalar_type() != at::kLong)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", name, "' must be Double or Long [N >= 2]; got ",
                     DescribeTensor(value_n)));
  }
  const at::Tensor values_n =
      value_n.detach().cpu().to(at::kDouble).contiguous();
  const double* data = values_n.const_data_ptr<double>();
  std::vector<double> values(data, data + values_n.numel());
  if (auto row = FirstNonFiniteRow(absl::MakeConstSpan(values), 1)) {
    return NotFinite(name, *row);
  }
  return values;
}

absl::Status CheckOnePerPoint(absl::string_view name,
                              absl::Span<const double> values,
                              const PointCloud& points) {
  if (values.size() == points.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' must have a value for each of the ",
                   points.size(), " points; got ", values.size()));
}

}  // namespace flow::core
