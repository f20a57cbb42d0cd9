#include "federated/privacy/client_noise.h"

#include <cmath>

#include "ATen/ops/zeros.h"
#include "core/base/check.h"
#include "core/tensor/random_tensor.h"
#include "federated/privacy/clip.h"

namespace flow::federated {

ClippedMean MeanOfClipped(absl::Span<const ClientValue> sent, double clip,
                          int64_t asked) {
  FLOW_CHECK(asked >= 1) << "a round asks somebody; got " << asked;
  const std::vector<ClientValue> clients = InOrderOfClients(sent);
  ClippedMean out = {at::zeros({clients[0].value.numel()}, at::kDouble), {}};
  for (const ClientValue& c : clients) {
    const at::Tensor x =
        c.value.to(at::kDouble, /*non_blocking=*/false, /*copy=*/true);
    out.norms.push_back(ClipToNorm(x, clip));
    out.mean.add_(x);
  }
  out.mean.div_(static_cast<double>(asked));
  return out;
}

double ClientNoiseStd(double noise_multiplier, double clip, int64_t asked) {
  FLOW_CHECK(asked >= 1) << "a round asks somebody; got " << asked;
  return noise_multiplier * clip / asked;
}

at::Tensor WithNoise(const at::Tensor& mean, double std, Seed seed) {
  FLOW_CHECK(mean.defined() && mean.dim() == 1) << "a mean is one row";
  FLOW_CHECK(std >= 0 && std::isfinite(std))
      << "noise has a finite standard deviation; got " << std;
  const at::Tensor z = core::NormalTensor(seed, 1, mean.numel())[0];
  return mean.add(z.to(mean.scalar_type()), std);
}

}  // namespace flow::federated
