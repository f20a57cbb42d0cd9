#ifndef LOCAL_FLOW_POOL_DRIFT_H_
#define LOCAL_FLOW_POOL_DRIFT_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "local_flow/step_sizes.h"

namespace flow::local_flow {

// Shapes: N points of a part of the pool, D dimensions.

/// A covariance takes memory by the square of the dimension. In more than
/// these, where one takes 0.13 GB, variances alone are compared.
inline constexpr int64_t kMostDimensionsOfCovariance = 4096;

/// What a block did to its pool, beside what the diffusion would have made of
/// it, whose mean is keep m and whose covariance keep^2 C + noise^2 I.
struct Drift {
  double displacement = 0;  // the mean |x0 - x1|
  double mean_error = 0;    // Euclidean
  // Frobenius; of the diagonals beyond kMostDimensionsOfCovariance
  double covariance_error = 0;
};

/// Takes the pool in parts, so that it need not lie in memory. Sums in double;
/// covariances divide by one less than the points. Not thread-safe.
class PoolDrift {
 public:
  explicit PoolDrift(int64_t dim);

  /// Where points were and where they went, float32 [N, D] both.
  void Add(const at::Tensor& before_nd, const at::Tensor& after_nd);

  /// Of all that was added, two points or more.
  Drift From(const Diffusion& diffusion) const;

 private:
  // About the first part's mean, so that nothing cancels far from the origin.
  struct Sums {
    at::Tensor origin_d, sum_d;
    at::Tensor products;  // [D, D], or its diagonal [D]

    void Add(const at::Tensor& x_nd);
    at::Tensor Mean(int64_t points) const;
    at::Tensor Covariance(int64_t points) const;
  };

  Sums before_, after_;
  double ways_ = 0;
  int64_t points_ = 0;
};

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_POOL_DRIFT_H_
