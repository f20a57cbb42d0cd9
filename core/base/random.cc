#include "core/base/random.h"

#include "core/base/check.h"
#include "core/base/normal_pair.h"

namespace flow {
namespace {

// The finaliser of SplitMix64: a bijection that spreads every bit.
uint64_t Spread(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

std::array<uint32_t, 4> Philox4x32(std::array<uint32_t, 4> c,
                                   std::array<uint32_t, 2> k) {
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = uint64_t{kPhiloxMultiplier0} * c[0];
    const uint64_t p1 = uint64_t{kPhiloxMultiplier1} * c[2];
    c = {static_cast<uint32_t>(p1 >> 32) ^ c[1] ^ k[0],
         static_cast<uint32_t>(p1),
         static_cast<uint32_t>(p0 >> 32) ^ c[3] ^ k[1],
         static_cast<uint32_t>(p0)};
    k = {k[0] + kPhiloxWeyl0, k[1] + kPhiloxWeyl1};
  }
  return c;
}

namespace internal {

Seed MixSeed(Seed seed, uint64_t part) {
  // The odd constant separates an integer from a one-letter name.
  return Spread(Spread(seed ^ 0x6A09E667F3BCC909) ^ part);
}

Seed MixSeed(Seed seed, absl::string_view part) {
  uint64_t hash = 0xCBF29CE484222325;  // FNV-1a
  for (const unsigned char c : part) hash = (hash ^ c) * 0x100000001B3;
  return Spread(Spread(seed ^ 0xBB67AE8584CAA73B) ^ hash ^
                (uint64_t{part.size()} << 56));
}

}  // namespace internal

uint32_t RowRandom::Uint32() {
  if (available_ == 0) {
    block_ = Philox4x32(
        {static_cast<uint32_t>(position_),
         static_cast<uint32_t>(position_ >> 32), static_cast<uint32_t>(row_),
         static_cast<uint32_t>(row_ >> 32)},
        {static_cast<uint32_t>(seed_), static_cast<uint32_t>(seed_ >> 32)});
    ++position_;
    available_ = 4;
  }
  return block_[4 - available_--];
}

uint64_t RowRandom::Uint64() {
  const uint64_t high = Uint32();
  return high << 32 | Uint32();
}

double RowRandom::Uniform() {
  return static_cast<double>(Uint64() >> 11) * 0x1p-53;
}

double RowRandom::Normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  const double u = Uniform(), v = Uniform();
  const NormalPair pair = MakeNormalPair(u, v);
  spare_ = pair.second;
  has_spare_ = true;
  return pair.first;
}

uint64_t RowRandom::UniformInt(uint64_t n) {
  FLOW_CHECK(n >= 1) << "an empty range has no element to draw";
  // [Lemire19]: the high word of a 128-bit product, rejecting the short tail.
  const uint64_t threshold = -n % n;
  while (true) {
    const auto product = static_cast<unsigned __int128>(Uint64()) * n;
    if (static_cast<uint64_t>(product) >= threshold) {
      return static_cast<uint64_t>(product >> 64);
    }
  }
}

}  // namespace flow
