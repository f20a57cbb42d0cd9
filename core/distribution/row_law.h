#ifndef CORE_DISTRIBUTION_ROW_LAW_H_
#define CORE_DISTRIBUTION_ROW_LAW_H_

#include <cstdint>

#include "core/base/random.h"
#include "core/distribution/distribution.h"

namespace flow::core {

/// A law that draws one point at a time: Draw calls DrawRow for each row with
/// that row's own random stream, in order, on the calling thread. Immutable and
/// thread-safe, so DrawRow must be.
class RowLaw : public Distribution {
 public:
  Points Draw(int64_t n, Seed seed) const final;

 protected:
  /// Writes one point to `x_d` (dim() values) and returns its class, which is
  /// ignored when the law has no classes. Takes as much of `random` as it
  /// needs.
  virtual int64_t DrawRow(RowRandom& random, float* x_d) const = 0;
};

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_ROW_LAW_H_
