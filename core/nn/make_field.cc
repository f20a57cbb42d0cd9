#include "core/nn/make_field.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/nn/icnn.h"
#include "core/nn/mlp.h"
#include "core/nn/mlp_field.h"
#include "core/nn/network_field.h"

namespace flow::core {
namespace {

struct Maker {
  Parameters parameters;

  std::shared_ptr<const DivergenceField> operator()(const MlpOptions& options) {
    FLOW_CHECK(options.classes == 0 && options.outputs == Outputs::kOne)
        << "the parts of such a network are fields";
    if (options.executor == Executor::kKernels) {
      return std::make_shared<MlpField>(options, parameters);
    }
    return std::make_shared<NetworkField>(std::make_shared<Mlp>(options),
                                          std::move(parameters));
  }
  std::shared_ptr<const DivergenceField> operator()(
      const IcnnOptions& options) {
    return std::make_shared<NetworkField>(std::make_shared<Icnn>(options),
                                          std::move(parameters));
  }
  std::shared_ptr<const DivergenceField> operator()(const MlpPairOptions&) {
    FLOW_CHECK(false) << "the parts of such a network are fields";
    return nullptr;
  }
};

}  // namespace

std::shared_ptr<const DivergenceField> MakeField(const NetworkOptions& options,
                                                 Parameters parameters) {
  return std::visit(Maker{std::move(parameters)}, options);
}

}  // namespace flow::core
