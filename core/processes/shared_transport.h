#ifndef CORE_PROCESSES_SHARED_TRANSPORT_H_
#define CORE_PROCESSES_SHARED_TRANSPORT_H_

#include <memory>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "core/ode/transport.h"
#include "core/processes/process_group.h"

namespace flow::core {

/// A transport whose points the processes of a group share: each moves its own
/// rows (rows_of_process.h), and all have the whole afterwards, with the bits
/// that one of them would have found. All push the same points at the same
/// time. Of points that classes or parts of a chain move, each class and part
/// is shared by itself: rows are counted where noise is drawn. Not thread-safe,
/// as the group is not.
class SharedTransport : public Transport {
 public:
  /// `transport` neither takes labels nor is a chain; `group` must outlive
  /// this.
  SharedTransport(std::unique_ptr<const Transport> transport,
                  ProcessGroup* group);

  /// Errors: those of the transport for this process's own rows, and of the
  /// group: Unavailable where another process has failed and gone.
  absl::StatusOr<Transported> Push(const at::Tensor& x_nd,
                                   const Journey& journey) const override;

 private:
  std::unique_ptr<const Transport> transport_;
  ProcessGroup* group_;
};

}  // namespace flow::core

#endif  // CORE_PROCESSES_SHARED_TRANSPORT_H_
