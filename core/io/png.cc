#include "core/io/png.h"

#include <png.h>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::core {
namespace {

constexpr absl::string_view kSignature = "\x89PNG\r\n\x1a\n";

absl::Status Damaged(const std::string& path, const png_image& png) {
  return absl::DataLossError(
      absl::StrCat(path, ": the PNG file is damaged: ", png.message));
}

png_image NewPng() {
  png_image png = {};
  png.version = PNG_IMAGE_VERSION;
  return png;
}

}  // namespace

bool IsPng(absl::string_view bytes) {
  return absl::StartsWith(bytes, kSignature);
}

absl::StatusOr<Image> ParsePng(absl::string_view bytes,
                               const std::string& path) {
  if (!IsPng(bytes)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": not a PNG file"));
  }
  png_image png = NewPng();
  const auto freer = absl::MakeCleanup([&png] { png_image_free(&png); });
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size())) {
    return Damaged(path, png);
  }
  const int64_t pixels = int64_t{png.width} * png.height;
  if (pixels > kMaxImagePixels) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", png.width, " x ", png.height,
                     " pixels are more than ", kMaxImagePixels));
  }
  png.format = PNG_FORMAT_RGB;
  Image image = {png.height, png.width, 3, std::vector<uint8_t>(3 * pixels)};
  const png_color paper = {255, 255, 255};
  if (!png_image_finish_read(&png, &paper, image.value.data(),
                             /*row_stride=*/0, /*colormap=*/nullptr)) {
    return Damaged(path, png);
  }
  return image;
}

absl::StatusOr<Image> ReadPng(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  return ParsePng(bytes, path);
}

std::string SerializePng(const Image& image) {
  FLOW_CHECK(image.channels == 1 || image.channels == 3)
      << "an image of " << image.channels << " channels";
  png_image png = NewPng();
  png.width = image.width;
  png.height = image.height;
  png.format = image.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::string bytes(size, '\0');
  FLOW_CHECK(png_image_write_to_memory(&png, bytes.data(), &size,
                                       /*convert_to_8bit=*/0,
                                       image.value.data(), /*row_stride=*/0,
                                       /*colormap=*/nullptr))
      << png.message;
  bytes.resize(size);
  return bytes;
}

}  // namespace flow::core
