#ifndef CORE_PROCESSES_GATHER_ROWS_H_
#define CORE_PROCESSES_GATHER_ROWS_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/processes/process_group.h"

namespace flow::core {

/// All of `rows` rows along `dimension`, bit by bit, of which this process has
/// `own`: those that rows_of_process.h gives it. Other dimensions and the dtype
/// are the same everywhere; on the CPU. A process may have had work of its own
/// before, for as long as it takes. Errors: those of the group.
absl::StatusOr<at::Tensor> GatherRows(const at::Tensor& own, int64_t dimension,
                                      int64_t rows, ProcessGroup* group);

}  // namespace flow::core

#endif  // CORE_PROCESSES_GATHER_ROWS_H_
