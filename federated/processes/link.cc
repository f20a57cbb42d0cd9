#include "federated/processes/link.h"

#include <cstdint>
#include <cstring>
#include <exception>
#include <utility>

#include "ATen/ops/empty.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/processes/time_left.h"

namespace flow::federated {
namespace {

// The least is a message of nothing; what is above the most is no length.
constexpr int64_t kLeastLength = 40;
constexpr int64_t kMostLength = int64_t{1} << 40;

at::Tensor LengthBytes(int64_t length) {
  at::Tensor bytes = at::empty({sizeof(length)}, at::kByte);
  std::memcpy(bytes.mutable_data_ptr(), &length, sizeof(length));
  return bytes;
}

int64_t LengthOf(const at::Tensor& bytes) {
  int64_t length;
  std::memcpy(&length, bytes.const_data_ptr(), sizeof(length));
  return length;
}

// Memory for what is about to come: its length is the other's word, so that too
// much of it is an error like others.
absl::StatusOr<at::Tensor> RoomFor(int64_t length) {
  if (length < kLeastLength || length > kMostLength) {
    return absl::DataLossError(
        absl::StrCat("no message has a length of ", length, " bytes"));
  }
  try {
    return at::empty({length}, at::kByte);
  } catch (const std::exception&) {
    return absl::ResourceExhaustedError(
        absl::StrCat("there is no memory for a message of ", length, " bytes"));
  }
}

absl::StatusOr<Message> ReceiveFrom(ByteChannel& channel,
                                    const core::TimeLeft& left) {
  at::Tensor length = LengthBytes(0);
  FLOW_RETURN_IF_ERROR(channel.Receive(length, left.Get()));
  FLOW_ASSIGN_OR_RETURN(at::Tensor bytes, RoomFor(LengthOf(length)));
  FLOW_RETURN_IF_ERROR(channel.Receive(bytes, left.Get()));
  return DecodeMessage(absl::string_view(
      static_cast<const char*>(bytes.const_data_ptr()), bytes.numel()));
}

absl::Status SendTo(ByteChannel& channel, const Message& message,
                    const core::TimeLeft& left) {
  const at::Tensor bytes = EncodeMessage(message);
  FLOW_RETURN_IF_ERROR(channel.Send(LengthBytes(bytes.numel()), left.Get()));
  return channel.Send(bytes, left.Get());
}

// What befell the other end, in front of c10d's words.
absl::string_view Befell(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return " has gone";
    case absl::StatusCode::kDeadlineExceeded:
      return " did not answer in time";
    default:
      return "";
  }
}

}  // namespace

Link::Link(std::string name, std::unique_ptr<ByteChannel> channel)
    : name_(std::move(name)), channel_(std::move(channel)) {
  FLOW_CHECK(channel_ != nullptr) << "a link begins open";
}

absl::Status Link::Send(const Message& message, absl::Duration timeout) {
  if (!status_.ok()) return status_;
  const absl::Status sent = SendTo(*channel_, message, core::TimeLeft(timeout));
  return sent.ok() ? sent : Fail(sent);
}

absl::StatusOr<Message> Link::Receive(absl::Duration timeout) {
  if (!status_.ok()) return status_;
  absl::StatusOr<Message> message =
      ReceiveFrom(*channel_, core::TimeLeft(timeout));
  if (!message.ok()) return Fail(message.status());
  return message;
}

void Link::Close() {
  if (!status_.ok()) return;
  Fail(absl::FailedPreconditionError("the link was closed here")).IgnoreError();
}

absl::Status Link::Fail(const absl::Status& status) {
  channel_.reset();
  status_ = absl::Status(
      status.code(),
      absl::StrCat(name_, Befell(status.code()), ": ", status.message()));
  return status_;
}

}  // namespace flow::federated
