#include "federated/aggregation/weighted_mean.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ATen/ops/zeros_like.h"
#include "core/base/check.h"
#include "federated/aggregation/add_scaled.h"

namespace flow::federated {
namespace {

// Coordinates that are summed at a time, so that the sums stay in the cache.
constexpr int64_t kBlock = 2048;

void CheckWeight(const ClientValue& c) {
  FLOW_CHECK(std::isfinite(c.weight) && c.weight >= 0)
      << "the weight of client " << c.client << " must be finite and >= 0; got "
      << c.weight;
}

double TotalWeight(const std::vector<ClientValue>& clients) {
  double total = 0;
  for (const ClientValue& c : clients) {
    CheckWeight(c);
    total += c.weight;
  }
  return total;
}

template <typename T>
void AddBlock(const std::vector<ClientValue>& clients, double total,
              int64_t begin, int64_t count, double* sum) {
  for (const ClientValue& c : clients) {
    if (c.weight == 0) continue;  // even if it sent infinities
    const double lambda = c.weight / total;
    AddScaled(lambda,
              absl::MakeConstSpan(c.value.const_data_ptr<T>() + begin, count),
              absl::MakeSpan(sum + begin, count));
  }
}

}  // namespace

RunningMean::RunningMean(double total_weight) : total_weight_(total_weight) {
  FLOW_CHECK(std::isfinite(total_weight) && total_weight > 0)
      << "the weights of all clients are zero, or not numbers";
}

void RunningMean::Add(absl::Span<const ClientValue> sent) {
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  for (const ClientValue& c : clients) CheckWeight(c);
  const at::Tensor& first = clients[0].value;
  FLOW_CHECK(clients[0].client > last_client_)
      << "client " << clients[0].client << " comes after client "
      << last_client_;
  if (!sum_p_.defined()) {
    sum_p_ = at::zeros_like(first, at::kDouble);
    dtype_ = first.scalar_type();
  }
  const int64_t size = sum_p_.numel();
  FLOW_CHECK(first.numel() == size && first.scalar_type() == dtype_)
      << "client " << clients[0].client << " sent " << first.numel()
      << " numbers and those before " << size << ", or of another dtype";
  last_client_ = clients.back().client;
  WithNumberOf(first, [&](auto number) {
    for (int64_t begin = 0; begin < size; begin += kBlock) {
      AddBlock<decltype(number)>(clients, total_weight_, begin,
                                 std::min(kBlock, size - begin),
                                 sum_p_.data_ptr<double>());
    }
  });
}

at::Tensor RunningMean::Mean() const {
  FLOW_CHECK(sum_p_.defined()) << "somebody must have answered";
  return sum_p_.to(dtype_, /*non_blocking=*/false, /*copy=*/true);
}

at::Tensor WeightedMean(absl::Span<const ClientValue> sent) {
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  RunningMean mean(TotalWeight(clients));
  mean.Add(clients);
  return mean.Mean();
}

}  // namespace flow::federated
