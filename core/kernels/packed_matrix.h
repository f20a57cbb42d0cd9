#ifndef CORE_KERNELS_PACKED_MATRIX_H_
#define CORE_KERNELS_PACKED_MATRIX_H_

#include <cstdint>

#include "core/kernels/aligned_floats.h"
#include "core/kernels/product.h"

namespace flow::core {

/// A matrix that stands on the right of products, laid out as these read it:
/// panels of Product::kPanel columns, each row by row without a gap. A block of
/// it fills few pages of memory and all places of a cache alike, which a block
/// of a wide row-major matrix does not.
class PackedMatrix {
 public:
  PackedMatrix(int64_t rows, int64_t columns);

  /// Takes the numbers of a row-major matrix [rows, columns].
  void Assign(const float* from);

  /// Takes the numbers of the transpose of a row-major matrix [columns, rows].
  void AssignTransposed(const float* from);

  /// The product's Y: the rows from `first` on.
  void SetAsY(Product* product, int64_t first = 0) const;

 private:
  int64_t rows_, columns_;
  AlignedFloats panels_;
};

}  // namespace flow::core

#endif  // CORE_KERNELS_PACKED_MATRIX_H_
