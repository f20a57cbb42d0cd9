#ifndef LOCAL_FLOW_STEP_SIZES_H_
#define LOCAL_FLOW_STEP_SIZES_H_

/// How far each block of a chain diffuses: gamma_n of the Ornstein-Uhlenbeck
/// process dX = -X dt + sqrt(2) dW, which takes x to
///
///     e^-gamma x + sqrt(1 - e^-2 gamma) z,  z standard normal,
///
/// in time gamma [Xu24]. No torch.

#include <cstdint>
#include <variant>
#include <vector>

namespace flow::local_flow {

/// first ratio^(n-1).
struct GeometricSizes {
  double first = 0, ratio = 1;
  int64_t count = 0;
};

struct ExplicitSizes {
  std::vector<double> sizes;
};

/// -log(1 - beta_n) / 2 with the betas of a diffusion in count + 1 steps, of
/// which the last, nearly 1, is left out: the free block takes its place. Here
/// of [Nichol21], 1 - beta_n = f(n) / f(n-1) with
/// f(n) = cos^2(pi/2 (n / (count + 1) + offset) / (1 + offset)).
struct CosineSizes {
  int64_t count = 0;
  double offset = 0.008;
};

/// The same with beta_n on a line from beta_min / (count + 1) to
/// beta_max / (count + 1), which is cut at 0.99 [Ho20, as Xu24 scales it].
struct LinearSizes {
  int64_t count = 0;
  double beta_min = 0.1, beta_max = 20;
};

using StepSizeOptions =
    std::variant<GeometricSizes, ExplicitSizes, CosineSizes, LinearSizes>;

/// gamma_1, ..., gamma_count, one for each block but the last, the free one.
/// Options are those that the language's checks let through; none are checked
/// again.
std::vector<double> StepSizes(const StepSizeOptions& options);

/// x of a block's clean end becomes `keep` x + `noise` z at its noisy end. Of
/// the free block 0 and 1: nothing is kept.
struct Diffusion {
  double keep = 0, noise = 1;
};

/// After time `gamma` >= 0 of the process, with keep^2 + noise^2 = 1.
Diffusion DiffusionOf(double gamma);

}  // namespace flow::local_flow

#endif  // LOCAL_FLOW_STEP_SIZES_H_
