#ifndef FEDERATED_PRIVACY_FIXED_SIZE_GAUSSIAN_H_
#define FEDERATED_PRIVACY_FIXED_SIZE_GAUSSIAN_H_

/// Bounds of the Rényi divergence, in nats, of one release of the Gaussian
/// mechanism on a sample of fixed size: m of N members are drawn without
/// replacement, the vectors of norm at most 1 of those who are drawn are
/// summed, and the sum gets Gaussian noise of standard deviation sigma in each
/// coordinate. q = m / N.
///
/// Adjacent are two populations of the same N members in one of which one
/// member adds nothing. This is no sampled Gaussian of sampled_gaussian.h:
/// where that member is not drawn, another one is in its place, and an output
/// may point to that one and not merely to noise. So the divergence is larger,
/// far out by much [Lebeda24].

namespace flow::federated {

/// With what was drawn known to everybody, the divergence itself,
///
///     log(1 - q + q exp(a (a-1) / (2 sigma^2))) / (a - 1):
///
/// the two releases differ where the member is drawn alone. An upper bound, by
/// convexity, where it is secret, in whatever way each member has the
/// probability q of being drawn. CHECKs 0 <= q <= 1, sigma > 0 and a > 1, both
/// finite. Draws nothing; thread-safe.
double PublicSampleRdp(double sampling_rate, double noise_multiplier,
                       double order);

/// With what was drawn secret, an upper bound, exact for q = 1.
///
/// Let mu_1, mu_1' be the releases of the two populations where the member is
/// drawn, and mu_0 of both where it is not: P = (1-q) mu_0 + q mu_1 and
/// Q = (1-q) mu_0 + q mu_1'. With H_x(P|Q) = integral of max(0, P - x Q), for
/// x = 1 + q (y - 1) >= 1 and b = x / y [Balle18, Theorem 2]
///
///     H_x(P|Q) = q H_y(mu_1 | (1-b) mu_0 + b mu_1')
///             <= q ((1-b) G_2(y) + b G_1(y))
///     H_x(Q|P) = q H_y(mu_1' | (1-b) mu_0 + b mu_1) <= q G_1(y),
///
/// where G_d is H of two Gaussians at a distance of d. For a sample without the
/// member is one with it in which it was exchanged for somebody: the sums of
/// mu_1 and mu_0 are at most 2 apart, the other two pairs at most 1. The moment
/// E_Q[(P/Q)^a] - 1 is
///
///     a (a-1) integral_1^inf (x^(a-2) H_x(P|Q) + x^(-a-1) H_x(Q|P)) dx
///
/// and takes these bounds; that of the other direction is smaller. Simpson's
/// rule, to six digits of the moment. Where this would take long (small sigma
/// and large a) and for sigma > 10^6, +infinity. CHECKs as the other one. Draws
/// nothing; thread-safe.
double SecretSampleRdp(double sampling_rate, double noise_multiplier,
                       double order);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_FIXED_SIZE_GAUSSIAN_H_
