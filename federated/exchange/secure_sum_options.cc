#include "federated/exchange/secure_sum_options.h"

#include <algorithm>
#include <bit>

#include "core/base/check.h"
#include "federated/exchange/least_count.h"

namespace flow::federated {

int64_t SecureSumThreshold(const SecureSumOptions& options, int64_t clients) {
  FLOW_CHECK(clients >= 2) << "a sum hides one among others; got " << clients;
  return std::max<int64_t>(2, LeastCount(options.threshold, clients));
}

int64_t SecureSumBits(const SecureSumOptions& options, int64_t clients) {
  FLOW_CHECK(options.bits >= 2 && options.bits <= 52)
      << "bits must be in [2, 52]; got " << options.bits;
  FLOW_CHECK(clients >= 1) << "somebody must take part";
  const int64_t bits =
      options.bits + std::bit_width(static_cast<uint64_t>(clients - 1));
  FLOW_CHECK(bits <= 64) << clients << " clients with values of "
                         << options.bits << " bits need sums of " << bits;
  return bits;
}

}  // namespace flow::federated
