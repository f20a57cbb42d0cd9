#ifndef CORE_TRAIN_NOT_FINITE_H_
#define CORE_TRAIN_NOT_FINITE_H_

#include <cstdint>
#include <optional>

#include "absl/status/status.h"

namespace flow::core {

/// OutOfRange for the loss or gradient of `step` (0 is the first) that is not
/// finite; `last_loss` is the last finite one of this run.
absl::Status NotFiniteError(int64_t step, double loss, double gradient_norm,
                            std::optional<double> last_loss);

}  // namespace flow::core

#endif  // CORE_TRAIN_NOT_FINITE_H_
