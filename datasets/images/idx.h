#ifndef DATASETS_IMAGES_IDX_H_
#define DATASETS_IMAGES_IDX_H_

/// MNIST [LeCun98] and its kin: four idx files (idx_array.h) in a folder,
///
///     train-images-idx3-ubyte    [N, height, width], grey
///     train-labels-idx1-ubyte    [N]
///     t10k-images-idx3-ubyte     the same for the test, or test-…
///     t10k-labels-idx1-ubyte
///
/// each with or without .gz, and with or without a name and a dash in front, as
/// EMNIST [Cohen17] has them: emnist-letters-train-images-idx3-ubyte. A dot
/// may stand before idx. Images are taken as they lie; those of EMNIST lie with
/// rows and columns exchanged.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

/// The names in the folder of images and labels for training, then of those for
/// the test. A file that lies there twice counts once, without .gz. Errors name
/// the folder: those of ListDirectory; NotFound: one of the four is missing;
/// InvalidArgument: files of several sets.
absl::StatusOr<std::vector<std::string>> IdxNames(const std::string& folder);

/// The images of a split, which stay in their file where it is not compressed.
/// There is a class for each number from 0 to the largest label of both splits.
/// Errors: those of IdxNames and ReadIdxArray; InvalidArgument, naming both
/// files: images and labels differ in number.
absl::StatusOr<std::unique_ptr<ImageFiles>> OpenIdx(const std::string& folder,
                                                    ImagesOptions::Split split);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IDX_H_
