#ifndef CORE_STATS_HOLM_H_
#define CORE_STATS_HOLM_H_

#include <vector>

#include "absl/types/span.h"

namespace flow::core {

/// The p-values of m tests, adjusted so that rejecting all that are at most
/// alpha rejects any true hypothesis with probability at most alpha, however
/// the tests depend on each other [Holm79]: with p_(1) <= ... <= p_(m),
///
///     adjusted_(k) = max_{j <= k} min(1, (m - j + 1) p_(j)).
///
/// In the order given.
std::vector<double> HolmAdjusted(absl::Span<const double> p);

}  // namespace flow::core

#endif  // CORE_STATS_HOLM_H_
