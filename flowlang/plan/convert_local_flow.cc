#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {

local_flow::StepSizeOptions ToOptions(const StepSizes& steps) {
  switch (steps.kind_case()) {
    case StepSizes::kGeometric:
      return local_flow::GeometricSizes{steps.geometric().first(),
                                        steps.geometric().ratio(),
                                        steps.geometric().count()};
    case StepSizes::kExplicit: {
      const auto& size = steps.explicit_().size();
      return local_flow::ExplicitSizes{{size.begin(), size.end()}};
    }
    case StepSizes::kCosine:
      return local_flow::CosineSizes{steps.cosine().count(),
                                     steps.cosine().offset()};
    case StepSizes::kLinear:
      return local_flow::LinearSizes{steps.linear().count(),
                                     steps.linear().beta_min(),
                                     steps.linear().beta_max()};
    case StepSizes::kFromData:
    case StepSizes::KIND_NOT_SET:
      break;
  }
  FLOW_CHECK(false) << "sizes that are not known beforehand";
  return {};
}

int64_t NumBlocks(const LocalFlow& method) {
  const StepSizes& steps = method.steps();
  // the checks count blocks, too, where steps are missing
  if (steps.kind_case() == StepSizes::KIND_NOT_SET) return 1;
  if (steps.has_from_data()) return steps.from_data().count() + 1;
  return std::ssize(local_flow::StepSizes(ToOptions(steps))) + 1;
}

local_flow::LocalCoupling ToOptions(LocalFlow::LocalCoupling coupling) {
  switch (coupling) {
    case LocalFlow::DEPENDENT:
      return local_flow::LocalCoupling::kDependent;
    case LocalFlow::SHUFFLED:
      return local_flow::LocalCoupling::kShuffled;
    case LocalFlow::INDEPENDENT:
      return local_flow::LocalCoupling::kIndependent;
    case LocalFlow::MINIBATCH_OT:
      return local_flow::LocalCoupling::kMinibatchOt;
  }
  FLOW_CHECK(false) << "no such coupling";
  return {};
}

}  // namespace flow::lang
