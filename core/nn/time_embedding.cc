#include "core/nn/time_embedding.h"

#include <cmath>
#include <cstdint>
#include <map>
#include <mutex>
#include <numbers>
#include <utility>

#include "ATen/TensorOperators.h"
#include "ATen/ops/arange.h"
#include "ATen/ops/concat.h"
#include "ATen/ops/tensor.h"
#include "core/base/random.h"
#include "core/tensor/constant.h"

namespace flow::core {
namespace {

// 2 pi w: one for all networks of the same options.
Constant FourierAngles(const FourierTimeOptions& options) {
  static auto& mutex = *new std::mutex;
  static auto& kept = *new std::map<std::pair<int64_t, double>, Constant>;
  const std::lock_guard<std::mutex> lock(mutex);
  Constant& angles = kept[{options.dim, options.scale}];
  if (!angles.defined()) {
    angles = Constant(at::tensor(FourierFrequencies(options), at::kDouble) *
                      (2 * std::numbers::pi));
  }
  return angles;
}

struct Embed {
  const at::Tensor& t_b;

  at::Tensor operator()(const ConcatenatedTimeOptions&) const {
    return t_b.unsqueeze(1);
  }

  at::Tensor operator()(const SinusoidalTimeOptions& options) const {
    const int64_t half = options.dim / 2;
    const at::Tensor frequency_k =
        (at::arange(half, t_b.options()) * (-std::log(10000.0) / half)).exp();
    const at::Tensor angle_bk = t_b.unsqueeze(1) * options.scale * frequency_k;
    return at::concat({angle_bk.cos(), angle_bk.sin()}, 1);
  }

  at::Tensor operator()(const FourierTimeOptions& options) const {
    const at::Tensor exact_b = t_b.to(at::kDouble);
    const at::Tensor angle_bk =
        exact_b.unsqueeze(1) * FourierAngles(options).Like(exact_b);
    return at::concat({angle_bk.cos(), angle_bk.sin()}, 1)
        .to(t_b.scalar_type());
  }
};

}  // namespace

std::vector<double> FourierFrequencies(const FourierTimeOptions& options) {
  const Seed seed = DeriveSeed(0, "time_embedding", "fourier");
  std::vector<double> frequencies;
  for (int64_t k = 0; k < options.dim / 2; ++k) {
    frequencies.push_back(options.scale * RowRandom(seed, k).Normal());
  }
  return frequencies;
}

at::Tensor EmbedTime(const at::Tensor& t_b,
                     const TimeEmbeddingOptions& options) {
  return std::visit(Embed{t_b}, options);
}

}  // namespace flow::core
