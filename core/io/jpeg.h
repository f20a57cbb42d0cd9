#ifndef CORE_IO_JPEG_H_
#define CORE_IO_JPEG_H_

/// JPEG files, by libjpeg. Errors name the path. InvalidArgument: no JPEG file,
/// more pixels than kMaxImagePixels, or other colours than grey and RGB, such
/// as the four inks of print; DataLoss: a JPEG file that is damaged.
/// Thread-safe.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/io/image.h"

namespace flow::core {

/// Whether bytes begin as those of a JPEG file.
bool IsJpeg(absl::string_view bytes);

/// The picture, of one channel where the file is grey and else in red, green
/// and blue, by libjpeg's accurate transform. Upright, where a camera noted how
/// it was held (orientation.h).
///
/// A file that breaks off or holds what no encoder writes is damaged, even
/// where libjpeg would fill the rest with grey; bytes between its segments that
/// mean nothing are passed over.
absl::StatusOr<Image> ParseJpeg(absl::string_view bytes,
                                const std::string& path);

}  // namespace flow::core

#endif  // CORE_IO_JPEG_H_
