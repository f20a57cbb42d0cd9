#ifndef DATASETS_IMAGES_IMAGE_FILES_H_
#define DATASETS_IMAGES_IMAGE_FILES_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "core/io/image.h"

namespace flow::datasets {

/// Bytes that lie in a file or in memory that somebody keeps.
struct PlacedBytes {
  absl::Span<const uint8_t> bytes;
  std::shared_ptr<const void> keeper;
};

/// The images of a data set, or of its part for training or the test, as the
/// files hold them and in their order. Immutable and thread-safe.
class ImageFiles {
 public:
  virtual ~ImageFiles() = default;

  /// At least 1.
  virtual int64_t rows() const = 0;

  /// How many classes label the images, by the files for training and those for
  /// the test together; 0 without labels.
  virtual int64_t num_classes() const = 0;

  /// The class of an image, in [0, num_classes()); 0 without labels.
  virtual int64_t Label(int64_t row) const = 0;

  /// Errors name the file.
  virtual absl::StatusOr<core::Image> Read(int64_t row) const = 0;

  /// All of them as bytes [rows, channels, size, size], where they lie so
  /// already: nothing is read.
  virtual std::optional<PlacedBytes> InPlace(int64_t channels,
                                             int64_t size) const {
    return std::nullopt;
  }
};

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IMAGE_FILES_H_
