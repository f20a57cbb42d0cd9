#ifndef FEDERATED_PROCESSES_MESSAGE_TESTING_H_
#define FEDERATED_PROCESSES_MESSAGE_TESTING_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "federated/processes/message.h"

namespace flow::federated {

inline absl::string_view ViewOf(const at::Tensor& bytes) {
  return absl::string_view(
      reinterpret_cast<const char*>(bytes.const_data_ptr<uint8_t>()),
      bytes.numel());
}

/// Two messages are equal when all of their bits are; their encoding has all.
inline std::string BytesOf(const Message& message) {
  return std::string(ViewOf(EncodeMessage(message)));
}

}  // namespace flow::federated

#endif  // FEDERATED_PROCESSES_MESSAGE_TESTING_H_
