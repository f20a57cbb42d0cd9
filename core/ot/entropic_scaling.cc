#include "core/ot/entropic_scaling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/ot/kernel_rows.h"

namespace flow::core {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const float kAbsorbAbove = std::exp(16.0f);
const double kMostGrowth = std::exp(30.0);

int64_t RoundUp(int64_t n, int64_t unit) {
  return (n + unit - 1) / unit * unit;
}

bool IsLarge(float scale) {
  return scale > kAbsorbAbove || scale < 1 / kAbsorbAbove;
}

// -tau log of the mean of exp(-potential / tau).
double SoftMinimum(const std::vector<double>& potential, double tau) {
  const double least = *std::min_element(potential.begin(), potential.end());
  double sum = 0;
  for (const double p : potential) sum += std::exp((least - p) / tau);
  return least - tau * std::log(sum / potential.size());
}

}  // namespace

EntropicScaling::EntropicScaling(absl::Span<const float> cost_rc, int64_t rows,
                                 int64_t columns, double marginal_penalty)
    : cost_rc_(cost_rc),
      rows_(rows),
      columns_(columns),
      stride_(RoundUp(columns, kKernelLanes)),
      penalty_(marginal_penalty),
      f_(rows),
      g_(columns),
      column_sum_(stride_),
      // rows and columns beyond the problem's stay zero
      kernel_(RoundUp(rows, kKernelRows) * stride_),
      u_(RoundUp(rows, kKernelRows)),
      v_(stride_),
      next_v_(stride_) {}

void EntropicScaling::Start(double regularization) {
  regularization_ = regularization;
  exponent_ =
      penalty_ == kInfinity ? 1 : penalty_ / (penalty_ + regularization);
  std::vector<double> least(columns_, kInfinity);
  for (int64_t i = 0; i < rows_; ++i) {
    const float* cost = &cost_rc_[i * columns_];
    f_[i] = MinimumOfDifference(cost, g_.data(), columns_);
    LowerTo(cost, f_[i], columns_, least.data());
  }
  g_ = std::move(least);
  BuildKernel();
}

void EntropicScaling::BuildKernel() {
  for (int64_t i = 0; i < rows_; ++i) {
    ExpRow(&cost_rc_[i * columns_], f_[i], g_.data(), 1 / regularization_,
           columns_, &kernel_[i * stride_]);
  }
  std::fill_n(u_.begin(), rows_, 1.0f);
  std::fill_n(v_.begin(), columns_, 1.0f);
}

float EntropicScaling::Scale(double sum, double potential) {
  const double wanted =
      exponent_ == 1 ? 1 / sum
                     : std::exp(-exponent_ * std::log(sum) -
                                (1 - exponent_) * potential / regularization_);
  const double scale = std::min(std::max(wanted, 1 / kMostGrowth), kMostGrowth);
  cut_ |= scale != wanted;
  return static_cast<float>(scale);
}

double EntropicScaling::Iterate() {
  cut_ = false;
  std::fill(column_sum_.begin(), column_sum_.end(), 0.0);
  for (int64_t i = 0; i < rows_; i += kKernelRows) {
    KernelRows rows;
    for (int64_t r = 0; r < kKernelRows; ++r) {
      rows[r] = &kernel_[(i + r) * stride_];
    }
    const auto sums = DotRows(rows, v_.data(), stride_);
    std::array<float, kKernelRows> scale = {};
    for (int64_t r = 0; r < kKernelRows && i + r < rows_; ++r) {
      scale[r] = u_[i + r] = Scale(sums[r] / columns_, f_[i + r]);
    }
    AddRows(rows, scale, stride_, column_sum_.data());
  }
  double moved = 0;
  for (int64_t j = 0; j < columns_; ++j) {
    const double sum = column_sum_[j] / rows_;
    next_v_[j] = Scale(sum, g_[j]);
    moved += sum * std::abs(static_cast<double>(next_v_[j]) - v_[j]);
  }
  return cut_ ? kInfinity : moved / (2 * columns_);
}

void EntropicScaling::Advance() {
  v_.swap(next_v_);
  if (ScalesAreLarge()) Absorb();
  if (penalty_ != kInfinity) Translate();
}

bool EntropicScaling::ScalesAreLarge() const {
  return std::any_of(u_.begin(), u_.begin() + rows_, IsLarge) ||
         std::any_of(v_.begin(), v_.begin() + columns_, IsLarge);
}

void EntropicScaling::Absorb() {
  for (int64_t i = 0; i < rows_; ++i)
    f_[i] += regularization_ * std::log(u_[i]);
  for (int64_t j = 0; j < columns_; ++j) {
    g_[j] += regularization_ * std::log(v_[j]);
  }
  BuildKernel();
}

void EntropicScaling::Translate() {
  std::vector<double> f = f_, g = g_;
  for (int64_t i = 0; i < rows_; ++i) f[i] += regularization_ * std::log(u_[i]);
  for (int64_t j = 0; j < columns_; ++j) {
    g[j] += regularization_ * std::log(v_[j]);
  }
  // d/ds of the two marginals' terms vanishes where both soft minima agree; the
  // kernel sees only f + g
  const double shift =
      (SoftMinimum(g, penalty_) - SoftMinimum(f, penalty_)) / 2;
  for (double& value : f_) value += shift;
  for (double& value : g_) value -= shift;
}

EntropicPlan EntropicScaling::TakePlan() && {
  EntropicPlan plan;
  plan.rows = rows_;
  plan.columns = columns_;
  plan.row_dual = std::move(f_);
  plan.column_dual = std::move(g_);
  for (int64_t i = 0; i < rows_; ++i) {
    plan.row_dual[i] += regularization_ * std::log(u_[i]);
  }
  for (int64_t j = 0; j < columns_; ++j) {
    plan.column_dual[j] += regularization_ * std::log(v_[j]);
  }
  plan.stride = stride_;
  plan.kernel = std::move(kernel_);
  plan.row_scale = std::move(u_);
  plan.column_scale = std::move(v_);
  FillMasses(cost_rc_, &plan);
  return plan;
}

}  // namespace flow::core
