#ifndef CORE_EVAL_FEATURES_COMPARED_FEATURES_H_
#define CORE_EVAL_FEATURES_COMPARED_FEATURES_H_

/// Features of images, checked once, for the metrics that compare them.

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::core {

// Shapes: N images, F features.

/// What a metric of features looks at; the numbers of images may differ.
struct ComparedFeatures {
  at::Tensor generated_nf;
  at::Tensor target_nf;
  // an independent draw of the target, for the floor; undefined without one
  at::Tensor second_target_nf = {};
};

/// `x_nf` without its history, contiguous on the CPU, in its own dtype; shares
/// the memory where that is so already. InvalidArgument, naming `name`, unless
/// it is float32 or float64 [N >= least_rows, F >= 1]; OutOfRange when a
/// feature is not finite.
absl::StatusOr<at::Tensor> ReadFeatures(absl::string_view name,
                                        const at::Tensor& x_nf,
                                        int64_t least_rows = 2);

/// ReadFeatures of each. InvalidArgument when the widths differ.
absl::StatusOr<ComparedFeatures> ReadFeatures(const ComparedFeatures& features);

}  // namespace flow::core

#endif  // CORE_EVAL_FEATURES_COMPARED_FEATURES_H_
