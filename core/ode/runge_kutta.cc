#include "core/ode/runge_kutta.h"

#include <cmath>

#include "ATen/ops/empty.h"
#include "ATen/ops/empty_like.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

using Stages = std::array<at::Tensor, kMaxStages>;

// x + h sum_j weights_j k_j, or without x where it is undefined. The products
// h * weight are rounded to T once for each row; each coordinate is summed in
// the order of the stages, so its bits depend on its own row alone.
template <typename T>
void AddStages(const Tableau::Weights& weights, int stages, const Stages& k_bd,
               const at::Tensor& x_bd, absl::Span<const double> t0_b,
               absl::Span<const double> t1_b, at::Tensor& sum_bd) {
  const int64_t rows = sum_bd.size(0), dims = sum_bd.size(1);
  T* const sum = sum_bd.mutable_data_ptr<T>();
  const T* const x = x_bd.defined() ? x_bd.const_data_ptr<T>() : nullptr;
  for (int64_t i = 0; i < rows * dims; ++i) sum[i] = x == nullptr ? T{0} : x[i];
  for (int j = 0; j < stages; ++j) {
    if (weights[j] == 0) continue;
    const T* const k = k_bd[j].const_data_ptr<T>();
    for (int64_t row = 0; row < rows; ++row) {
      const T scale = static_cast<T>((t1_b[row] - t0_b[row]) * weights[j]);
      for (int64_t i = row * dims; i < (row + 1) * dims; ++i) {
        sum[i] += scale * k[i];
      }
    }
  }
}

at::Tensor SumStages(const Tableau::Weights& weights, int stages,
                     const Stages& k_bd, const at::Tensor& x_bd,
                     absl::Span<const double> t0_b,
                     absl::Span<const double> t1_b) {
  // always a fresh tensor: a field may return its argument as the velocity
  at::Tensor sum_bd = at::empty_like(k_bd[0]);
  if (sum_bd.scalar_type() == at::kFloat) {
    AddStages<float>(weights, stages, k_bd, x_bd, t0_b, t1_b, sum_bd);
  } else {
    AddStages<double>(weights, stages, k_bd, x_bd, t0_b, t1_b, sum_bd);
  }
  return sum_bd;
}

std::vector<double> StageTimes(double c, absl::Span<const double> t0_b,
                               absl::Span<const double> t1_b) {
  std::vector<double> t_b(t0_b.size());
  for (size_t i = 0; i < t_b.size(); ++i) {
    // c = 1 is the end itself: t0 + (t1 - t0) may round past it
    t_b[i] = c == 1 ? t1_b[i] : t0_b[i] + c * (t1_b[i] - t0_b[i]);
  }
  return t_b;
}

template <typename T>
void AddSquaredNorms(const at::Tensor& v_bd, double weight,
                     std::vector<double>& sum_b) {
  const int64_t dims = v_bd.size(1);
  const T* v = v_bd.const_data_ptr<T>();
  for (double& sum : sum_b) {
    double norm = 0;
    for (int64_t d = 0; d < dims; ++d, ++v) norm += double{*v} * double{*v};
    sum += weight * norm;
  }
}

template <typename T>
void CopyTimes(absl::Span<const double> t_b, T* out) {
  for (const double t : t_b) *out++ = static_cast<T>(t);
}

}  // namespace

at::Tensor EvaluateVelocity(const VelocityField& field, const at::Tensor& x_bd,
                            absl::Span<const double> t_b) {
  FLOW_CHECK(static_cast<int64_t>(t_b.size()) == x_bd.size(0))
      << "a time for each row";
  at::Tensor time_b = at::empty({x_bd.size(0)}, x_bd.options());
  if (x_bd.scalar_type() == at::kFloat) {
    CopyTimes(t_b, time_b.mutable_data_ptr<float>());
  } else {
    CopyTimes(t_b, time_b.mutable_data_ptr<double>());
  }
  const at::Tensor v_bd = field.Velocity(x_bd, time_b);
  FLOW_CHECK(v_bd.sizes() == x_bd.sizes() &&
             v_bd.scalar_type() == x_bd.scalar_type() && v_bd.is_cpu())
      << "a velocity has the shape, dtype and device of its points";
  return v_bd.contiguous();
}

RungeKuttaStep TakeStep(const Tableau& tableau, const VelocityField& field,
                        const at::Tensor& x_bd, const at::Tensor& k0_bd,
                        absl::Span<const double> t0_b,
                        absl::Span<const double> t1_b) {
  RungeKuttaStep step;
  step.k_bd[0] = k0_bd;
  for (int i = 1; i < tableau.stages; ++i) {
    const at::Tensor stage_bd =
        SumStages(tableau.a[i], i, step.k_bd, x_bd, t0_b, t1_b);
    step.k_bd[i] =
        EvaluateVelocity(field, stage_bd, StageTimes(tableau.c[i], t0_b, t1_b));
  }
  step.x_bd = SumStages(tableau.b, tableau.stages, step.k_bd, x_bd, t0_b, t1_b);
  return step;
}

at::Tensor StepError(const Tableau& tableau, const RungeKuttaStep& step,
                     absl::Span<const double> t0_b,
                     absl::Span<const double> t1_b) {
  return SumStages(tableau.e, tableau.stages, step.k_bd, at::Tensor(), t0_b,
                   t1_b);
}

at::Tensor StepBend(const Tableau& tableau, const RungeKuttaStep& step,
                    absl::Span<const double> t0_b,
                    absl::Span<const double> t1_b) {
  return SumStages(tableau.d, tableau.stages, step.k_bd, at::Tensor(), t0_b,
                   t1_b);
}

std::vector<double> SquaredNorms(const at::Tensor& v_bd) {
  std::vector<double> norm_b(v_bd.size(0));
  if (v_bd.scalar_type() == at::kFloat) {
    AddSquaredNorms<float>(v_bd, 1, norm_b);
  } else {
    AddSquaredNorms<double>(v_bd, 1, norm_b);
  }
  return norm_b;
}

std::vector<double> StepEnergies(const Tableau& tableau,
                                 const RungeKuttaStep& step,
                                 absl::Span<const double> t0_b,
                                 absl::Span<const double> t1_b) {
  std::vector<double> energy_b(t0_b.size());
  for (int i = 0; i < tableau.stages; ++i) {
    if (tableau.b[i] == 0) continue;
    const at::Tensor& k_bd = step.k_bd[i];
    if (k_bd.scalar_type() == at::kFloat) {
      AddSquaredNorms<float>(k_bd, tableau.b[i], energy_b);
    } else {
      AddSquaredNorms<double>(k_bd, tableau.b[i], energy_b);
    }
  }
  for (size_t i = 0; i < energy_b.size(); ++i) {
    energy_b[i] *= std::abs(t1_b[i] - t0_b[i]);
  }
  return energy_b;
}

}  // namespace flow::core
