#ifndef CORE_KERNELS_PRODUCT_H_
#define CORE_KERNELS_PRODUCT_H_

#include <cstdint>

namespace flow::core {

/// What a matrix product reads and writes: float32, row i and column j of C
///
///     C(i, j) = (start(i, j) + sum_k X(i, k) Y(k, j)) factor(i, j),
///
/// start being C itself, the bias of column j, or zero.
struct Product {
  /// Columns of Y that lie side by side.
  static constexpr int64_t kPanel = 64;

  int64_t rows = 0, columns = 0;  // of C
  int64_t inner = 0;              // numbers in the sum over k, >= 1
  const float* x = nullptr;       // X(i, k) = x[i x_row + k x_step]
  int64_t x_row = 0, x_step = 1;
  // Y(k, j) = y[(j / kPanel) y_panel + k y_step + j % kPanel]: row-major, or
  // the panels of a PackedMatrix
  const float* y = nullptr;
  int64_t y_step = 0;
  int64_t y_panel = kPanel;
  float* c = nullptr;  // C(i, j) = c[i c_row + j]
  int64_t c_row = 0;
  bool add = false;               // start from C
  const float* bias = nullptr;    // start from bias[j], unless `add`
  const float* factor = nullptr;  // laid out as C, which it does not overlap
};

/// Computes the product on the calling thread with the widest instructions of
/// this processor. An element's bits depend on its row of X and its column of Y
/// alone, and on the instruction set.
void Multiply(const Product& product);

}  // namespace flow::core

#endif  // CORE_KERNELS_PRODUCT_H_
