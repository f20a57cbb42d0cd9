#ifndef FEDERATED_PROCESSES_BYTE_CHANNEL_H_
#define FEDERATED_PROCESSES_BYTE_CHANNEL_H_

#include "ATen/core/Tensor.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace flow::federated {

/// One end of what carries bytes between two processes, in order. A send meets
/// the receive of the same size at the other end: it returns when that has been
/// posted and the bytes are with the operating system. Thread-compatible.
///
/// Unavailable when the other end has gone, DeadlineExceeded after `timeout`.
/// After an error the channel is of no more use; its destruction tells the
/// other end.
class ByteChannel {
 public:
  virtual ~ByteChannel() = default;

  /// `bytes`: [B], uint8, contiguous, B > 0.
  virtual absl::Status Send(const at::Tensor& bytes,
                            absl::Duration timeout) = 0;

  /// Fills `bytes`, of the same kind.
  virtual absl::Status Receive(at::Tensor& bytes, absl::Duration timeout) = 0;
};

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_BYTE_CHANNEL_H_
