#include "core/nn/mlp_pair.h"

#include <string>

#include "ATen/TensorOperators.h"
#include "ATen/ops/concat.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"

namespace flow::core {
namespace {

constexpr const char* kHalves[] = {"forward", "backward"};

}  // namespace

MlpPair::MlpPair(const MlpPairOptions& options) : each_(options.each) {
  FLOW_CHECK(options.each.classes == 0 && options.each.outputs == Outputs::kOne)
      << "a pair of velocities, told of nothing but point and time";
}

Parameters MlpPair::Initialize(Seed seed) const {
  Parameters pair;
  for (const char* half : kHalves) {
    for (NamedTensor& p : each_.Initialize(DeriveSeed(seed, half))) {
      pair.push_back({absl::StrCat(half, ".", p.name), p.value});
    }
  }
  return pair;
}

at::Tensor MlpPair::Outputs(const Parameters& parameters,
                            const NetworkInput& input) const {
  return at::concat(
      {each_.Outputs(HalfOf(parameters, 0), {input.x_bd, input.t_b}),
       each_.Outputs(HalfOf(parameters, 1), {input.x_bd, 1 - input.t_b})},
      1);
}

Parameters HalfOf(const Parameters& pair, int half) {
  FLOW_CHECK(half == 0 || half == 1) << "half " << half;
  const size_t count = pair.size() / 2;
  const size_t prefix = std::string(kHalves[half]).size() + 1;
  Parameters parameters(pair.begin() + half * count,
                        pair.begin() + (half + 1) * count);
  for (NamedTensor& p : parameters) p.name.erase(0, prefix);
  return parameters;
}

}  // namespace flow::core
