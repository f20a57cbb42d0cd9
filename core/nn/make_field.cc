#include "core/nn/make_field.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/nn/make_network.h"
#include "core/nn/mlp_field.h"
#include "core/nn/network_field.h"

namespace flow::core {

std::shared_ptr<const DivergenceField> MakeField(const NetworkOptions& options,
                                                 Parameters parameters) {
  FLOW_CHECK(NumClasses(options) == 0 && OutputsOf(options) == Outputs::kOne)
      << "the parts of such a network are fields";
  const auto* mlp = std::get_if<MlpOptions>(&options);
  if (mlp != nullptr && mlp->executor == Executor::kKernels &&
      parameters[0].value.is_cpu()) {
    return std::make_shared<MlpField>(*mlp, parameters);
  }
  return std::make_shared<NetworkField>(MakeNetwork(options),
                                        std::move(parameters));
}

}  // namespace flow::core
