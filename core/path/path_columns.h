#ifndef CORE_PATH_PATH_COLUMNS_H_
#define CORE_PATH_PATH_COLUMNS_H_

/// The coefficients of a path at a batch of times, as columns that broadcast
/// over points.

#include <functional>
#include <vector>

#include "ATen/core/Tensor.h"
#include "core/path/path_options.h"

namespace flow::core {

// Shapes: B batch; b1 is a column [B, 1].

/// The numbers that `values_at` gives for each time, [B, count], with the dtype
/// and on the device of `t_b` [B]; computed in float64 on the CPU. The rows of
/// a column lie side by side. Equal times in a row are computed once.
at::Tensor NumbersAt(
    const at::Tensor& t_b, int count,
    const std::function<void(double t, double* values)>& values_at);

/// The same column by column.
std::vector<at::Tensor> ColumnsAt(
    const at::Tensor& t_b, int count,
    const std::function<void(double t, double* values)>& values_at);

/// PathCoefficients of each time.
struct PathColumns {
  at::Tensor source_b1, target_b1, noise_b1;
  at::Tensor source_rate_b1, target_rate_b1, noise_rate_b1;
};
PathColumns PathColumnsAt(const PathOptions& options, const at::Tensor& t_b);

/// The same as numbers, for NumbersAt: so many of a time, and the columns of a
/// tensor that begins with them.
inline constexpr int kPathNumbers = 6;
void PathNumbersAt(const PathOptions& options, double t, double* values);
PathColumns PathColumnsOf(const at::Tensor& numbers_bk);

/// SignalAndNoise of each time.
struct SignalAndNoiseColumns {
  at::Tensor signal_b1, noise_b1, signal_rate_b1, noise_rate_b1;
  at::Tensor determinant_b1;
};
SignalAndNoiseColumns SignalAndNoiseColumnsAt(const PathOptions& options,
                                              const at::Tensor& t_b);

/// The same of one time for all rows, [1, 1], where `like` is and in its dtype;
/// asks no tensor for a number.
SignalAndNoiseColumns SignalAndNoiseColumnsAt(const PathOptions& options,
                                              double t, const at::Tensor& like);

}  // namespace flow::core

#endif  // CORE_PATH_PATH_COLUMNS_H_
