#ifndef CORE_DISTRIBUTION_LABELS_H_
#define CORE_DISTRIBUTION_LABELS_H_

#include <cstdint>

#include "ATen/core/Tensor.h"

namespace flow::core {

/// FLOW_CHECKs that `label_n`, int64 [N], has a label in [0, classes) for each
/// of `points` points.
void CheckLabels(const at::Tensor& label_n, int64_t points, int64_t classes);

}  // namespace flow::core

#endif  // CORE_DISTRIBUTION_LABELS_H_
