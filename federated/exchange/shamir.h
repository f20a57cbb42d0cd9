#ifndef FEDERATED_EXCHANGE_SHAMIR_H_
#define FEDERATED_EXCHANGE_SHAMIR_H_

/// A secret divided into shares of which any t give it back and t - 1 say
/// nothing about it [Shamir79]. Over the field of field61.h,
///
///     f(x) = s + c_1 x + ... + c_{t-1} x^{t-1},   c_j uniform,
///     holder i = 0, 1, ... has the share f(x_i),  x_i = i + 1,
///     s = f(0) = sum_i f(x_i) prod_{j != i} x_j / (x_j - x_i)
///
/// for any t holders i.

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::federated {

/// The shares of `holders` of `secret`, an element of the field, with
/// 1 <= threshold <= holders. c_j is the first element drawn in row j of
/// `seed`. Takes holders * threshold multiplications. Thread-safe.
std::vector<uint64_t> ShareSecret(uint64_t secret, int64_t threshold,
                                  int64_t holders, Seed seed);

/// Reads secrets from the shares of the same holders: the products above are
/// computed once, in O(t^2). Thread-safe once made.
class SecretReader {
 public:
  /// Distinct holders, counted from 0, as many as the threshold or more.
  explicit SecretReader(absl::Span<const int64_t> holders);

  /// The secret of which these are the shares, in the order of the holders.
  /// With fewer shares than the threshold, a number that says nothing.
  uint64_t Read(absl::Span<const uint64_t> shares) const;

 private:
  std::vector<uint64_t> factors_;
};

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_SHAMIR_H_
