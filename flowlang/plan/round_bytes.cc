#include "flowlang/plan/round_bytes.h"

#include <cstdint>

#include "federated/exchange/compression_options.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

double MessageBytes(const Federation& federation, double numbers) {
  if (federation.has_secure_sum()) {
    return numbers * static_cast<double>(federation.secure_sum().bits()) / 8;
  }
  return static_cast<double>(federated::CompressedBytes(
      ToOptions(federation).compression, {static_cast<int64_t>(numbers)},
      sizeof(float)));
}

}  // namespace

RoundBytes RoundBytesOf(const Federation& federation, double shared,
                        double shared_by_edges) {
  // control variates are as long as the weights
  const bool has_controls = federation.aggregation().has_scaffold();
  const double controls = has_controls ? 4 * shared : 0;
  return {.down = 4 * shared + controls,
          .up = MessageBytes(federation, shared) + controls,
          .edge = 4 * shared_by_edges * (has_controls ? 2 : 1)};
}

}  // namespace flow::lang
