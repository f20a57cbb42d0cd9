#include "core/ode/step_control.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"

namespace flow::core {
namespace {

template <typename T>
double ScaledNorm(const T* v, const T* x, const T* y, int64_t dims,
                  const Tolerances& tolerances) {
  double sum = 0;
  for (int64_t d = 0; d < dims; ++d) {
    const double size =
        std::max(std::abs(double{x[d]}), std::abs(double{y[d]}));
    const double ratio =
        double{v[d]} / (tolerances.atol + tolerances.rtol * size);
    sum += ratio * ratio;
  }
  return std::sqrt(sum / static_cast<double>(dims));
}

template <typename T>
std::vector<double> ScaledNormsOf(const at::Tensor& v_bd,
                                  const at::Tensor& x_bd,
                                  const at::Tensor& y_bd,
                                  const Tolerances& tolerances) {
  const int64_t dims = v_bd.size(1);
  const T* const v = v_bd.const_data_ptr<T>();
  const T* const x = x_bd.const_data_ptr<T>();
  const T* const y = y_bd.const_data_ptr<T>();
  std::vector<double> norm_b(v_bd.size(0));
  for (size_t row = 0; row < norm_b.size(); ++row) {
    const int64_t at = static_cast<int64_t>(row) * dims;
    norm_b[row] = ScaledNorm(v + at, x + at, y + at, dims, tolerances);
  }
  return norm_b;
}

}  // namespace

std::vector<double> ScaledNorms(const at::Tensor& v_bd, const at::Tensor& x_bd,
                                const at::Tensor& y_bd,
                                const Tolerances& tolerances) {
  FLOW_CHECK(v_bd.is_contiguous() && x_bd.is_contiguous() &&
             y_bd.is_contiguous())
      << "norms run over rows in memory";
  return v_bd.scalar_type() == at::kFloat
             ? ScaledNormsOf<float>(v_bd, x_bd, y_bd, tolerances)
             : ScaledNormsOf<double>(v_bd, x_bd, y_bd, tolerances);
}

double ProbeStep(double d0, double d1, double interval) {
  const double probe = d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1;
  return std::min(probe, interval);
}

double InitialStep(double probe, double d1, double d2, double interval,
                   int order) {
  const double steepest = std::max(d1, d2);
  double step = 1e-3 * probe;  // where the probe left the field's domain
  if (std::isfinite(d2)) {
    step = steepest <= 1e-15 ? std::max(1e-6, 1e-3 * probe)
                             : std::pow(0.01 / steepest, 1. / order);
  }
  return std::min({100 * probe, step, interval});
}

double StepFactor(double error, int order) {
  if (!std::isfinite(error)) return 0.2;
  return std::clamp(0.9 * std::pow(error, -1. / order), 0.2, 10.);
}

}  // namespace flow::core
