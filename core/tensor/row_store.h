#ifndef CORE_TENSOR_ROW_STORE_H_
#define CORE_TENSOR_ROW_STORE_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "ATen/core/Tensor.h"

namespace flow::core {

// Shapes: M rows of D numbers, N of them asked for.

/// Many rows, such as the points of a pool, in one tensor or in several one
/// behind the other, whose memory may be a mapped file's; as float32 or, in
/// half the space, as float16. They are given out as float32. Immutable and
/// thread-safe; shares the memory of what it is made of.
class RowStore {
 public:
  /// float32 or float16 [M_k, D] each, of one dtype and width; all but the last
  /// have equally many rows, at least one. FLOW_CHECKs that.
  explicit RowStore(std::vector<at::Tensor> chunks);
  explicit RowStore(at::Tensor rows) : RowStore(std::vector{std::move(rows)}) {}

  int64_t rows() const { return rows_; }
  int64_t width() const { return chunks_[0].size(1); }

  /// The rows `index_n`, int64 [N], each in [0, M), which is FLOW_CHECKed:
  /// float32 [N, D], a copy.
  at::Tensor Gather(const at::Tensor& index_n) const;

  /// The rows from `first` on, so many of them: float32 [count, D], which may
  /// share the store's memory.
  at::Tensor Slice(int64_t first, int64_t count) const;

  /// The same rows as a store of their own, which shares the memory.
  RowStore Window(int64_t first, int64_t count) const;

 private:
  std::vector<at::Tensor> chunks_;
  int64_t first_ = 0;  // of the rows in the chunks
  int64_t rows_ = 0;
};

}  // namespace flow::core

#endif  // CORE_TENSOR_ROW_STORE_H_
