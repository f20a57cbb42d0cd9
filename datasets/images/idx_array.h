#ifndef DATASETS_IMAGES_IDX_ARRAY_H_
#define DATASETS_IMAGES_IDX_ARRAY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "datasets/images/image_files.h"

namespace flow::datasets {

/// An array of bytes out of an idx file, the last index fastest.
struct IdxArray {
  std::vector<int64_t> shape;  // each at least 1
  PlacedBytes value;
};

/// The format of MNIST [LeCun98]: two bytes 0, the type of the numbers, the
/// number of dimensions, each dimension as four bytes with the highest first,
/// the numbers. As it is, and then the numbers stay in the file, or compressed
/// by gzip, which the first bytes tell.
///
/// Errors name the file: those of MappedFile; InvalidArgument: no idx file,
/// numbers of another type than bytes (0x08), other than `dimensions`
/// dimensions, one of them 0; DataLoss: a compressed file that is damaged, a
/// header that is cut off, more or fewer numbers than it promises. Thread-safe.
absl::StatusOr<IdxArray> ReadIdxArray(const std::string& path, int dimensions);

}  // namespace flow::datasets

#endif  // DATASETS_IMAGES_IDX_ARRAY_H_
