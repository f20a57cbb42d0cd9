#include "datasets/pixel_grid.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/status_macros.h"
#include "core/io/png.h"
#include "datasets/drawn_pictures.h"

namespace flow::datasets {
namespace {

// `count` numbers from `first` to `last`.
std::vector<double> Spaced(double first, double last, int64_t count) {
  std::vector<double> places;
  for (int64_t i = 0; i < count; ++i) {
    places.push_back(first + (last - first) * i / (count - 1));
  }
  return places;
}

core::Image Draw(ImageDensityOptions::Builtin builtin) {
  switch (builtin) {
    case ImageDensityOptions::Builtin::kRose:
      return DrawRose();
    case ImageDensityOptions::Builtin::kTree:
      return DrawTree();
  }
  return {};
}

}  // namespace

absl::StatusOr<PixelGrid> MakePixelGrid(const core::Image& image,
                                        double extent) {
  if (image.width < 2 || image.height < 2) {
    return absl::InvalidArgumentError(
        absl::StrCat("the picture has ", image.width, " x ", image.height,
                     " pixels; a density takes at least 2 x 2"));
  }
  const core::Image grey = ToGrey(image);
  const auto [darkest, lightest] =
      std::minmax_element(grey.value.begin(), grey.value.end());
  if (*darkest == *lightest) {
    return absl::InvalidArgumentError(
        "all pixels of the picture are of one grey: nothing tells where its "
        "points are");
  }
  PixelGrid grid;
  grid.column_x = Spaced(-extent, extent, image.width);
  grid.row_y = Spaced(extent, -extent, image.height);
  grid.std = {extent / image.width, extent / image.height};
  double sum = 0;
  for (const uint8_t level : grey.value) {
    grid.weight.push_back(*lightest - level);
    sum += grid.weight.back();
  }
  for (double& weight : grid.weight) weight /= sum;
  return grid;
}

absl::StatusOr<PixelGrid> LoadPixelGrid(const ImageDensityOptions& options) {
  if (const auto* builtin =
          std::get_if<ImageDensityOptions::Builtin>(&options.picture)) {
    return MakePixelGrid(Draw(*builtin), options.extent);
  }
  const std::string& path = std::get<std::string>(options.picture);
  FLOW_ASSIGN_OR_RETURN(const core::Image image, core::ReadPng(path));
  absl::StatusOr<PixelGrid> grid = MakePixelGrid(image, options.extent);
  if (grid.ok()) return grid;
  return absl::Status(grid.status().code(),
                      absl::StrCat(path, ": ", grid.status().message()));
}

PlaneMoments MomentsOf(const PixelGrid& grid) {
  double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  const double* weight = grid.weight.data();
  for (const double row_y : grid.row_y) {
    for (const double column_x : grid.column_x) {
      const double w = *weight++;
      x += w * column_x;
      y += w * row_y;
      xx += w * column_x * column_x;
      xy += w * column_x * row_y;
      yy += w * row_y * row_y;
    }
  }
  return {{x, y},
          xx - x * x + grid.std[0] * grid.std[0],
          xy - x * y,
          yy - y * y + grid.std[1] * grid.std[1]};
}

}  // namespace flow::datasets
