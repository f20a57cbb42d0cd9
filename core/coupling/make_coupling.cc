#include "core/coupling/make_coupling.h"

#include <utility>

#include "core/base/check.h"
#include "core/coupling/gibbs.h"
#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"

namespace flow::core {
namespace {

struct Maker {
  std::optional<WeightedTargets> targets;

  std::shared_ptr<const Coupling> operator()(const IndependentOptions&) {
    return std::make_shared<IndependentCoupling>();
  }
  std::shared_ptr<const Coupling> operator()(
      const MinibatchOtOptions& options) {
    return std::make_shared<MinibatchOt>(options);
  }
  std::shared_ptr<const Coupling> operator()(
      const SemidiscreteOptions& options) {
    FLOW_CHECK(targets.has_value()) << "a semi-discrete coupling has targets";
    return std::make_shared<SemidiscreteCoupling>(*std::move(targets),
                                                  options.regularization);
  }
  std::shared_ptr<const Coupling> operator()(const GibbsOptions& options) {
    return std::make_shared<GibbsCoupling>(options);
  }
};

}  // namespace

std::shared_ptr<const Coupling> MakeCoupling(
    const CouplingOptions& options, std::optional<WeightedTargets> targets) {
  return std::visit(Maker{std::move(targets)}, options);
}

}  // namespace flow::core
