#include "datasets/make_distribution.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ATen/ops/empty.h"
#include "core/base/status_macros.h"
#include "core/distribution/finite_set.h"
#include "core/distribution/gaussian.h"
#include "core/distribution/gaussian_mixture.h"
#include "core/distribution/multivariate_t.h"
#include "datasets/array_file.h"
#include "datasets/checkerboard.h"
#include "datasets/circles.h"
#include "datasets/digits.h"
#include "datasets/eight_gaussians.h"
#include "datasets/image_density.h"
#include "datasets/image_set.h"
#include "datasets/images/load_images.h"
#include "datasets/notebook_moons.h"
#include "datasets/pixel_grid.h"
#include "datasets/s_curve.h"
#include "datasets/swiss_roll.h"
#include "datasets/tabular.h"
#include "datasets/tabular_stand_in.h"
#include "datasets/two_moons.h"
#include "datasets/unlabelled.h"

namespace flow::datasets {
namespace {

using DistributionOr =
    absl::StatusOr<std::shared_ptr<const core::Distribution>>;

std::shared_ptr<const core::Distribution> FromTable(const PointTable& table) {
  core::Points points;
  points.x_nd = at::empty({table.rows, table.dim}, at::kFloat);
  std::copy(table.x.begin(), table.x.end(), points.x_nd.data_ptr<float>());
  if (table.num_classes > 0) {
    points.label_n = at::empty({table.rows}, at::kLong);
    std::copy(table.label.begin(), table.label.end(),
              points.label_n.data_ptr<int64_t>());
  }
  return std::make_shared<core::FiniteSet>(std::move(points),
                                           table.num_classes);
}

DistributionOr MakeLaw(const GaussianOptions& options) {
  std::vector<double> mean = options.mean;
  mean.resize(options.dim);  // an empty mean is zero
  return core::Gaussian::Create(std::move(mean), options.std);
}

DistributionOr MakeLaw(const StudentTOptions& options) {
  return core::MultivariateT::Create(options.dim, options.degrees,
                                     options.scale, options.max_norm);
}

DistributionOr MakeLaw(const GaussianMixtureOptions& options) {
  return core::GaussianMixture::Create(options.components);
}

DistributionOr MakeLaw(const EightGaussiansOptions& options) {
  return core::GaussianMixture::Create(EightGaussians(options));
}

DistributionOr MakeLaw(const TwoMoonsOptions& options) {
  return std::make_shared<TwoMoons>(options);
}

DistributionOr MakeLaw(const NotebookMoonsOptions& options) {
  return std::make_shared<NotebookMoons>(options);
}

DistributionOr MakeLaw(const SCurveOptions& options) {
  return std::make_shared<SCurve>(options);
}

DistributionOr MakeLaw(const SwissRollOptions& options) {
  return std::make_shared<SwissRoll>(options);
}

DistributionOr MakeLaw(const CheckerboardOptions& options) {
  return std::make_shared<Checkerboard>(options);
}

DistributionOr MakeLaw(const CirclesOptions& options) {
  return std::make_shared<Circles>(options);
}

DistributionOr MakeLaw(const ImageDensityOptions& options) {
  FLOW_ASSIGN_OR_RETURN(PixelGrid grid, LoadPixelGrid(options));
  return std::make_shared<ImageDensity>(std::move(grid));
}

DistributionOr MakeLaw(const ArrayFileOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadArrayFile(options));
  return FromTable(table);
}

DistributionOr MakeLaw(const DigitsOptions&) { return FromTable(Digits()); }

DistributionOr MakeLaw(const TabularOptions& options) {
  if (options.folder.has_value()) {
    FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadTabular(options));
    return FromTable(table);
  }
  // as the data that it stands for
  FLOW_ASSIGN_OR_RETURN(auto mixture, MakeLaw(TabularStandIn(options.name)));
  return std::make_shared<Unlabelled>(std::move(mixture));
}

DistributionOr MakeLaw(const ImagesOptions& options) {
  FLOW_ASSIGN_OR_RETURN(ImageTable table, LoadImages(options));
  return MakeImageSet(std::move(table), options.flip);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const core::Distribution>> MakeDistribution(
    const DistributionOptions& options, Seed data_seed) {
  FLOW_RETURN_IF_ERROR(Validate(options));
  FLOW_ASSIGN_OR_RETURN(
      std::shared_ptr<const core::Distribution> law,
      std::visit([](const auto& law) { return MakeLaw(law); }, options.law));
  if (!options.points.has_value()) return law;
  return std::make_shared<core::FiniteSet>(
      law->Draw(*options.points, DeriveSeed(data_seed, "points")),
      law->num_classes());
}

}  // namespace flow::datasets
