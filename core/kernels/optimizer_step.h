#ifndef CORE_KERNELS_OPTIMIZER_STEP_H_
#define CORE_KERNELS_OPTIMIZER_STEP_H_

/// One pass over all parameters for one step of an optimiser, on the calling
/// thread. Each element is computed by itself: any cut into ranges gives the
/// same bits. Formulas: core/train/optimizer.h.

#include <cstdint>

namespace flow::core {

/// Ranges of equal length, float32.
struct AdamArrays {
  int64_t count = 0;
  const float* gradient = nullptr;
  float* weight = nullptr;
  float* first_moment = nullptr;
  float* second_moment = nullptr;
  float* average = nullptr;  // of the weights; null without one
};

/// What the step does to every element:
///
///     g <- scale * gradient
///     w <- keep w
///     m <- m + blend1 (g - m);  v <- keep2 v + blend2 g^2
///     w <- w - rate m / (root_scale sqrt(v) + epsilon)
///     average <- average + average_blend (w - average)
struct AdamCoefficients {
  float scale = 1;
  float keep = 1;  // 1 - learning rate * weight decay
  float blend1 = 0;
  float keep2 = 0, blend2 = 0;
  float rate = 0;        // learning rate / (1 - b1^k)
  float root_scale = 1;  // 1 / sqrt(1 - b2^k)
  float epsilon = 0;
  float average_blend = 0;
};

void AdamStep(const AdamCoefficients& coefficients, const AdamArrays& arrays);

/// The sum of squares, in double, lane by lane and then in order: a function of
/// the values and the instruction set.
double SumOfSquares(const float* values, int64_t count);

}  // namespace flow::core

#endif  // CORE_KERNELS_OPTIMIZER_STEP_H_
