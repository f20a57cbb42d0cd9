#ifndef DATASETS_IMAGES_LOAD_IMAGES_H_
#define DATASETS_IMAGES_LOAD_IMAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "datasets/distribution_options.h"
#include "datasets/images/image_table.h"

namespace flow::datasets {

/// Images that are more bytes than this are refused instead of looked for in
/// memory.
inline constexpr int64_t kMaxImageBytes = int64_t{1} << 36;

/// What is known of images before they are brought to their size.
struct ImageFacts {
  int64_t rows = 0;
  int64_t num_classes = 0;  // 0 without labels
};

/// What the folder must hold: "the folder must hold …".
absl::string_view LayoutOf(ImagesOptions::Format format);

/// The names in the folder of all that either split is read from, in an order
/// that the names alone decide. Errors name the folder: those of IdxNames and
/// ListImageFolder.
absl::StatusOr<std::vector<std::string>> ListImageFiles(
    const ImagesOptions& options);

/// Of the split. The files of CIFAR-10 and idx files are mapped, and compressed
/// ones read as a whole; of a folder the names are read alone: a picture that
/// is damaged is found by LoadImages. Errors name the file or the folder: those
/// of OpenCifar10, OpenIdx, OpenNpyImages and OpenImageFolder;
/// ResourceExhausted: more than kMaxImageBytes that do not stay in their file.
absl::StatusOr<ImageFacts> InspectImages(const ImagesOptions& options);

/// The images of the split, each as FitImage makes it; where the file has them
/// so, they stay in it (ImageFiles::InPlace). Errors: also those of
/// ImageFiles::Read. Thread-safe.
absl::StatusOr<ImageTable> LoadImages(const ImagesOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_LOAD_IMAGES_H_
