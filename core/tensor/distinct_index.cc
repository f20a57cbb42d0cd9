#include "core/tensor/distinct_index.h"

#include "ATen/ops/empty.h"
#include "absl/container/flat_hash_map.h"
#include "core/base/check.h"

namespace flow::core {

at::Tensor DistinctIndexTensor(Seed seed, int64_t n, int64_t rows) {
  FLOW_CHECK(0 <= rows && rows <= n)
      << "cannot draw " << rows << " distinct rows of " << n;
  at::Tensor index_n = at::empty({rows}, at::kLong);
  int64_t* const index = index_n.data_ptr<int64_t>();
  // what lies at the places that were exchanged; at all others their number
  absl::flat_hash_map<int64_t, int64_t> moved;
  const auto at = [&](int64_t place) {
    const auto found = moved.find(place);
    return found == moved.end() ? place : found->second;
  };
  for (int64_t i = 0; i < rows; ++i) {
    const int64_t other =
        i + static_cast<int64_t>(RowRandom(seed, i).UniformInt(n - i));
    index[i] = at(other);
    moved[other] = at(i);
  }
  return index_n;
}

}  // namespace flow::core
