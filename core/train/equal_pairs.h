#ifndef CORE_TRAIN_EQUAL_PAIRS_H_
#define CORE_TRAIN_EQUAL_PAIRS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/train/batch.h"

namespace flow::core {

/// The first `n` pairs of `pairs`, x0_bd and x1_bd alone. Where pairs have
/// weights they are drawn anew in proportion to them, within the stretch in
/// which they came, by `seed`: those that are returned all weigh the same.
/// Errors: those of the batches.
absl::StatusOr<Batch> EqualPairs(const Batches& pairs, int64_t n, Seed seed);

}  // namespace flow::core

#endif  // CORE_TRAIN_EQUAL_PAIRS_H_
