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

constexpr int64_t kRows = 10, kColumns = 10;

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
std::vector<int64_t> FirstOf(int64_t points, const at::Tensor& label_n) {
  if (!label_n.defined()) {
    std::vector<int64_t> first(std::min(points, kRows * kColumns));
    std::iota(first.begin(), first.end(), 0);
    return first;
  }
  std::vector<int64_t> places(kRows * kColumns, -1);
  std::vector<int64_t> filled(kRows);
  const int64_t* const label = label_n.const_data_ptr<int64_t>();
  for (int64_t i = 0; i < points; ++i) {
    if (label[i] >= kRows || filled[label[i]] == kColumns) continue;
    places[label[i] * kColumns + filled[label[i]]++] = i;
  }
  return places;
}

}  // namespace

absl::Status WritePictures(const std::string& path, const ShownPoints& points) {
  const struct {
    const char* name;
    const at::Tensor& x_nd;
    const at::Tensor& label_n;
  } sets[] = {{".generated.png", points.generated_nd, points.generated_label_n},
              {".target.png", points.target_nd, points.target_label_n}};
  for (const auto& [name, x_nd, label_n] : sets) {
    FLOW_RETURN_IF_ERROR(WriteGrid(absl::StrCat(path, name), points.image, x_nd,
                                   FirstOf(x_nd.size(0), label_n), kColumns));
  }
  // every second of the times
  const int64_t times = points.trajectory_tld.size(0);
  const int64_t lines = points.trajectory_tld.size(1);
  std::vector<int64_t> places;
  for (int64_t line = 0; line < std::min(lines, kRows); ++line) {
    for (int64_t t = 0; t < times; t += 2) places.push_back(t * lines + line);
  }
  return WriteGrid(absl::StrCat(path, ".trajectory.png"), points.image,
                   points.trajectory_tld, places, (times + 1) / 2);
}

}  // namespace flow::lang
