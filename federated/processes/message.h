#ifndef FEDERATED_PROCESSES_MESSAGE_H_
#define FEDERATED_PROCESSES_MESSAGE_H_

#include <cstdint>
#include <vector>

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace flow::federated {

/// What one process tells another. `kind` says what it is; the meaning of the
/// rest is between the two.
struct Message {
  int64_t kind = 0;
  std::vector<int64_t> numbers;
  std::vector<double> reals;
  /// float32, float64 or int64, on the CPU, of any shape.
  std::vector<at::Tensor> tensors;
};

/// The message as bytes [B], uint8. All numbers are little-endian, eight bytes
/// each but for a tensor's own:
///
///   "FLOWMSG" and the version, one byte, 1
///   kind, how many numbers, how many reals, how many tensors
///   the numbers, the reals
///   of each tensor: its dtype (0 float32, 1 float64, 2 int64), its dimensions,
///     its sizes
///   of each tensor: its elements, the last index fastest
///
/// FLOW_CHECKs dtype and device. Reals keep all their bits, NaN's too.
at::Tensor EncodeMessage(const Message& message);

/// The message of EncodeMessage's bytes; its tensors have memory of their own.
/// DataLoss for bytes that are none: cut short or too long, of another version,
/// or changed so that lengths do not fit. A changed value is not noticed.
absl::StatusOr<Message> DecodeMessage(absl::string_view bytes);

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_MESSAGE_H_
