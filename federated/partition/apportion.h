#ifndef FEDERATED_PARTITION_APPORTION_H_
#define FEDERATED_PARTITION_APPORTION_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace flow::federated {

/// Whole numbers in proportion to `weights`, each at least one, that sum to
/// `total`, by largest remainders:
///
///     quota_i = total w_i / sum of w;
///
/// each gets the whole part of its quota, and what is left goes, one each, to
/// the largest fractions, of equal ones to the first. Where a quota is below
/// one, its owner gets exactly one, and the others divide what remains by the
/// same rule (and so again, should a quota now be below one).
///
/// CHECKs that the weights are nonnegative, finite, with a positive sum, and
/// that there are at most `total` of them. Draws nothing.
std::vector<int64_t> Apportion(absl::Span<const double> weights, int64_t total);

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_APPORTION_H_
