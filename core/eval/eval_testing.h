#ifndef CORE_EVAL_EVAL_TESTING_H_
#define CORE_EVAL_EVAL_TESTING_H_

/// Clouds with known laws, and what every metric is tested for.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "core/eval/metric.h"
#include "core/eval/point_cloud.h"

namespace flow::core {

/// N(shift e_1, scale^2 I).
struct GaussianLaw {
  int64_t n = 2;
  int64_t dim = 2;
  double shift = 0;
  double scale = 1;
  Seed seed = 0;
};

/// Independent draws, float32 [N, D]; row i depends on the seed and i alone.
at::Tensor GaussianPoints(const GaussianLaw& law);

/// float32 [N, D] from rows of one length.
at::Tensor Rows(const std::vector<std::vector<float>>& rows);
/// float64 [N] and int64 [N].
at::Tensor PerPoint(const std::vector<double>& values);
at::Tensor PerPoint(const std::vector<int64_t>& values);

/// `x_nd` with every row moved by `shift` along e_1.
at::Tensor Shifted(const at::Tensor& x_nd, double shift);

/// The rows in reverse order.
at::Tensor Reversed(const at::Tensor& x_n);

/// The cloud of a valid tensor.
PointCloud ToCloud(const at::Tensor& x_nd);

double Distance(absl::Span<const float> x, absl::Span<const float> y);

/// Generated and target points, and nothing else.
Evaluation Compared(const at::Tensor& generated_nd,
                    const at::Tensor& target_nd);

/// The four clouds drawn from different seeds: source N(0, I), generated
/// N(shift e_1, scale^2 I), both targets N(0, I).
Evaluation GaussianEvaluation(const GaussianLaw& generated);

/// Evaluates on one thread; ends the test binary if that fails.
MetricValue EvaluateOrDie(const Metric& metric, const Evaluation& evaluation);

/// How well the reported standard error describes repeated evaluations.
struct Calibration {
  double mean = 0;            // of the values
  double deviation = 0;       // of the values
  double mean_std_error = 0;  // of the reported errors
  double mean_variance = 0;   // of their squares
  double error_ratio() const { return mean_std_error / deviation; }
  double variance_ratio() const {
    return mean_variance / (deviation * deviation);
  }
};

/// Evaluates `metric` on `repetitions` draws of GaussianEvaluation.
Calibration Calibrate(const Metric& metric, const GaussianLaw& generated,
                      int repetitions);

/// Expects the same bits for 1, 2 and 4 threads.
void ExpectSameBitsForAnyThreads(const Metric& metric,
                                 const Evaluation& evaluation);

/// Expects the same value and error, to a relative precision each, when the
/// rows of the generated and of the target points come in other orders.
void ExpectRowOrderDoesNotMatter(const Metric& metric, Evaluation evaluation,
                                 double of_value, double of_error);

}  // namespace flow::core

#endif  // CORE_EVAL_EVAL_TESTING_H_
