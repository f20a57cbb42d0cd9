#ifndef FEDERATED_PRIVACY_RDP_ACCOUNTANT_H_
#define FEDERATED_PRIVACY_RDP_ACCOUNTANT_H_

#include <cstdint>

#include "absl/status/statusor.h"

namespace flow::federated {

/// How a step takes its members.
enum class Sampling {
  /// Each by a coin of its own, of probability q (Poisson sampling).
  kPoisson,
  /// A fixed number without replacement, q of all: a round that asks so many
  /// clients. For few members among many it costs about as much as kPoisson
  /// under much noise, and several times as much under little.
  kFixedSize,
};

/// A training that looks at its members, clients or records, only through noisy
/// sums: every step takes members anew by `sampling`, the contribution of each
/// is clipped to the norm C, and the sum gets Gaussian noise of standard
/// deviation noise_multiplier * C.
///
/// Not covered, so that the numbers are no bound: draws with replacement, in
/// which a member may come several times, and batches of a shuffled pass over
/// the data.
struct GaussianMechanism {
  double sampling_rate = 1;     // q, in [0, 1]
  double noise_multiplier = 0;  // sigma, positive
  int64_t steps = 0;
  Sampling sampling = Sampling::kPoisson;
};

struct EpsilonAtOrder {
  double epsilon = 0;  // in nats
  double order = 0;    // of the Rényi divergence that gives this epsilon
};

/// The least epsilon for which the accountant proves (epsilon, delta)
/// differential privacy of all the steps together, each of which may depend on
/// what the earlier ones gave, where adjacent populations differ by one member:
/// it is added or removed, or, under kFixedSize, adds nothing where it is drawn
/// (the number of members is public then).
///
/// The Rényi divergences of the steps (sampled_gaussian.h,
/// fixed_size_gaussian.h) add up, and a divergence rdp of order a gives
/// [Balle20, Theorem 21; Canonne20]
///
///     epsilon = rdp + log((a - 1) / a) - (log(delta) + log(a)) / (a - 1),
///
/// at least 0. For, with the privacy loss x, delta is at most
/// E[max(0, 1 - e^(epsilon - x))], and the maximum is at most
/// e^((a-1) (x - epsilon)) (1 - 1/a)^(a-1) / a, whose expectation under
/// E[e^((a-1) x)] = e^((a-1) rdp) is the delta of the equation.
///
/// The least is taken over orders with a - 1 from 2^-10 to 2^12, integers past
/// 32, and is that of all orders up to a percent, except that an epsilon below
/// 0.001 may come out larger than it need be. Under kFixedSize it is the lesser
/// of the two bounds' least. Nothing released (q = 0 or no
/// steps): epsilon 0 at the order +inf. A loss beyond double: epsilon +inf.
///
/// InvalidArgument: a sampling rate outside [0, 1], a noise multiplier that is
/// not positive and finite, negative steps, delta outside (0, 1). Draws
/// nothing; thread-safe; takes milliseconds, for sigma near 0.01 tenths of a
/// second.
absl::StatusOr<EpsilonAtOrder> Epsilon(const GaussianMechanism& mechanism,
                                       double delta);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_RDP_ACCOUNTANT_H_
