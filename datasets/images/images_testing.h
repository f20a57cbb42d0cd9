#ifndef DATASETS_IMAGES_IMAGES_TESTING_H_
#define DATASETS_IMAGES_IMAGES_TESTING_H_

/// Small data sets in the true formats, written below testing::TempDir().

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/io/image.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// The path of an empty folder of this name.
std::string EmptyFolder(const std::string& name);

/// Writes a file, and the folders before it.
void WriteFile(const std::string& path, absl::string_view content);

/// A record of CIFAR-10 whose channels are of one level each.
std::string Cifar10Record(int label, uint8_t red, uint8_t green, uint8_t blue);

/// Five batches of 2 images each, labels 0 to 9 in order, and 3 for the test,
/// labels 9, 8, 7. Image `row` has the levels row, 100 + row and 200 + row.
ImagesOptions SmallCifar10(const std::string& name);

/// An idx file of bytes.
std::string IdxFile(const std::vector<uint32_t>& shape,
                    absl::string_view value);

/// 4 images of 2 x 3 pixels, pixel k of image `row` of the level 10 row + k,
/// labels 0, 1, 2, 0; for the test 2 images, levels 100 more, labels 1 and 2.
ImagesOptions SmallIdx(const std::string& name);

/// A grey picture of one level.
core::Image PlainGrey(int64_t height, int64_t width, uint8_t level);

/// PNG files of 2 x 2 pixels of one grey: cats/a.png and cats/b.png, levels 10
/// and 20, and dogs/a.png, level 30.
ImagesOptions SmallFolder(const std::string& name);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IMAGES_TESTING_H_
