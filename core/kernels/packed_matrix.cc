#include "core/kernels/packed_matrix.h"

#include <algorithm>

#include "core/kernels/mlp_kernels.h"

namespace flow::core {
namespace {

constexpr int64_t kPanel = Product::kPanel;

}  // namespace

PackedMatrix::PackedMatrix(int64_t rows, int64_t columns)
    : rows_(rows),
      columns_(columns),
      panels_((columns + kPanel - 1) / kPanel * kPanel * rows) {}

void PackedMatrix::Assign(const float* from) {
  for (int64_t j = 0; j < columns_; j += kPanel) {
    const int64_t width = std::min(kPanel, columns_ - j);
    float* to = panels_.data() + j * rows_;
    for (int64_t k = 0; k < rows_; ++k) {
      std::copy_n(from + k * columns_ + j, width, to + k * kPanel);
    }
  }
}

void PackedMatrix::AssignTransposed(const float* from) {
  for (int64_t j = 0; j < columns_; j += kPanel) {
    TransposeMatrix(from + j * rows_, std::min(kPanel, columns_ - j), rows_,
                    panels_.data() + j * rows_, kPanel);
  }
}

void PackedMatrix::SetAsY(Product* product, int64_t first) const {
  product->y = panels_.data() + first * kPanel;
  product->y_step = kPanel;
  product->y_panel = rows_ * kPanel;
}

}  // namespace flow::core
