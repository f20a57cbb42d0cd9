#ifndef CORE_PROCESSES_SHARE_BYTES_H_
#define CORE_PROCESSES_SHARE_BYTES_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "core/processes/process_group.h"

/// What rank 0 of a group has, at all. Errors: those of the group.

namespace flow::core {

absl::StatusOr<int64_t> ShareNumber(int64_t own, ProcessGroup* group);

/// Of any length, which the others need not know.
absl::StatusOr<std::string> ShareBytes(std::string own, ProcessGroup* group);

}  // namespace flow::core

#endif  // CORE_PROCESSES_SHARE_BYTES_H_
