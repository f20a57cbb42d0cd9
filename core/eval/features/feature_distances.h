#ifndef CORE_EVAL_FEATURES_FEATURE_DISTANCES_H_
#define CORE_EVAL_FEATURES_FEATURE_DISTANCES_H_

/// Squared distances between rows of features, of which there are thousands: a
/// product of matrices is an order of magnitude faster than subtracting row by
/// row, but loses the digits of near neighbours, and two equal rows are no
/// longer at 0. So the product decides where its error cannot matter, and
/// subtraction where it could.

#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

// Shapes: R and M images, F features.

/// |x - y|^2 in float64, by subtraction, one feature after the other. This is
/// what every decision below comes to: equal rows are at 0 exactly.
double FeatureDistance(const at::Tensor& x_f, const at::Tensor& y_f);

/// |x|^2 + |y|^2 - 2 x.y, and how far that is from FeatureDistance at most.
/// Thread-safe.
class QuickDistances {
 public:
  /// `to_mf` as ReadFeatures returns it, shared.
  explicit QuickDistances(const at::Tensor& to_mf);

  struct Rows {
    at::Tensor squared_rm;  // float64
    // float64; from rounding sums of F products, (F + 8) eps (|x| + max |y|)^2
    at::Tensor margin_r;
  };
  /// From the rows of `x_rf` to all. O(R M F) time; memory for R M values and
  /// some rows in float64.
  Rows From(const at::Tensor& x_rf) const;

 private:
  at::Tensor to_mf_;
  at::Tensor square_m_;  // float64, |y|^2
};

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_FEATURE_DISTANCES_H_
