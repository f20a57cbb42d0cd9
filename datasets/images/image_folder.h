#ifndef DATASETS_IMAGES_IMAGE_FOLDER_H_
#define DATASETS_IMAGES_IMAGE_FOLDER_H_

/// A folder of PNG and JPEG files, named .png, .jpg or .jpeg in letters of any
/// size; a file's first bytes say which of them it is. In the order of their
/// names, byte by byte:
///
///   - Files in the folder itself have no labels.
///   - Files in folders of it, and then all of them, have the folder as their
///     class: 0 is the first one.
///   - A folder with the folders `train` and `test` has images for training
///     and for the test, each laid out in one of these ways, and nothing else
///     in it is looked at. The classes are those of `train`.
///
/// Another folder has no images for the test alone: both splits are all it has.
/// Other files are passed over, and what begins with a dot. Thread-safe.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

/// The images of a folder that has not been read.
struct ImageFolder {
  std::vector<std::string> classes;  // by name; empty without
  std::vector<std::string> names;    // relative to the folder
  std::vector<int64_t> label;        // of each name; empty without classes
};

/// Errors name the folder that is wrong: those of ListDirectory;
/// InvalidArgument: no images in it, images beside class folders, a folder in a
/// class, a class for the test that training does not have.
absl::StatusOr<ImageFolder> ListImageFolder(const std::string& folder,
                                            ImagesOptions::Split split);

/// Lists the folder; images are read one by one, and their errors name the
/// file: those of ReadFile, ParsePng and ParseJpeg; InvalidArgument: neither of
/// them.
absl::StatusOr<std::unique_ptr<ImageFiles>> OpenImageFolder(
    const std::string& folder, ImagesOptions::Split split);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IMAGE_FOLDER_H_
