#include "datasets/distribution_options.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace flow::datasets {
namespace {

absl::Status Require(bool holds, absl::string_view name,
                     absl::string_view constraint, double value) {
  if (holds) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, " must be ", constraint, "; got ", value));
}

absl::Status RequirePositive(absl::string_view name, double value) {
  return Require(std::isfinite(value) && value > 0, name, "finite and > 0",
                 value);
}

// The fields that the laws of noisy curves share.
template <typename CurveOptions>
absl::Status ValidateCurve(const CurveOptions& options) {
  FLOW_RETURN_IF_ERROR(
      Require(std::isfinite(options.noise) && options.noise >= 0, "noise",
              "finite and >= 0", options.noise));
  FLOW_RETURN_IF_ERROR(RequirePositive("scale", options.scale));
  for (const double shift : options.shift) {
    FLOW_RETURN_IF_ERROR(
        Require(std::isfinite(shift), "shift", "finite", shift));
  }
  return absl::OkStatus();
}

absl::Status ValidateLaw(const GaussianOptions& options) {
  FLOW_RETURN_IF_ERROR(Require(options.dim >= 1, "dim", ">= 1", options.dim));
  if (options.mean.empty()) return RequirePositive("std", options.std);
  if (options.mean.size() != options.dim) {
    return absl::InvalidArgumentError(
        absl::StrCat("mean must have dim = ", options.dim,
                     " coordinates or none; got ", options.mean.size()));
  }
  return core::ValidateGaussian("", options.mean, options.std);
}

absl::Status ValidateLaw(const StudentTOptions& options) {
  FLOW_RETURN_IF_ERROR(Require(options.dim >= 1, "dim", ">= 1", options.dim));
  FLOW_RETURN_IF_ERROR(
      Require(std::isfinite(options.degrees) && options.degrees >= 1, "degrees",
              "finite and >= 1", options.degrees));
  FLOW_RETURN_IF_ERROR(
      Require(options.max_norm > 0, "max_norm", "> 0", options.max_norm));
  return RequirePositive("scale", options.scale);
}

absl::Status ValidateLaw(const GaussianMixtureOptions& options) {
  return core::ValidateComponents(options.components);
}

absl::Status ValidateLaw(const EightGaussiansOptions& options) {
  FLOW_RETURN_IF_ERROR(RequirePositive("radius", options.radius));
  return RequirePositive("std", options.std);
}

absl::Status ValidateLaw(const TwoMoonsOptions& options) {
  return ValidateCurve(options);
}

absl::Status ValidateLaw(const NotebookMoonsOptions& options) {
  return ValidateCurve(options);
}

absl::Status ValidateLaw(const SCurveOptions& options) {
  return ValidateCurve(options);
}

absl::Status ValidateLaw(const SwissRollOptions& options) {
  return ValidateCurve(options);
}

absl::Status ValidateLaw(const CheckerboardOptions& options) {
  return RequirePositive("scale", options.scale);
}

absl::Status ValidateLaw(const CirclesOptions& options) {
  FLOW_RETURN_IF_ERROR(Require(options.factor > 0 && options.factor < 1,
                               "factor", "> 0 and < 1", options.factor));
  return ValidateCurve(options);
}

absl::Status ValidateLaw(const ImageDensityOptions& options) {
  const auto* file = std::get_if<std::string>(&options.picture);
  if (file != nullptr && file->empty()) {
    return absl::InvalidArgumentError("file must not be empty");
  }
  return RequirePositive("extent", options.extent);
}

absl::Status ValidateLaw(const ArrayFileOptions& options) {
  if (!options.path.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("path must not be empty");
}

absl::Status ValidateLaw(const DigitsOptions&) { return absl::OkStatus(); }

absl::Status ValidateLaw(const TabularOptions& options) {
  if (options.folder != "") return absl::OkStatus();
  return absl::InvalidArgumentError("folder must not be empty");
}

absl::Status ValidateLaw(const ImagesOptions& options) {
  if (options.folder.empty()) {
    return absl::InvalidArgumentError("folder must not be empty");
  }
  FLOW_RETURN_IF_ERROR(Require(options.channels == 1 || options.channels == 3,
                               "channels", "1 or 3", options.channels));
  return Require(options.size >= 1, "size", ">= 1", options.size);
}

bool IsGenerated(const Law& law) {
  const auto* tabular = std::get_if<TabularOptions>(&law);
  if (tabular != nullptr) return !tabular->folder.has_value();
  return !std::holds_alternative<ArrayFileOptions>(law) &&
         !std::holds_alternative<DigitsOptions>(law) &&
         !std::holds_alternative<ImagesOptions>(law);
}

}  // namespace

absl::Status Validate(const DistributionOptions& options) {
  FLOW_RETURN_IF_ERROR(std::visit(
      [](const auto& law) { return ValidateLaw(law); }, options.law));
  if (!options.points.has_value()) return absl::OkStatus();
  if (!IsGenerated(options.law)) {
    return absl::InvalidArgumentError(
        "points is for laws that can be drawn from without end; a file has its "
        "own number of points");
  }
  return Require(*options.points >= 1, "points", ">= 1", *options.points);
}

DistributionOptions FreshOf(DistributionOptions options) {
  options.points.reset();
  if (auto* tabular = std::get_if<TabularOptions>(&options.law)) {
    tabular->split = TabularOptions::Split::kTest;
  }
  if (auto* images = std::get_if<ImagesOptions>(&options.law)) {
    images->split = images->evaluated;
    images->flip = false;
  }
  return options;
}

bool IsOwnFresh(const DistributionOptions& options) {
  const auto* tabular = std::get_if<TabularOptions>(&options.law);
  const bool has_test_rows =
      (tabular != nullptr && tabular->folder.has_value()) ||
      std::holds_alternative<ImagesOptions>(options.law);
  return !options.points.has_value() && !has_test_rows;
}

}  // namespace flow::datasets
