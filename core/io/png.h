#ifndef CORE_IO_PNG_H_
#define CORE_IO_PNG_H_

/// PNG files, by libpng. Errors name the path. InvalidArgument: no PNG file, or
/// more pixels than kMaxImagePixels; DataLoss: a PNG file that is damaged.
/// Thread-safe.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/io/image.h"

namespace flow::core {

/// Whether bytes begin as those of a PNG file.
bool IsPng(absl::string_view bytes);

/// The picture in red, green and blue, whatever the file has: palettes are
/// looked up, 16 bits become 8, and what is transparent shows white paper.
absl::StatusOr<Image> ParsePng(absl::string_view bytes,
                               const std::string& path);

absl::StatusOr<Image> ReadPng(const std::string& path);

/// The file of a grey picture or of one in red, green and blue.
std::string SerializePng(const Image& image);

}  // namespace flow::core

#endif  // CORE_IO_PNG_H_
