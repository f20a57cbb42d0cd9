#ifndef FEDERATED_PRIVACY_SAMPLED_GAUSSIAN_H_
#define FEDERATED_PRIVACY_SAMPLED_GAUSSIAN_H_

namespace flow::federated {

/// The Rényi divergence, in nats, of one release of the sampled Gaussian
/// mechanism: every member is taken with probability q on its own, the taken
/// members' vectors of norm at most 1 are summed, and the sum gets Gaussian
/// noise of standard deviation sigma in each coordinate.
///
/// Two populations that differ by one member, added or removed, are at worst
/// told apart along a line: N(0, sigma^2) against the mixture that has mass q
/// moved to the mean 1. With the likelihood ratio of the two
///
///     r(z) = 1 - q + q exp((2z - 1) / (2 sigma^2)),
///
/// the divergence of order a > 1 is [Mironov19, Section 3]
///
///     log(A) / (a - 1),   A = E[r(z)^a]  over  z ~ N(0, sigma^2);
///
/// the divergence in the other direction is never larger. It grows with q and
/// a, falls with sigma, and adds up over steps.
///
/// q = 1: the Gaussian mechanism, a / (2 sigma^2). Integer orders: the binomial
/// expansion of A, in O(a) time. Other orders: a quadrature of A - 1, in
/// O(a / sigma) time, and for sigma < 0.01 the bound of q = 1 instead. A - 1 is
/// summed from nonnegative terms in log space, so small losses keep ten digits
/// and more, and large ones do not overflow unless the result does, to +inf.
///
/// CHECKs 0 <= q <= 1, sigma > 0 and a > 1, both finite. Draws nothing;
/// thread-safe.
double SampledGaussianRdp(double sampling_rate, double noise_multiplier,
                          double order);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_SAMPLED_GAUSSIAN_H_
