#ifndef DATASETS_IMAGES_NPY_IMAGES_H_
#define DATASETS_IMAGES_NPY_IMAGES_H_

/// Images that NumPy wrote, of each split in files of their own:
///
///     train_images.npy    uint8 [N, C, H, W], [N, H, W, C] or [N, H, W],
///                         C of 1 or 3
///     train_labels.npy    integers [N], if there are labels
///     train.npz           in place of these: the arrays `images` and `labels`
///
/// and test_images.npy and so on for the test. Without these both splits are
/// the images for training. Where 3 channels could be the first or the last of
/// an image's numbers, they are the first.
///
/// .npy files are mapped, not read: they may be larger than memory.
/// Thread-safe.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

/// The names in the folder of all that either split is read from. NotFound:
/// neither train_images.npy nor train.npz.
absl::StatusOr<std::vector<std::string>> NpyNames(const std::string& folder);

/// The images of a split. There is a class for each number from 0 to the
/// largest label of both splits. Errors name the file: those of NpyNames,
/// MappedFile, ViewNpy and ReadNpz; InvalidArgument: images of another dtype or
/// shape, labels that are no integers of [0, 10^6) or not one an image; a .npz
/// file without `images`.
absl::StatusOr<std::unique_ptr<ImageFiles>> OpenNpyImages(
    const std::string& folder, ImagesOptions::Split split);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_NPY_IMAGES_H_
