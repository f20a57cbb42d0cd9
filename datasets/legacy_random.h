#ifndef DATASETS_LEGACY_RANDOM_H_
#define DATASETS_LEGACY_RANDOM_H_

#include <cstdint>
#include <random>

#include "absl/types/span.h"

namespace flow::datasets {

/// The random numbers of numpy.random.RandomState, bit by bit, for data sets
/// whose published preparation draws from it. What this program draws itself
/// comes from core/base/random.h.
///
/// The generator is MT19937 [Matsumoto98], seeded by one 32-bit number. Not
/// thread-safe: each number depends on those before it.
class LegacyRandom {
 public:
  /// As numpy.random.RandomState(seed).
  explicit LegacyRandom(uint32_t seed) : engine_(seed) {}

  /// As `.rand()`: uniform on [0, 1), (2^26 a + b) / 2^53 of the upper 27 bits
  /// a of one word and the upper 26 bits b of the next.
  double Uniform();

  /// As `.shuffle` of an array [N, columns]: from the last row up to the
  /// second, row i changes places with a row drawn from 0, …, i. Needs
  /// N <= 2^32.
  void ShuffleRows(int64_t columns, absl::Span<double> value_nd);

 private:
  uint32_t UpTo(uint32_t largest);

  std::mt19937 engine_;
};

}  // namespace flow::datasets

#endif  // DATASETS_LEGACY_RANDOM_H_
