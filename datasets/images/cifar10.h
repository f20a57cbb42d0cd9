#ifndef DATASETS_IMAGES_CIFAR10_H_
#define DATASETS_IMAGES_CIFAR10_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

inline constexpr int64_t kCifar10Side = 32;
inline constexpr int64_t kCifar10Classes = 10;
// as published
inline constexpr int64_t kCifar10TrainRows = 50000, kCifar10TestRows = 10000;

/// A label, then red, green and blue, each 32 rows of 32 pixels.
inline constexpr int64_t kCifar10RecordBytes =
    1 + 3 * kCifar10Side * kCifar10Side;

/// data_batch_1.bin to data_batch_5.bin, or test_batch.bin.
std::vector<std::string> Cifar10Names(ImagesOptions::Split split);

/// The binary version of CIFAR-10 [Krizhevsky09], mapped: 50000 images for
/// training, 10000 for the test, or as many as the files have. Errors name the
/// file: those of MappedFile; DataLoss: no whole number of records, or none;
/// InvalidArgument: a label above 9.
absl::StatusOr<std::unique_ptr<ImageFiles>> OpenCifar10(
    const std::string& folder, ImagesOptions::Split split);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_CIFAR10_H_
