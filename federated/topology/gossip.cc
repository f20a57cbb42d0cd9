#include "federated/topology/gossip.h"

#include <algorithm>
#include <cmath>

#include "core/base/check.h"
#include "federated/aggregation/client_value.h"

namespace flow::federated {
namespace {

// Parameters that are mixed at a time, so that those of all neighbours stay in
// the cache.
constexpr int64_t kBlock = 64;

// [n, kBlock]
using Block = std::vector<double>;

void CheckModels(const at::Tensor& models) {
  FLOW_CHECK(models.defined() && models.dim() == 2 && models.is_contiguous() &&
             models.device().is_cpu())
      << "models must be contiguous rows on the CPU";
  FLOW_CHECK(models.scalar_type() == at::kFloat ||
             models.scalar_type() == at::kDouble)
      << "models must be float32 or float64";
  FLOW_CHECK(models.size(0) >= 1) << "there must be a client";
}

void CheckWeights(absl::Span<const double> weights, int64_t clients) {
  FLOW_CHECK(weights.size() == clients)
      << "there must be a weight for each of " << clients << " clients; got "
      << weights.size();
  for (size_t i = 0; i < weights.size(); ++i) {
    FLOW_CHECK(std::isfinite(weights[i]) && weights[i] > 0)
        << "the weight of client " << i << " must be finite and > 0; got "
        << weights[i];
  }
}

Block MixedBlock(const MixingWeights& w, const Block& s) {
  Block mixed(s.size(), 0);
  for (size_t i = 0; i < w.size(); ++i) {
    double* const sum = mixed.data() + i * kBlock;
    for (const auto [j, weight] : w[i]) {
      const double* const x = s.data() + j * kBlock;
      for (int64_t p = 0; p < kBlock; ++p) sum[p] += weight * x[p];
    }
  }
  return mixed;
}

// Coordinates [begin, begin + count) of all clients, from `models` to `result`.
template <typename T>
void MixColumns(const MixingWeights& w, absl::Span<const double> before,
                absl::Span<const double> after, int64_t steps, int64_t begin,
                int64_t count, const at::Tensor& models, at::Tensor& result) {
  const int64_t n = models.size(0), size = models.size(1);
  const T* const theta = models.const_data_ptr<T>() + begin;
  T* const out = result.data_ptr<T>() + begin;
  Block s(n * kBlock, 0);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t p = 0; p < count; ++p) {
      s[i * kBlock + p] = before[i] * theta[i * size + p];
    }
  }
  for (int64_t step = 0; step < steps; ++step) s = MixedBlock(w, s);
  for (int64_t i = 0; i < n; ++i) {
    if (w[i].size() == 1) continue;  // (n theta) / n may differ from theta
    for (int64_t p = 0; p < count; ++p) {
      out[i * size + p] = static_cast<T>(s[i * kBlock + p] / after[i]);
    }
  }
}

}  // namespace

GossipState Mix(const MixingWeights& w, const at::Tensor& models,
                absl::Span<const double> weights, int64_t steps) {
  CheckModels(models);
  CheckWeights(weights, models.size(0));
  FLOW_CHECK(w.size() == weights.size())
      << "the matrix must have a row for each of " << weights.size()
      << " clients; got " << w.size();
  FLOW_CHECK(steps >= 0) << "steps must be >= 0; got " << steps;
  GossipState state{models.clone(), {weights.begin(), weights.end()}};
  if (steps == 0) return state;
  for (int64_t step = 0; step < steps; ++step) {
    state.weights = Mixed(w, state.weights);
  }
  const int64_t size = models.size(1);
  WithNumberOf(models, [&](auto number) {
    for (int64_t begin = 0; begin < size; begin += kBlock) {
      MixColumns<decltype(number)>(w, weights, state.weights, steps, begin,
                                   std::min(kBlock, size - begin), models,
                                   state.models);
    }
  });
  return state;
}

double ConsensusDistance(const at::Tensor& models) {
  CheckModels(models);
  const int64_t n = models.size(0), size = models.size(1);
  return WithNumberOf(models, [&](auto number) {
    const auto* const theta = models.const_data_ptr<decltype(number)>();
    std::vector<double> mean(size, 0);
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t p = 0; p < size; ++p) mean[p] += theta[i * size + p];
    }
    for (double& value : mean) value /= n;
    double sum = 0;
    for (int64_t i = 0; i < n; ++i) {
      for (int64_t p = 0; p < size; ++p) {
        const double d = theta[i * size + p] - mean[p];
        sum += d * d;
      }
    }
    return std::sqrt(sum / n);
  });
}

}  // namespace flow::federated
