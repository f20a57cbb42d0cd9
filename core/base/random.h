#ifndef CORE_BASE_RANDOM_H_
#define CORE_BASE_RANDOM_H_

/// Randomness that is named and counted, never drawn from a shared generator.
///
/// A seed is derived by name from the run's seed; a draw is addressed by (seed,
/// row). So a value does not depend on which thread computes it, on the rows
/// before it, or on what else was drawn:
///
///     const Seed noise = DeriveSeed(root, "train", "noise", step);
///     RowRandom row(noise, i);
///     const double z = row.Normal();
///
/// The generator is Philox4x32-10 [Salmon11]: four 32-bit words for each value
/// of a 128-bit counter under a 64-bit key. Here the key is the seed and the
/// counter is (row, position in the row). Thread-safe: RowRandom is a value.

#include <cstdint>
#include <type_traits>

#include "absl/strings/string_view.h"
#include "core/base/philox.h"

namespace flow {

using Seed = uint64_t;

namespace internal {
Seed MixSeed(Seed seed, uint64_t part);
Seed MixSeed(Seed seed, absl::string_view part);
}  // namespace internal

/// The seed named by `parts` (strings and integers) under `root`. Different
/// names give seeds that behave as independent; the same names the same seed,
/// on every machine. ("ab", "c") and ("a", "bc") differ, as do 1 and "1".
template <typename... Parts>
requires(sizeof...(Parts) > 0) Seed
    DeriveSeed(Seed root, const Parts&... parts) {
  Seed seed = root;
  const auto mix = [&seed](const auto& part) {
    if constexpr (std::is_integral_v<std::decay_t<decltype(part)>>) {
      seed = internal::MixSeed(seed, static_cast<uint64_t>(part));
    } else {
      seed = internal::MixSeed(seed, absl::string_view(part));
    }
  };
  (mix(parts), ...);
  return seed;
}

/// The stream of random numbers that belongs to one row under one seed.
class RowRandom {
 public:
  RowRandom(Seed seed, uint64_t row) : seed_(seed), row_(row) {}

  uint32_t Uint32();
  uint64_t Uint64();

  /// Uniform on [0, 1), all 53 bits of a double in use.
  double Uniform();

  /// Standard normal (normal_pair.h); the second value of a pair is kept.
  double Normal();

  /// Uniform on {0, ..., n-1} without modulo bias [Lemire19]. Needs n >= 1.
  uint64_t UniformInt(uint64_t n);

 private:
  Seed seed_;
  uint64_t row_;
  uint64_t position_ = 0;
  int available_ = 0;
  PhiloxWords block_ = {};
  bool has_spare_ = false;
  double spare_ = 0;
};

}  // namespace flow

#endif  // CORE_BASE_RANDOM_H_
