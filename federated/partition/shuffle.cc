#include "federated/partition/shuffle.h"

#include <numeric>
#include <utility>

namespace flow::federated {

void Shuffle(absl::Span<int64_t> values, RowRandom& random) {
  for (int64_t left = values.size(); left > 1; --left) {
    std::swap(values[left - 1], values[random.UniformInt(left)]);
  }
}

std::vector<int64_t> ShuffledRange(int64_t n, Seed seed) {
  std::vector<int64_t> range(n);
  std::iota(range.begin(), range.end(), 0);
  RowRandom random(seed, 0);
  Shuffle(absl::MakeSpan(range), random);
  return range;
}

}  // namespace flow::federated
