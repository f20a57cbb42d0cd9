#include "datasets/moments.h"

#include <array>
#include <numbers>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "datasets/array_file.h"
#include "datasets/digits.h"
#include "datasets/images/image_table.h"
#include "datasets/images/load_images.h"
#include "datasets/pixel_grid.h"
#include "datasets/tabular.h"
#include "datasets/tabular_stand_in.h"

namespace flow::datasets {
namespace {

using MomentsOr = absl::StatusOr<Moments>;
using std::numbers::pi;

double SquaredNorm(const std::vector<double>& x) {
  double sum = 0;
  for (const double coordinate : x) sum += coordinate * coordinate;
  return sum;
}

// The curve c of a law in the plane.
struct Curve {
  std::array<double, 2> mean;  // E c
  double squared_norm;         // E |c|^2
};

// Of scale (c + e) + shift with a noise e whose coordinates have this mean and
// variance each.
template <typename Options>
Moments OfCurve(const Options& options, const Curve& curve, double noise_mean,
                double noise_variance) {
  Moments moments;
  moments.variance = curve.squared_norm + 2 * noise_variance;
  for (int d = 0; d < 2; ++d) {
    moments.mean.push_back(options.scale * (curve.mean[d] + noise_mean) +
                           options.shift[d]);
    moments.variance -= curve.mean[d] * curve.mean[d];
  }
  moments.variance *= options.scale * options.scale;
  return moments;
}

// With normal noise.
template <typename Options>
Moments OfCurve(const Options& options, const Curve& curve) {
  return OfCurve(options, curve, 0, options.noise * options.noise);
}

MomentsOr Of(const GaussianOptions& options) {
  std::vector<double> mean = options.mean;
  mean.resize(options.dim);
  return Moments{std::move(mean), options.dim * options.std * options.std};
}

MomentsOr Of(const StudentTOptions& options) {
  if (std::isfinite(options.max_norm)) {
    return absl::FailedPreconditionError(
        "the moments of a law with a greatest norm are not known");
  }
  if (options.degrees <= 2) {
    return absl::FailedPreconditionError(
        "the law has no variance: it has two degrees of freedom or less");
  }
  return Moments{std::vector<double>(options.dim),
                 options.dim * options.scale * options.scale * options.degrees /
                     (options.degrees - 2)};
}

MomentsOr Of(const GaussianMixtureOptions& options) {
  const int64_t dim = std::ssize(options.components[0].mean);
  Moments moments{std::vector<double>(dim), 0};
  double weights = 0, squared_norm = 0;
  for (const core::GaussianComponent& c : options.components) {
    weights += c.weight;
    squared_norm += c.weight * (SquaredNorm(c.mean) + dim * c.std * c.std);
    for (int64_t d = 0; d < dim; ++d) moments.mean[d] += c.weight * c.mean[d];
  }
  for (double& coordinate : moments.mean) coordinate /= weights;
  moments.variance = squared_norm / weights - SquaredNorm(moments.mean);
  return moments;
}

MomentsOr Of(const EightGaussiansOptions& options) {
  return Moments{
      {0, 0}, options.radius * options.radius + 2 * options.std * options.std};
}

// The outer moon has the mean (0, 2/pi) and |c| = 1; the inner one (1, 1/2 -
// 2/pi) and E |c|^2 = 9/4 - 2/pi.
constexpr Curve kMoons = {{0.5, 0.25}, (1 + 2.25 - 2 / pi) / 2};

MomentsOr Of(const TwoMoonsOptions& options) {
  return OfCurve(options, kMoons);
}

// Uniform noise on [0, noise).
MomentsOr Of(const NotebookMoonsOptions& options) {
  return OfCurve(options, kMoons, options.noise / 2,
                 options.noise * options.noise / 12);
}

// E sin^2 t = 1/2 and E (1 - cos t)^2 = 3/2 + 4 / (3 pi) on [-3 pi/2, 3 pi/2].
MomentsOr Of(const SCurveOptions& options) {
  return OfCurve(options, {{0, 0}, 2 + 4 / (3 * pi)});
}

// t uniform on [a, b] = [3 pi/2, 9 pi/2]: E t cos t = (a + b) / (b - a) and
// E t sin t = 2 / (b - a).
MomentsOr Of(const SwissRollOptions& options) {
  constexpr double kA = 1.5 * pi, kB = 4.5 * pi;
  return OfCurve(options, {{2, 2 / (kB - kA)},
                           (kB * kB * kB - kA * kA * kA) / (3 * (kB - kA))});
}

// Each coordinate alone is uniform on [-2, 2].
MomentsOr Of(const CheckerboardOptions& options) {
  return Moments{{0, 0}, options.scale * options.scale * 8 / 3};
}

MomentsOr Of(const CirclesOptions& options) {
  return OfCurve(options, {{0, 0}, (1 + options.factor * options.factor) / 2});
}

// Of rows of `dim` numbers, of which number i is value(i).
template <typename Value>
Moments OfRows(int64_t rows, int64_t dim, Value value) {
  Moments moments{std::vector<double>(dim), 0};
  const int64_t numbers = rows * dim;
  for (int64_t i = 0; i < numbers; ++i) {
    moments.mean[i % dim] += value(i) / rows;
  }
  for (int64_t i = 0; i < numbers; ++i) {
    const double centred = value(i) - moments.mean[i % dim];
    moments.variance += centred * centred / rows;
  }
  return moments;
}

Moments OfTable(const PointTable& table) {
  return OfRows(table.rows, table.dim,
                [&](int64_t i) -> double { return table.x[i]; });
}

MomentsOr Of(const ImageDensityOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const PixelGrid grid, LoadPixelGrid(options));
  const PlaneMoments moments = MomentsOf(grid);
  return Moments{{moments.mean[0], moments.mean[1]}, moments.xx + moments.yy};
}

MomentsOr Of(const ArrayFileOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadArrayFile(options));
  return OfTable(table);
}

MomentsOr Of(const DigitsOptions&) { return OfTable(Digits()); }

MomentsOr Of(const TabularOptions& options) {
  if (!options.folder.has_value()) return Of(TabularStandIn(options.name));
  FLOW_ASSIGN_OR_RETURN(const PointTable table, LoadTabular(options));
  return OfTable(table);
}

// Half of the draws with each row of pixels from its end to its front.
std::vector<double> HalfMirrored(const std::vector<double>& mean,
                                 int64_t width) {
  std::vector<double> both(mean.size());
  for (int64_t k = 0; k < std::ssize(mean); ++k) {
    const int64_t column = k % width;
    both[k] = (mean[k] + mean[k - column + width - 1 - column]) / 2;
  }
  return both;
}

MomentsOr Of(const ImagesOptions& options) {
  FLOW_ASSIGN_OR_RETURN(const ImageTable table, LoadImages(options));
  const absl::Span<const uint8_t> bytes = table.bytes();
  Moments moments = OfRows(table.rows, table.dim(),
                           [&](int64_t i) { return ValueOfByte(bytes[i]); });
  if (!options.flip) return moments;
  // E |x|^2 is that of the mirror images
  moments.variance += SquaredNorm(moments.mean);
  moments.mean = HalfMirrored(moments.mean, table.size);
  moments.variance -= SquaredNorm(moments.mean);
  return moments;
}

}  // namespace

MomentsOr GetMoments(const DistributionOptions& options) {
  FLOW_RETURN_IF_ERROR(Validate(options));
  return std::visit([](const auto& law) { return Of(law); }, options.law);
}

double MeanSquaredDistance(const Moments& x, const Moments& y) {
  FLOW_CHECK(x.mean.size() == y.mean.size()) << "points of other dimensions";
  double sum = x.variance + y.variance;
  for (size_t d = 0; d < x.mean.size(); ++d) {
    sum += (x.mean[d] - y.mean[d]) * (x.mean[d] - y.mean[d]);
  }
  return sum;
}

}  // namespace flow::datasets
