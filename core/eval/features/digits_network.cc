#include "core/eval/features/digits_network.h"

#include <functional>
#include <iterator>
#include <numeric>

#include "ATen/TensorOperators.h"
#include "ATen/ops/conv2d.h"
#include "ATen/ops/linear.h"
#include "ATen/ops/silu.h"
#include "ATen/ops/tensor.h"
#include "core/base/check.h"
#include "core/base/content_hash.h"

namespace flow::core {
namespace {

constexpr int16_t kTable[] = {
#include "core/eval/features/digits_network_weights.inc"
};

}  // namespace

std::vector<std::vector<int64_t>> DigitsNetworkShapes() {
  return {{8, 1, 3, 3},
          {8},
          {16, 8, 3, 3},
          {16},
          {kDigitsFeatures, 16, 3, 3},
          {kDigitsFeatures},
          {kDigitsLogits, kDigitsFeatures},
          {kDigitsLogits}};
}

std::vector<at::Tensor> DigitsNetworkViews(const at::Tensor& flat_p) {
  std::vector<at::Tensor> views;
  int64_t begin = 0;
  for (const std::vector<int64_t>& shape : DigitsNetworkShapes()) {
    const int64_t numbers = std::accumulate(shape.begin(), shape.end(),
                                            int64_t{1}, std::multiplies<>());
    views.push_back(flat_p.narrow(0, begin, numbers).view(shape));
    begin += numbers;
  }
  FLOW_CHECK(begin == flat_p.size(0)) << "the numbers of another network";
  return views;
}

std::vector<at::Tensor> DigitsNetworkWeights() {
  const at::Tensor whole_p =
      at::tensor(at::ArrayRef<int16_t>(kTable, std::size(kTable)));
  return DigitsNetworkViews(whole_p.to(at::kFloat) / kDigitsNetworkUnit);
}

std::string DigitsNetworkHash() {
  return ContentHash({reinterpret_cast<const char*>(kTable), sizeof(kTable)});
}

ImageFeatures DigitsNetwork(const std::vector<at::Tensor>& parameters,
                            const at::Tensor& x_bchw) {
  const std::vector<at::Tensor>& p = parameters;
  at::Tensor h = at::silu(at::conv2d(x_bchw, p[0], p[1], 1, 1));
  h = at::silu(at::conv2d(h, p[2], p[3], 2, 1));
  h = at::silu(at::conv2d(h, p[4], p[5], 2, 1));
  const at::Tensor feature_bf = h.mean({2, 3});
  return {feature_bf, at::linear(feature_bf, p[6], p[7])};
}

}  // namespace flow::core
