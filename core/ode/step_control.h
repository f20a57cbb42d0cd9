#ifndef CORE_ODE_STEP_CONTROL_H_
#define CORE_ODE_STEP_CONTROL_H_

/// The step sizes of an adaptive method, after [Hairer93, II.4]. `order` is
/// that of the error of one step, h^order: one more than the order of the
/// embedded solution. One point at a time: no norm ever mixes two points, so a
/// point's steps do not depend on its batch.

#include <vector>

#include "ATen/core/Tensor.h"

namespace flow::core {

// Shapes: B rows, D dimensions.

struct Tolerances {
  double rtol;
  double atol;
};

/// The root mean square over D of v / (atol + rtol max(|x|, |y|)) for each row,
/// in double. Contiguous float32 or float64 tensors of one shape.
std::vector<double> ScaledNorms(const at::Tensor& v_bd, const at::Tensor& x_bd,
                                const at::Tensor& y_bd,
                                const Tolerances& tolerances);

/// The length of the Euler step that probes the second derivative: 0.01 d0/d1
/// with the scaled norms d0 of the state and d1 of its velocity, or 1e-6 where
/// either is below 1e-5; at most `interval`, so that the probe stays in the
/// time interval.
double ProbeStep(double d0, double d1, double interval);

/// The first step h, with h^order max(d1, d2) = 0.01, `d2` being the scaled
/// norm of the velocity's change over the probe divided by the probe's length.
/// At most 100 probes and at most `interval`; max(1e-6, probe / 1000) where
/// both norms vanish, and probe / 1000 where `d2` is not finite.
double InitialStep(double probe, double d1, double d2, double interval,
                   int order);

/// What the next step is as a multiple of this one, whose error norm is
/// `error`: 0.9 error^(-1/order) between 0.2 and 10; 0.2 if `error` is not
/// finite.
double StepFactor(double error, int order);

}  // namespace flow::core

#endif  // CORE_ODE_STEP_CONTROL_H_
