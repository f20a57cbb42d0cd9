#include "datasets/distribution_info.h"

#include <algorithm>

#include "core/base/status_macros.h"
#include "datasets/array_file.h"
#include "datasets/digits.h"
#include "datasets/images/load_images.h"
#include "datasets/pixel_grid.h"
#include "datasets/tabular.h"
#include "datasets/tabular_facts.h"

namespace flow::datasets {
namespace {

using InfoOr = absl::StatusOr<DistributionInfo>;

InfoOr InfoOf(const GaussianOptions& options) {
  const bool centred =
      std::all_of(options.mean.begin(), options.mean.end(),
                  [](double coordinate) { return coordinate == 0; });
  return DistributionInfo{.dim = options.dim,
                          .is_standard_gaussian = centred && options.std == 1};
}

InfoOr InfoOf(const StudentTOptions& options) {
  return DistributionInfo{.dim = options.dim, .student_t = options};
}

InfoOr InfoOf(const GaussianMixtureOptions& options) {
  return DistributionInfo{.dim = std::ssize(options.components[0].mean),
                          .num_classes = std::ssize(options.components)};
}

InfoOr InfoOf(const EightGaussiansOptions&) {
  return DistributionInfo{.dim = 2, .num_classes = 8};
}

InfoOr InfoOf(const TwoMoonsOptions&) {
  return DistributionInfo{.dim = 2, .num_classes = 2};
}

InfoOr InfoOf(const NotebookMoonsOptions&) {
  return DistributionInfo{.dim = 2, .num_classes = 2};
}

InfoOr InfoOf(const SCurveOptions&) { return DistributionInfo{.dim = 2}; }

InfoOr InfoOf(const SwissRollOptions&) { return DistributionInfo{.dim = 2}; }

InfoOr InfoOf(const CheckerboardOptions&) { return DistributionInfo{.dim = 2}; }

InfoOr InfoOf(const CirclesOptions&) {
  return DistributionInfo{.dim = 2, .num_classes = 2};
}

InfoOr InfoOf(const ImageDensityOptions& options) {
  FLOW_RETURN_IF_ERROR(LoadPixelGrid(options).status());
  return DistributionInfo{.dim = 2};
}

InfoOr InfoOf(const ArrayFileOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadArrayFile(options));
  return DistributionInfo{.dim = table.dim,
                          .num_classes = table.num_classes,
                          .num_clients = table.num_clients,
                          .size = table.rows};
}

InfoOr InfoOf(const DigitsOptions&) {
  return DistributionInfo{
      .dim = kDigitsDim, .num_classes = kDigitsClasses, .size = kDigitsRows};
}

InfoOr InfoOf(const TabularOptions& options) {
  if (!options.folder.has_value()) {
    return DistributionInfo{.dim = FactsOf(options.name).dim};
  }
  FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadTabular(options));
  return DistributionInfo{.dim = table.dim, .size = table.rows};
}

InfoOr InfoOf(const ImagesOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const ImageFacts facts, InspectImages(options));
  return DistributionInfo{.dim = options.dim(),
                          .num_classes = facts.num_classes,
                          .size = facts.rows};
}

}  // namespace

absl::StatusOr<DistributionInfo> GetDistributionInfo(
    const DistributionOptions& options) {
  FLOW_RETURN_IF_ERROR(Validate(options));
  FLOW_ASSIGN_OR_RETURN(
      DistributionInfo info,
      std::visit([](const auto& law) { return InfoOf(law); }, options.law));
  if (options.points.has_value()) {
    info.size = options.points;
    info.is_standard_gaussian = false;
    info.student_t.reset();
  }
  return info;
}

}  // namespace flow::datasets
