#include "core/path/path_columns.h"

#include <algorithm>

#include "ATen/ops/empty.h"
#include "ATen/ops/full.h"
#include "core/path/path_coefficients.h"
#include "core/path/signal_and_noise.h"

namespace flow::core {

at::Tensor NumbersAt(
    const at::Tensor& t_b, int count,
    const std::function<void(double t, double* values)>& values_at) {
  const int64_t rows = t_b.size(0);
  const at::Tensor time_b = t_b.detach().to(at::kCPU, at::kDouble).contiguous();
  const at::Tensor values_bk = at::empty({rows, count}, at::kDouble);
  const double* time = time_b.data_ptr<double>();
  double* values = values_bk.data_ptr<double>();
  for (int64_t i = 0; i < rows; ++i, values += count) {
    // a solver asks for one time in all rows
    if (i > 0 && time[i] == time[i - 1]) {
      std::copy(values - count, values, values);
    } else {
      values_at(time[i], values);
    }
  }
  // one transfer, and columns whose rows lie side by side
  return values_bk.t().contiguous().to(t_b.device(), t_b.scalar_type()).t();
}

std::vector<at::Tensor> ColumnsAt(
    const at::Tensor& t_b, int count,
    const std::function<void(double t, double* values)>& values_at) {
  const at::Tensor values_bk = NumbersAt(t_b, count, values_at);
  std::vector<at::Tensor> columns;
  for (int k = 0; k < count; ++k) columns.push_back(values_bk.narrow(1, k, 1));
  return columns;
}

void PathNumbersAt(const PathOptions& options, double t, double* values) {
  const PathCoefficients c = CoefficientsAt(options, t);
  const double all[kPathNumbers] = {c.source,      c.target,      c.noise,
                                    c.source_rate, c.target_rate, c.noise_rate};
  std::copy(std::begin(all), std::end(all), values);
}

PathColumns PathColumnsOf(const at::Tensor& numbers_bk) {
  const auto column = [&](int64_t k) { return numbers_bk.narrow(1, k, 1); };
  return {column(0), column(1), column(2), column(3), column(4), column(5)};
}

PathColumns PathColumnsAt(const PathOptions& options, const at::Tensor& t_b) {
  return PathColumnsOf(NumbersAt(
      t_b, kPathNumbers,
      [&](double t, double* values) { PathNumbersAt(options, t, values); }));
}

SignalAndNoiseColumns SignalAndNoiseColumnsAt(const PathOptions& options,
                                              const at::Tensor& t_b) {
  const std::vector<at::Tensor> columns =
      ColumnsAt(t_b, 5, [&](double t, double* values) {
        const SignalAndNoise s = SignalAndNoiseAt(options, t);
        const double all[] = {s.signal, s.noise, s.signal_rate, s.noise_rate,
                              s.determinant()};
        std::copy(std::begin(all), std::end(all), values);
      });
  return {columns[0], columns[1], columns[2], columns[3], columns[4]};
}

SignalAndNoiseColumns SignalAndNoiseColumnsAt(const PathOptions& options,
                                              double t,
                                              const at::Tensor& like) {
  const SignalAndNoise s = SignalAndNoiseAt(options, t);
  const auto column = [&](double value) {
    return at::full({1, 1}, value, like.options());
  };
  return {column(s.signal), column(s.noise), column(s.signal_rate),
          column(s.noise_rate), column(s.determinant())};
}

}  // namespace flow::core
