#ifndef FEDERATED_PROCESSES_LINK_H_
#define FEDERATED_PROCESSES_LINK_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "federated/processes/byte_channel.h"
#include "federated/processes/message.h"

namespace flow::federated {

/// One end of a conversation with another process. A message goes as its
/// length, eight bytes, lowest first, and the bytes of EncodeMessage.
///
/// A Send meets a Receive: it returns when the other end has begun to receive
/// and the last bytes are with the operating system. Two ends that both Send
/// wait for each other until a timeout.
///
/// The first error closes the link, so that the other end learns of it too, and
/// every later call returns the same error at once:
///
///   Unavailable        the other process has gone, or closed its end
///   DeadlineExceeded   the timeout passed; how far the message was is unknown
///   DataLoss           what came is no message
///   ResourceExhausted  its length is more than this machine can hold
///
/// Errors begin with the other end's name. Thread-compatible.
class Link {
 public:
  /// `name` is that of the other end, as errors have it: "worker 2".
  Link(std::string name, std::unique_ptr<ByteChannel> channel);

  /// `timeout` is for the whole message, the wait for its receiver included.
  absl::Status Send(const Message& message, absl::Duration timeout);

  /// `timeout` is for the whole message, the wait for its beginning included.
  absl::StatusOr<Message> Receive(absl::Duration timeout);

  /// Closes this end, as after an error: FailedPrecondition from here on. An
  /// error that was before stays.
  void Close();

  /// OK as long as it is open, then the error.
  const absl::Status& status() const { return status_; }

 private:
  absl::Status Fail(const absl::Status& status);

  std::string name_;
  std::unique_ptr<ByteChannel> channel_;  // null when closed
  absl::Status status_;
};

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_LINK_H_
