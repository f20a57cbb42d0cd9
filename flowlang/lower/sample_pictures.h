#ifndef FLOWLANG_LOWER_SAMPLE_PICTURES_H_
#define FLOWLANG_LOWER_SAMPLE_PICTURES_H_

#include <string>

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "core/nn/network_options.h"

namespace flow::lang {

// Shapes: N points, D = C S^2 numbers of an image, L lines, T times.

/// What the points of a protocol show, float32 on the CPU.
struct ShownPoints {
  core::ImageShape image;
  at::Tensor generated_nd, target_nd;
  // int64 [N]; undefined without classes
  at::Tensor generated_label_n, target_label_n;
  at::Tensor trajectory_tld;
};

/// Writes three pictures of the first images of a protocol, `path` followed by
///
///   .generated.png, .target.png: rows of ten images, where there are labels a
///     row for each of the first ten classes, in their order;
///   .trajectory.png: a row for each of ten lines, from the source on the left
///     to what is generated on the right.
///
/// Of images of more than 70 pixels there are fewer, so that a picture is not
/// much larger than 700 pixels. Errors: those of WriteFileAtomically.
/// Thread-safe for distinct paths.
absl::Status WritePictures(const std::string& path, const ShownPoints& points);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_SAMPLE_PICTURES_H_
