#include "core/processes/share_bytes.h"

#include "ATen/ops/from_blob.h"
#include "ATen/ops/full.h"
#include "core/base/status_macros.h"

namespace flow::core {

absl::StatusOr<int64_t> ShareNumber(int64_t own, ProcessGroup* group) {
  at::Tensor number = at::full({}, own, at::kLong);
  FLOW_RETURN_IF_ERROR(group->Broadcast(number));
  return number.item<int64_t>();
}

absl::StatusOr<std::string> ShareBytes(std::string own, ProcessGroup* group) {
  FLOW_ASSIGN_OR_RETURN(const int64_t size,
                        ShareNumber(static_cast<int64_t>(own.size()), group));
  own.resize(size);
  at::Tensor bytes = at::from_blob(own.data(), {size}, at::kByte);
  FLOW_RETURN_IF_ERROR(group->Broadcast(bytes));
  return own;
}

}  // namespace flow::core
