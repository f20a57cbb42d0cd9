#ifndef FEDERATED_EXCHANGE_ERROR_FEEDBACK_H_
#define FEDERATED_EXCHANGE_ERROR_FEEDBACK_H_

#include <cstdint>

#include "ATen/core/Tensor.h"
#include "absl/types/span.h"
#include "core/base/random.h"
#include "federated/exchange/compression.h"
#include "federated/exchange/compression_options.h"

namespace flow::federated {

struct SentWithFeedback {
  Compressed sent;
  at::Tensor residual;  // [P], what the next update is to be given
};

/// Sends `value` and what earlier messages left out [Stich18, Algorithm 1]:
///
///     sent = Compress(value + residual),
///     residual <- value + residual - sent.
///
/// So the messages of all rounds and the last residual sum to the updates of
/// all rounds, up to the rounding of these additions. Top-k needs it: a number
/// that is never among the largest of one update would never be sent. int8 does
/// well without, for its mean is right.
///
/// `residual` is undefined before a client's first message, and then [P] of the
/// dtype of `value`. It is the whole state, one for each client: the caller
/// keeps it, and saves it with a checkpoint. Arguments are not changed; the
/// result's residual shares no memory with them.
///
/// What was sent and is not finite leaves a residual of 0, lest every later
/// update be spoilt; what is not finite and was not sent stays in the residual.
/// Draws what Compress does. Thread-safe. FLOW_CHECKs what Compress does, and
/// the residual's shape and dtype.
SentWithFeedback CompressWithFeedback(const CompressionOptions& options,
                                      const at::Tensor& value,
                                      const at::Tensor& residual,
                                      absl::Span<const int64_t> tensor_sizes,
                                      Seed seed);

}  // namespace flow::federated

#endif  // FEDERATED_EXCHANGE_ERROR_FEEDBACK_H_
