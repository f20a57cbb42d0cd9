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
    block_ = PhiloxOfRow(seed_, row_, position_);
    ++position_;
    available_ = 4;
  }
  return block_.word[4 - available_--];
}

uint64_t RowRandom::Uint64() {
  const uint64_t high = Uint32();
  return high << 32 | Uint32();
}

double RowRandom::Uniform() { return UnitOfWord(Uint64()); }

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
