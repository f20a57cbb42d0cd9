#include "core/distribution/row_law.h"

#include "ATen/ops/empty.h"
#include "core/base/check.h"

namespace flow::core {

Points RowLaw::Draw(int64_t n, Seed seed) const {
  FLOW_CHECK(n >= 0) << "a number of points; got " << n;
  Points points;
  points.x_nd = at::empty({n, dim()}, at::kFloat);
  float* x_d = points.x_nd.data_ptr<float>();
  int64_t* label = nullptr;
  if (num_classes() > 0) {
    points.label_n = at::empty({n}, at::kLong);
    label = points.label_n.data_ptr<int64_t>();
  }
  for (int64_t i = 0; i < n; ++i, x_d += dim()) {
    RowRandom random(seed, i);
    const int64_t row_class = DrawRow(random, x_d);
    if (label != nullptr) label[i] = row_class;
  }
  return points;
}

}  // namespace flow::core
