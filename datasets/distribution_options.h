#ifndef DATASETS_DISTRIBUTION_OPTIONS_H_
#define DATASETS_DISTRIBUTION_OPTIONS_H_

/// The laws that an experiment may name, as plain values: no torch, so that a
/// compiler can describe them without linking it. The formulas stand in the
/// headers of the laws and in this folder's README.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "core/distribution/gaussian_component.h"

namespace flow::datasets {

/// N(mean, std^2 I) in `dim` dimensions; an empty mean is zero.
struct GaussianOptions {
  int64_t dim = 0;  // >= 1, no default makes sense
  std::vector<double> mean;
  double std = 1;

  bool operator==(const GaussianOptions&) const = default;
};

/// The centred multivariate Student t law: multivariate_t.h.
struct StudentTOptions {
  int64_t dim = 0;     // >= 1
  double degrees = 1;  // >= 1
  double scale = 1;
  // points beyond are moved back to it
  double max_norm = std::numeric_limits<double>::infinity();

  bool operator==(const StudentTOptions&) const = default;
};

/// Labels are the index of the component.
struct GaussianMixtureOptions {
  std::vector<core::GaussianComponent> components;

  bool operator==(const GaussianMixtureOptions&) const = default;
};

/// Labels 0 to 7, counter-clockwise from (radius, 0).
struct EightGaussiansOptions {
  double radius = 5;
  double std = 1;

  bool operator==(const EightGaussiansOptions&) const = default;
};

// Below, a point of a curve becomes scale * (curve + noise * z) + shift with z
// standard normal, but for NotebookMoons.

/// Labels: 0 outer, 1 inner.
struct TwoMoonsOptions {
  double noise = 0.05;
  double scale = 1;
  std::array<double, 2> shift = {0, 0};

  bool operator==(const TwoMoonsOptions&) const = default;
};

/// Other moons than TwoMoons: one number, uniform on [0, noise), is the noise
/// in both coordinates. Labels: 0 outer, 1 inner.
struct NotebookMoonsOptions {
  double noise = 0.2;
  double scale = 3;
  std::array<double, 2> shift = {-1, -1};

  bool operator==(const NotebookMoonsOptions&) const = default;
};

struct SCurveOptions {
  double noise = 0.05;
  double scale = 1;
  std::array<double, 2> shift = {0, 0};

  bool operator==(const SCurveOptions&) const = default;
};

struct SwissRollOptions {
  double noise = 0.05;
  double scale = 1;
  std::array<double, 2> shift = {0, 0};

  bool operator==(const SwissRollOptions&) const = default;
};

/// Labels: 0 outer (radius 1), 1 inner (radius `factor`).
struct CirclesOptions {
  double noise = 0.05;
  double factor = 0.5;  // in (0, 1)
  double scale = 1;
  std::array<double, 2> shift = {0, 0};

  bool operator==(const CirclesOptions&) const = default;
};

struct CheckerboardOptions {
  double scale = 1 / 0.45;  // the side of a cell

  bool operator==(const CheckerboardOptions&) const = default;
};

/// A .npy or .csv file; only a .csv file can have labels, and a column that
/// says whose each point is.
struct ArrayFileOptions {
  std::string path;
  std::optional<std::string> label_column;
  std::optional<std::string> client_column = {};

  bool operator==(const ArrayFileOptions&) const = default;
};

/// Labels 0 to 9.
struct DigitsOptions {
  bool operator==(const DigitsOptions&) const = default;
};

/// A picture as a density in the plane: pixel_grid.h.
struct ImageDensityOptions {
  /// Pictures that the program draws: drawn_pictures.h.
  enum class Builtin { kRose, kTree };

  std::variant<Builtin, std::string> picture;  // or the path of a PNG file
  double extent = 4;

  bool operator==(const ImageDensityOptions&) const = default;
};

/// A table that density estimators are compared on, prepared in the published
/// steps: tabular.h. Without a folder, the law of tabular_stand_in.h, whatever
/// the split. No labels.
struct TabularOptions {
  enum class Name { kPower, kGas, kHepmass, kMiniboone, kBsds300 };
  enum class Split { kTrain, kValidation, kTest };

  Name name = Name::kPower;
  std::optional<std::string> folder;  // of the set's own file
  Split split = Split::kTrain;

  bool operator==(const TabularOptions&) const = default;
};

/// Images from files, x / 127.5 - 1 for a byte x, channels before rows before
/// columns: images/load_images.h. Labels where the files have some.
struct ImagesOptions {
  enum class Format { kFolder, kCifar10, kIdx, kNpy };
  enum class Split { kTrain, kTest };

  std::string folder;
  Format format = Format::kFolder;
  int64_t channels = 3;  // 1 is grey, 3 is red, green, blue
  int64_t size = 0;      // height and width, >= 1
  bool flip = false;     // whether half of a draw is mirrored
  Split split = Split::kTrain;
  // that FreshOf takes; published distances of images are to those for training
  Split evaluated = Split::kTest;

  int64_t dim() const { return channels * size * size; }

  bool operator==(const ImagesOptions&) const = default;
};

using Law =
    std::variant<GaussianOptions, StudentTOptions, GaussianMixtureOptions,
                 EightGaussiansOptions, TwoMoonsOptions, NotebookMoonsOptions,
                 SCurveOptions, SwissRollOptions, CheckerboardOptions,
                 CirclesOptions, ImageDensityOptions, ArrayFileOptions,
                 DigitsOptions, TabularOptions, ImagesOptions>;

struct DistributionOptions {
  Law law;

  /// When set, the distribution is a finite set of so many points of the law,
  /// drawn once. Only for a generated law: a file has its own points.
  std::optional<int64_t> points;

  bool operator==(const DistributionOptions&) const = default;
};

/// InvalidArgument naming the first value out of its range, in the words of the
/// experiment file: "scale must be finite and > 0; got -1". Does not look at
/// files.
absl::Status Validate(const DistributionOptions& options);

/// What evaluation draws from where training draws from `options`: the law
/// itself, without a fixed number of points, and the rows for the test of what
/// has such, images as they are and not mirrored.
DistributionOptions FreshOf(DistributionOptions options);

/// Whether that is the same: there is nothing but what training sees. Of images
/// it is not known before their folder is, and the answer is no.
bool IsOwnFresh(const DistributionOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_DISTRIBUTION_OPTIONS_H_
