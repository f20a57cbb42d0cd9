#include "core/nn/make_potential.h"

#include <variant>

#include "core/nn/image/conv_potential.h"
#include "core/nn/mlp_potential.h"

namespace flow::core {
namespace {

std::shared_ptr<const Potential> Make(const MlpPotentialOptions& options) {
  return std::make_shared<MlpPotential>(options);
}
std::shared_ptr<const Potential> Make(const ConvPotentialOptions& options) {
  return std::make_shared<ConvPotential>(options);
}

}  // namespace

std::shared_ptr<const Potential> MakePotential(
    const PotentialOptions& options) {
  return std::visit([](const auto& arm) { return Make(arm); }, options);
}

}  // namespace flow::core
