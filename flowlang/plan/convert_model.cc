#include "core/base/check.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

core::Activation Convert(Mlp::Activation activation) {
  switch (activation) {
    case Mlp::SILU:
      return core::Activation::kSilu;
    case Mlp::SELU:
      return core::Activation::kSelu;
    case Mlp::RELU:
      return core::Activation::kRelu;
    case Mlp::TANH:
      return core::Activation::kTanh;
    case Mlp::GELU:
      return core::Activation::kGelu;
    case Mlp::SOFTPLUS:
    case Mlp::ELU:
      break;
  }
  FLOW_CHECK(false) << "an activation that no network has";
  return core::Activation::kSilu;
}

core::TimeEmbeddingOptions Convert(const TimeEmbedding& embedding) {
  if (embedding.has_sinusoidal()) {
    return core::SinusoidalTimeOptions{embedding.sinusoidal().dim()};
  }
  return core::ConcatenatedTimeOptions{};
}

}  // namespace

core::PathOptions ToOptions(const ProbabilityPath& path) {
  FLOW_CHECK(path.has_linear()) << "the checks require a path";
  return core::LinearPathOptions{path.linear().sigma()};
}

core::CouplingOptions ToOptions(const Coupling& coupling) {
  if (coupling.has_minibatch_ot()) {
    return core::MinibatchOtOptions{coupling.minibatch_ot().pairing() ==
                                            MinibatchOtCoupling::RESAMPLE
                                        ? core::Pairing::kResample
                                        : core::Pairing::kPermutation};
  }
  FLOW_CHECK(coupling.has_independent()) << "the checks require a coupling";
  return core::IndependentOptions{};
}

core::NetworkOptions ToOptions(const Model& model, int64_t dim) {
  FLOW_CHECK(model.has_mlp()) << "the checks require a model";
  const Mlp& mlp = model.mlp();
  return core::MlpOptions{dim,
                          {mlp.hidden().begin(), mlp.hidden().end()},
                          Convert(mlp.activation()),
                          Convert(mlp.time_embedding())};
}

}  // namespace flow::lang
