#include "federated/aggregation/robust_mean.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/ops/empty_like.h"
#include "core/base/check.h"

namespace flow::federated {
namespace {

bool IsBefore(double a, double b) {
  return std::isnan(b) ? !std::isnan(a) : a < b;
}

// The mean of all but the `k` least and the `k` greatest, at each coordinate.
at::Tensor MeanOfMiddle(const std::vector<ClientValue>& clients, int64_t k) {
  const int64_t n = clients.size();
  const at::Tensor mean = at::empty_like(clients[0].value);
  WithNumberOf(mean, [&](auto number) {
    using T = decltype(number);
    std::vector<const T*> from;
    for (const ClientValue& c : clients) {
      from.push_back(c.value.const_data_ptr<T>());
    }
    T* const to = mean.data_ptr<T>();
    std::vector<double> x(n);
    for (int64_t p = 0; p < mean.numel(); ++p) {
      for (int64_t i = 0; i < n; ++i) x[i] = from[i][p];
      std::sort(x.begin(), x.end(), IsBefore);
      double sum = 0;
      for (int64_t i = k; i < n - k; ++i) sum += x[i];
      to[p] = static_cast<T>(sum / (n - 2 * k));
    }
  });
  return mean;
}

}  // namespace

at::Tensor CoordinateMedian(absl::Span<const ClientValue> sent) {
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  return MeanOfMiddle(clients, (clients.size() - 1) / 2);
}

at::Tensor TrimmedMean(absl::Span<const ClientValue> sent, double trim) {
  FLOW_CHECK(trim >= 0 && trim < 0.5)
      << "the share that is trimmed must be in [0, 0.5); got " << trim;
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  const int64_t n = clients.size();
  const auto k = static_cast<int64_t>(std::floor(trim * n + 1e-9));
  return MeanOfMiddle(clients, std::min(k, (n - 1) / 2));
}

}  // namespace flow::federated
