#include "core/nn/make_network.h"

#include "core/nn/icnn.h"
#include "core/nn/image/dit.h"
#include "core/nn/image/unet.h"
#include "core/nn/mlp.h"
#include "core/nn/mlp_pair.h"

namespace flow::core {
namespace {

struct Maker {
  std::shared_ptr<const Network> operator()(const MlpOptions& options) const {
    return std::make_shared<Mlp>(options);
  }
  std::shared_ptr<const Network> operator()(const IcnnOptions& options) const {
    return std::make_shared<Icnn>(options);
  }
  std::shared_ptr<const Network> operator()(
      const MlpPairOptions& options) const {
    return std::make_shared<MlpPair>(options);
  }
  std::shared_ptr<const Network> operator()(const UNetOptions& options) const {
    return std::make_shared<UNet>(options);
  }
  std::shared_ptr<const Network> operator()(const DitOptions& options) const {
    return std::make_shared<Dit>(options);
  }
};

}  // namespace

std::shared_ptr<const Network> MakeNetwork(const NetworkOptions& options) {
  return std::visit(Maker{}, options);
}

}  // namespace flow::core
