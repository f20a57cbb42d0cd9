#include "core/distribution/labels.h"

#include "core/base/check.h"

namespace flow::core {

void CheckLabels(const at::Tensor& label_n, int64_t points, int64_t classes) {
  FLOW_CHECK(label_n.defined() && label_n.dim() == 1 &&
             label_n.size(0) == points)
      << "a label for each point";
  FLOW_CHECK(points == 0 || (label_n.min().item<int64_t>() >= 0 &&
                             label_n.max().item<int64_t>() < classes))
      << "labels of " << classes << " classes";
}

}  // namespace flow::core
