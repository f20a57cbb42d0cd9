#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flow::core {
namespace {

double WarmupFactor(int64_t step, int64_t warmup) {
  return step + 1 >= warmup ? 1 : (step + 1) / static_cast<double>(warmup);
}

struct Factor {
  int64_t step, steps;

  double operator()(const ConstantScheduleOptions& options) const {
    return WarmupFactor(step, options.warmup);
  }
  double operator()(const WarmupCosineOptions& options) const {
    if (step < options.warmup) return WarmupFactor(step, options.warmup);
    const double length = std::max<int64_t>(1, steps - 1 - options.warmup);
    const double p = std::min(1.0, (step - options.warmup) / length);
    return options.final +
           (1 - options.final) * (1 + std::cos(std::numbers::pi * p)) / 2;
  }
  double operator()(const StepScheduleOptions& options) const {
    return std::pow(options.factor, step / options.every);
  }
};

}  // namespace

double ScheduleFactor(const ScheduleOptions& options, int64_t step,
                      int64_t steps) {
  return std::visit(Factor{step, steps}, options);
}

}  // namespace flow::core
