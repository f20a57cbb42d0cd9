#include "federated/aggregation/weighted_mean.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "ATen/ops/empty_like.h"
#include "core/base/check.h"
#include "federated/aggregation/add_scaled.h"

namespace flow::federated {
namespace {

// Coordinates that are summed at a time, so that the sums stay in the cache.
constexpr int64_t kBlock = 2048;

double TotalWeight(const std::vector<ClientValue>& clients) {
  double total = 0;
  for (const ClientValue& c : clients) {
    FLOW_CHECK(std::isfinite(c.weight) && c.weight >= 0)
        << "the weight of client " << c.client
        << " must be finite and >= 0; got " << c.weight;
    total += c.weight;
  }
  FLOW_CHECK(total > 0) << "the weights of all clients are zero";
  return total;
}

template <typename T>
void MeanOfBlock(const std::vector<ClientValue>& clients, double total,
                 int64_t begin, int64_t count, T* mean) {
  std::array<double, kBlock> sum = {};
  for (const ClientValue& c : clients) {
    if (c.weight == 0) continue;  // even if it sent infinities
    const double lambda = c.weight / total;
    AddScaled(lambda,
              absl::MakeConstSpan(c.value.const_data_ptr<T>() + begin, count),
              absl::MakeSpan(sum.data(), count));
  }
  for (int64_t p = 0; p < count; ++p) mean[begin + p] = static_cast<T>(sum[p]);
}

}  // namespace

at::Tensor WeightedMean(absl::Span<const ClientValue> sent) {
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  const double total = TotalWeight(clients);
  const at::Tensor mean = at::empty_like(clients[0].value);
  const int64_t size = mean.numel();
  WithNumberOf(mean, [&](auto number) {
    using T = decltype(number);
    for (int64_t begin = 0; begin < size; begin += kBlock) {
      MeanOfBlock(clients, total, begin, std::min(kBlock, size - begin),
                  mean.data_ptr<T>());
    }
  });
  return mean;
}

}  // namespace flow::federated
