#ifndef FEDERATED_PARTITION_SHUFFLE_H_
#define FEDERATED_PARTITION_SHUFFLE_H_

/// Random orders, and cuts into equal parts.

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "core/base/random.h"

namespace flow::federated {

/// Puts `values` into a random order, all orders alike: from the last place
/// down, each is exchanged with one at or before it. Takes as much of `random`
/// as it needs.
void Shuffle(absl::Span<int64_t> values, RowRandom& random);

/// 0, ..., n-1 in a random order.
std::vector<int64_t> ShuffledRange(int64_t n, Seed seed);

/// Where part `part` begins when n things are cut into `parts` parts, of which
/// the first n mod parts have one more than the others. EvenCut(parts, parts,
/// n) = n is the end. Needs 0 <= part <= parts, parts >= 1.
inline int64_t EvenCut(int64_t part, int64_t parts, int64_t n) {
  const int64_t longer = n % parts;
  return part * (n / parts) + (part < longer ? part : longer);
}

}  // namespace flow::federated

#endif  // FEDERATED_PARTITION_SHUFFLE_H_
