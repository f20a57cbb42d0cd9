#ifndef DATASETS_MOMENTS_H_
#define DATASETS_MOMENTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"

namespace flow::datasets {

/// The first two moments of a distribution, in closed form for a law and over
/// the points of a file or of the digits. No torch.
struct Moments {
  std::vector<double> mean;  // E x, D numbers
  double variance = 0;       // E |x - E x|^2, over all D coordinates together
};

/// The moments of the law, whatever `points` says. InvalidArgument as Validate;
/// for a file the errors of LoadArrayFile, LoadPixelGrid, LoadTabular or
/// LoadImages;
/// FailedPrecondition for a law without a variance, a Student t of two degrees
/// of freedom or less.
absl::StatusOr<Moments> GetMoments(const DistributionOptions& options);

/// E |x - y|^2 of independent x and y.
double MeanSquaredDistance(const Moments& x, const Moments& y);

}  // namespace flow::datasets

#endif  // DATASETS_MOMENTS_H_
