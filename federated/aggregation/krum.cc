#include "federated/aggregation/krum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/check.h"
#include "federated/aggregation/weighted_mean.h"

namespace flow::federated {
namespace {

double SquaredDistance(const at::Tensor& a, const at::Tensor& b) {
  return WithNumberOf(a, [&](auto number) {
    using T = decltype(number);
    const T* const x = a.const_data_ptr<T>();
    const T* const y = b.const_data_ptr<T>();
    double sum = 0;
    for (int64_t p = 0; p < a.numel(); ++p) {
      const double d = static_cast<double>(x[p]) - y[p];
      sum += d * d;
    }
    return std::isnan(sum) ? std::numeric_limits<double>::infinity() : sum;
  });
}

// The score of each, in the order of `clients`.
std::vector<double> Scores(const std::vector<ClientValue>& clients,
                           int64_t byzantine) {
  const size_t n = clients.size();
  std::vector<std::vector<double>> distances(n);  // to all others
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double d = SquaredDistance(clients[i].value, clients[j].value);
      distances[i].push_back(d);
      distances[j].push_back(d);
    }
  }
  std::vector<double> scores;
  for (std::vector<double>& d : distances) {
    std::sort(d.begin(), d.end());
    scores.push_back(
        std::accumulate(d.begin(), d.begin() + (n - byzantine - 2), 0.0));
  }
  return scores;
}

// The best `keep`, the best first.
std::vector<ClientValue> Best(absl::Span<const ClientValue> sent,
                              int64_t byzantine, int64_t keep) {
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  const int64_t n = clients.size();
  FLOW_CHECK(byzantine >= 0 && n >= 2 * byzantine + 3)
      << "Krum against " << byzantine << " needs 2 * " << byzantine
      << " + 3 clients; got " << n;
  FLOW_CHECK(keep >= 1 && keep <= n)
      << "as many as are kept must have answered; got " << keep << " of " << n;
  const std::vector<double> scores = Scores(clients, byzantine);
  std::vector<int64_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int64_t i, int64_t j) { return scores[i] < scores[j]; });
  std::vector<ClientValue> best;
  for (int64_t i = 0; i < keep; ++i) best.push_back(clients[order[i]]);
  return best;
}

}  // namespace

std::vector<int64_t> KrumRanking(absl::Span<const ClientValue> sent,
                                 int64_t byzantine) {
  std::vector<int64_t> ranking;
  for (const ClientValue& c : Best(sent, byzantine, sent.size())) {
    ranking.push_back(c.client);
  }
  return ranking;
}

at::Tensor Krum(absl::Span<const ClientValue> sent, int64_t byzantine) {
  return Best(sent, byzantine, 1)[0].value.clone();
}

at::Tensor MultiKrum(absl::Span<const ClientValue> sent, int64_t byzantine,
                     int64_t keep) {
  std::vector<ClientValue> best = Best(sent, byzantine, keep);
  for (ClientValue& c : best) c.weight = 1;
  return WeightedMean(best);
}

}  // namespace flow::federated
