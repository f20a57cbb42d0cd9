#ifndef FEDERATED_PRIVACY_CLIENT_NOISE_H_
#define FEDERATED_PRIVACY_CLIENT_NOISE_H_

/// The Gaussian mechanism on a mean of clients' updates [McMahan18].
///
///     clip_C(x) = x min(1, C / |x|)
///     mean      = (sum over those who answered of clip_C(x_i)) / n
///     released  = mean + sigma C / n * z,   z ~ N(0, I)
///
/// n is fixed before anybody answers: the number of clients that the round
/// asks, however many answer; the expected number where each is asked by a coin
/// of its own. Weights are uniform, whatever ClientValue::weight says.
///
/// Sensitivity. Two rounds are neighbours if one client's update is in the one
/// and missing from the other. Their sums differ by that client's clipped
/// update and the denominators are the same number, so the means differ by at
/// most C / n, and sigma is the noise in units of this. With a denominator that
/// counts the answers instead, m of them, the means could differ by 2C / m, and
/// m itself would tell that somebody is missing. With weights by size one
/// client could be nearly all of the mean. For neighbours of which one client's
/// update is replaced by another, the difference is at most 2C / n.
///
/// Trust. The server sees single updates and is trusted to clip, to add the
/// noise and to publish nothing else of them (the central model); what is
/// protected is every reader of what it publishes. The seed is as secret as the
/// updates: whoever has it subtracts the noise. The normals are float32, from a
/// generator that is counter-based and not a cryptographic one.

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {

/// What a server holds before it adds noise. Nothing of it may be published as
/// it is.
struct ClippedMean {
  at::Tensor mean;            // [P], float64
  std::vector<double> norms;  // before clipping, by rising number of the client
};

/// The mean over `asked` >= 1 clients of the updates that were `sent`, each
/// clipped to the norm `clip`; those who are missing count as zero, as do
/// updates that are not finite, whose norm is given as +infinity. Summed in
/// double in the order of the clients' numbers: the bits do not depend on the
/// order of `sent`, which is left as it is. FLOW_CHECKs what InOrderOfClients
/// and ClipToNorm do. Draws nothing; thread-safe.
ClippedMean MeanOfClipped(absl::Span<const ClientValue> sent, double clip,
                          int64_t asked);

/// sigma C / n, the noise of each coordinate.
double ClientNoiseStd(double noise_multiplier, double clip, int64_t asked);

/// mean + std z, z ~ N(0, I) by `seed`, of the mean's dtype, [P]. The noise of
/// coordinate p depends on the seed and p alone. Every release needs a seed of
/// its own: the difference of two releases under one has no noise. FLOW_CHECKs
/// that std is finite and not negative. Thread-safe.
at::Tensor WithNoise(const at::Tensor& mean, double std, Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_PRIVACY_CLIENT_NOISE_H_
