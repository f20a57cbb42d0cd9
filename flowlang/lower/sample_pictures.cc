#include "flowlang/lower/sample_pictures.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/io/image_grid.h"
#include "core/io/png.h"

namespace flow::lang {
namespace {

constexpr int64_t kMostPlaces = 10;   // in a row and in a column
constexpr int64_t kMostPixels = 700;  // of a picture's side, but for one image

// The images that a row or a column has.
int64_t PlacesFor(const core::ImageShape& image) {
  return std::clamp<int64_t>(kMostPixels / std::max<int64_t>(image.side, 32), 1,
                             kMostPlaces);
}

absl::Status WriteGrid(const std::string& path, const core::ImageShape& image,
                       const at::Tensor& x_nd,
                       const std::vector<int64_t>& index, int64_t columns) {
  const at::Tensor numbers_nd = x_nd.contiguous();
  const core::NumberImages images = {image.channels,
                                     image.side,
                                     {numbers_nd.const_data_ptr<float>(),
                                      static_cast<size_t>(numbers_nd.numel())}};
  return WriteFileAtomically(
      path, core::SerializePng(core::ImageGrid(images, index, columns)));
}

// The first points, or of each class the first ones.
std::vector<int64_t> FirstOf(int64_t points, const at::Tensor& label_n,
                             int64_t places) {
  if (!label_n.defined()) {
    std::vector<int64_t> first(std::min(points, places * places));
    std::iota(first.begin(), first.end(), 0);
    return first;
  }
  const int64_t classes = std::min(places, 1 + label_n.max().item<int64_t>());
  std::vector<int64_t> index(classes * places, -1);
  std::vector<int64_t> filled(classes);
  const int64_t* const label = label_n.const_data_ptr<int64_t>();
  for (int64_t i = 0; i < points; ++i) {
    if (label[i] >= classes || filled[label[i]] == places) continue;
    index[label[i] * places + filled[label[i]]++] = i;
  }
  return index;
}

// The lines from their first time to their last one.
absl::Status WriteLines(const std::string& path, const ShownPoints& points,
                        int64_t places) {
  const int64_t times = points.trajectory_tld.size(0);
  const int64_t lines = points.trajectory_tld.size(1);
  const int64_t columns = std::min(places + 1, times);
  std::vector<int64_t> index;
  for (int64_t line = 0; line < std::min(lines, places); ++line) {
    for (int64_t k = 0; k < columns; ++k) {
      const int64_t t = columns == 1 ? 0 : k * (times - 1) / (columns - 1);
      index.push_back(t * lines + line);
    }
  }
  return WriteGrid(path, points.image, points.trajectory_tld, index, columns);
}

}  // namespace

absl::Status WritePictures(const std::string& path, const ShownPoints& points) {
  const struct {
    const char* name;
    const at::Tensor& x_nd;
    const at::Tensor& label_n;
  } sets[] = {{".generated.png", points.generated_nd, points.generated_label_n},
              {".target.png", points.target_nd, points.target_label_n}};
  const int64_t places = PlacesFor(points.image);
  for (const auto& [name, x_nd, label_n] : sets) {
    FLOW_RETURN_IF_ERROR(WriteGrid(absl::StrCat(path, name), points.image, x_nd,
                                   FirstOf(x_nd.size(0), label_n, places),
                                   places));
  }
  return WriteLines(absl::StrCat(path, ".trajectory.png"), points, places);
}

}  // namespace flow::lang
