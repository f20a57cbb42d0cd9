#include "core/coupling/make_coupling.h"

#include "core/coupling/independent.h"
#include "core/coupling/minibatch_ot.h"

namespace flow::core {
namespace {

struct Maker {
  std::shared_ptr<const Coupling> operator()(const IndependentOptions&) const {
    return std::make_shared<IndependentCoupling>();
  }
  std::shared_ptr<const Coupling> operator()(
      const MinibatchOtOptions& options) const {
    return std::make_shared<MinibatchOt>(options);
  }
};

}  // namespace

std::shared_ptr<const Coupling> MakeCoupling(const CouplingOptions& options) {
  return std::visit(Maker{}, options);
}

}  // namespace flow::core
