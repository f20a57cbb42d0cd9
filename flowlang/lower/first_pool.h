#ifndef FLOWLANG_LOWER_FIRST_POOL_H_
#define FLOWLANG_LOWER_FIRST_POOL_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "flowlang/lower/stage_context.h"

namespace flow::lang {

/// The pool that a chain begins with: so many distinct points of the target,
/// float32 [M, D], known by the seed of the run. A shorter one begins it.
absl::StatusOr<at::Tensor> FirstPool(const EndsOptions& ends, int64_t points,
                                     const StageContext& context);

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_FIRST_POOL_H_
