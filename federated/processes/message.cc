#include "federated/processes/message.h"

#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "ATen/ops/empty.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/io/little_endian.h"

namespace flow::federated {
namespace {

using core::AppendLittleEndian;
using core::TakeBytes;
using core::TakeLittleEndian;

constexpr absl::string_view kMagic = "FLOWMSG\x01";

constexpr at::ScalarType kTypes[] = {at::kFloat, at::kDouble, at::kLong};

// More than any machine holds, and eight bytes each are no overflow.
constexpr int64_t kMostElements = int64_t{1} << 48;
constexpr int64_t kMostDimensions = 64;

int64_t CodeOf(at::ScalarType type) {
  for (int64_t code = 0; code < std::size(kTypes); ++code) {
    if (kTypes[code] == type) return code;
  }
  FLOW_CHECK(false) << "a message has tensors of float32, float64 or int64; "
                    << "got " << at::toString(type);
  return -1;
}

// All that stands before the elements.
std::string Head(const Message& message) {
  std::string head(kMagic);
  AppendLittleEndian<int64_t>(message.kind, head);
  AppendLittleEndian<int64_t>(message.numbers.size(), head);
  AppendLittleEndian<int64_t>(message.reals.size(), head);
  AppendLittleEndian<int64_t>(message.tensors.size(), head);
  for (const int64_t number : message.numbers) AppendLittleEndian(number, head);
  for (const double real : message.reals) AppendLittleEndian(real, head);
  for (const at::Tensor& tensor : message.tensors) {
    FLOW_CHECK(tensor.defined() && tensor.is_cpu())
        << "a message's tensors are on the CPU";
    AppendLittleEndian(CodeOf(tensor.scalar_type()), head);
    AppendLittleEndian<int64_t>(tensor.dim(), head);
    for (const int64_t size : tensor.sizes()) AppendLittleEndian(size, head);
  }
  return head;
}

absl::Status Malformed(const std::string& what) {
  return absl::DataLossError(absl::StrCat("the message is malformed: ", what));
}

absl::StatusOr<int64_t> Number(const char* what, absl::string_view& bytes) {
  const std::optional<int64_t> number = TakeLittleEndian<int64_t>(bytes);
  if (!number.has_value()) {
    return Malformed(absl::StrCat("it ends before ", what));
  }
  return *number;
}

// How many of something follow that take at least `each` bytes: what cannot be
// there is an error before memory is reserved for it.
absl::StatusOr<int64_t> Count(const char* what, size_t each,
                              absl::string_view& bytes) {
  FLOW_ASSIGN_OR_RETURN(const int64_t count, Number(what, bytes));
  if (count < 0 || count > bytes.size() / each) {
    return Malformed(absl::StrCat(what, " cannot be ", count));
  }
  return count;
}

template <typename T>
absl::StatusOr<std::vector<T>> Values(int64_t count, absl::string_view& bytes) {
  const auto raw = TakeBytes(count * sizeof(T), bytes);
  if (!raw.has_value()) return Malformed("it ends within its numbers");
  std::vector<T> values(count);
  if (count > 0) std::memcpy(values.data(), raw->data(), raw->size());
  return values;
}

struct Layout {
  at::ScalarType type;
  std::vector<int64_t> sizes;
  int64_t elements;
};

absl::StatusOr<Layout> TakeLayout(absl::string_view& bytes) {
  Layout layout;
  FLOW_ASSIGN_OR_RETURN(const int64_t code, Number("a dtype", bytes));
  if (code < 0 || code >= std::size(kTypes)) {
    return Malformed(absl::StrCat("no dtype has the code ", code));
  }
  layout.type = kTypes[code];
  FLOW_ASSIGN_OR_RETURN(const int64_t dimensions,
                        Count("the number of dimensions", 8, bytes));
  if (dimensions > kMostDimensions) return Malformed("too many dimensions");
  FLOW_ASSIGN_OR_RETURN(layout.sizes, Values<int64_t>(dimensions, bytes));
  layout.elements = 1;
  int64_t extent = 1;  // a size of zero counts one, as in LibTorch's strides
  for (const int64_t size : layout.sizes) {
    if (size < 0 || (size > 1 && extent > kMostElements / size)) {
      return Malformed(absl::StrCat("a tensor's size cannot be ", size));
    }
    extent *= size > 1 ? size : 1;
    layout.elements *= size;
  }
  return layout;
}

absl::StatusOr<at::Tensor> TakeTensor(const Layout& layout,
                                      absl::string_view& bytes) {
  const size_t size = layout.elements * c10::elementSize(layout.type);
  const auto raw = TakeBytes(size, bytes);
  if (!raw.has_value()) return Malformed("it ends within a tensor");
  at::Tensor tensor = at::empty(layout.sizes, layout.type);
  if (size > 0) std::memcpy(tensor.mutable_data_ptr(), raw->data(), size);
  return tensor;
}

}  // namespace

at::Tensor EncodeMessage(const Message& message) {
  const std::string head = Head(message);
  int64_t size = head.size();
  for (const at::Tensor& tensor : message.tensors) size += tensor.nbytes();
  at::Tensor bytes = at::empty({size}, at::kByte);
  uint8_t* end = bytes.mutable_data_ptr<uint8_t>();
  std::memcpy(end, head.data(), head.size());
  end += head.size();
  for (const at::Tensor& tensor : message.tensors) {
    if (tensor.nbytes() == 0) continue;
    const at::Tensor contiguous = tensor.contiguous();
    std::memcpy(end, contiguous.const_data_ptr(), contiguous.nbytes());
    end += contiguous.nbytes();
  }
  return bytes;
}

absl::StatusOr<Message> DecodeMessage(absl::string_view bytes) {
  if (TakeBytes(kMagic.size(), bytes) != kMagic) {
    return Malformed("it does not begin as one of this version");
  }
  Message message;
  FLOW_ASSIGN_OR_RETURN(message.kind, Number("its kind", bytes));
  FLOW_ASSIGN_OR_RETURN(const int64_t numbers,
                        Count("the number of numbers", 8, bytes));
  FLOW_ASSIGN_OR_RETURN(const int64_t reals,
                        Count("the number of reals", 8, bytes));
  // a tensor has a dtype and a number of dimensions at least
  FLOW_ASSIGN_OR_RETURN(const int64_t tensors,
                        Count("the number of tensors", 16, bytes));
  FLOW_ASSIGN_OR_RETURN(message.numbers, Values<int64_t>(numbers, bytes));
  FLOW_ASSIGN_OR_RETURN(message.reals, Values<double>(reals, bytes));
  std::vector<Layout> layouts;
  for (int64_t i = 0; i < tensors; ++i) {
    FLOW_ASSIGN_OR_RETURN(Layout layout, TakeLayout(bytes));
    layouts.push_back(std::move(layout));
  }
  for (const Layout& layout : layouts) {
    FLOW_ASSIGN_OR_RETURN(at::Tensor tensor, TakeTensor(layout, bytes));
    message.tensors.push_back(std::move(tensor));
  }
  if (!bytes.empty()) return Malformed("something follows its end");
  return message;
}

}  // namespace flow::federated
