#include "core/tensor/row_store.h"

#include <algorithm>
#include <cstring>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {

RowStore::RowStore(std::vector<at::Tensor> chunks)
    : chunks_(std::move(chunks)) {
  FLOW_CHECK(!chunks_.empty() && chunks_[0].dim() == 2) << "rows of numbers";
  const at::ScalarType type = chunks_[0].scalar_type();
  FLOW_CHECK(type == at::kFloat || type == at::kHalf)
      << "rows are float32 or float16";
  for (at::Tensor& chunk : chunks_) {
    const bool is_last = &chunk == &chunks_.back();
    FLOW_CHECK(chunk.dim() == 2 && chunk.size(1) == width() &&
               chunk.scalar_type() == type && chunk.size(0) >= 1 &&
               (is_last ? chunk.size(0) <= chunks_[0].size(0)
                        : chunk.size(0) == chunks_[0].size(0)))
        << "chunks of one dtype and shape";
    chunk = chunk.contiguous();
    rows_ += chunk.size(0);
  }
}

at::Tensor RowStore::Gather(const at::Tensor& index_n) const {
  const at::Tensor indices = index_n.contiguous();
  const int64_t* index = indices.const_data_ptr<int64_t>();
  at::Tensor rows_nd =
      at::empty({indices.size(0), width()}, chunks_[0].options());
  const int64_t rows_of_chunk = chunks_[0].size(0);
  const size_t bytes = chunks_[0].element_size() * width();
  auto* to = static_cast<char*>(rows_nd.mutable_data_ptr());
  for (int64_t i = 0; i < indices.size(0); ++i, to += bytes) {
    FLOW_CHECK(index[i] >= 0 && index[i] < rows_)
        << "row " << index[i] << " of " << rows_;
    const int64_t row = first_ + index[i];
    const at::Tensor& chunk = chunks_[row / rows_of_chunk];
    std::memcpy(to,
                static_cast<const char*>(chunk.const_data_ptr()) +
                    row % rows_of_chunk * bytes,
                bytes);
  }
  return rows_nd.to(at::kFloat);
}

at::Tensor RowStore::Slice(int64_t first, int64_t count) const {
  FLOW_CHECK(first >= 0 && count >= 1 && first + count <= rows_)
      << count << " rows from " << first << " of " << rows_;
  const int64_t rows_of_chunk = chunks_[0].size(0);
  std::vector<at::Tensor> parts;
  first += first_;
  while (count > 0) {
    const at::Tensor& chunk = chunks_[first / rows_of_chunk];
    const int64_t from = first % rows_of_chunk;
    const int64_t taken = std::min(count, chunk.size(0) - from);
    parts.push_back(chunk.narrow(0, from, taken).to(at::kFloat));
    first += taken;
    count -= taken;
  }
  return parts.size() == 1 ? parts[0] : at::concat(parts);
}

RowStore RowStore::Window(int64_t first, int64_t count) const {
  FLOW_CHECK(first >= 0 && count >= 1 && first + count <= rows_)
      << count << " rows from " << first << " of " << rows_;
  RowStore window = *this;
  window.first_ += first;
  window.rows_ = count;
  return window;
}

}  // namespace flow::core
