#include <utility>
#include <variant>
#include <vector>

#include "core/base/check.h"
#include "core/finetune/trained_shapes.h"
#include "datasets/digits.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/chosen_model.h"

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
      return core::Activation::kSoftplus;
    case Mlp::ELU:
      return core::Activation::kElu;
  }
  FLOW_CHECK(false) << "an activation that no network has";
  return core::Activation::kSilu;
}

core::Executor Convert(Mlp::Executor executor) {
  return executor == Mlp::LIBTORCH ? core::Executor::kLibtorch
                                   : core::Executor::kKernels;
}

core::TimeEmbeddingOptions Convert(const TimeEmbedding& embedding) {
  if (embedding.has_sinusoidal()) {
    return core::SinusoidalTimeOptions{embedding.sinusoidal().dim()};
  }
  if (embedding.has_fourier()) {
    return core::FourierTimeOptions{embedding.fourier().dim(),
                                    embedding.fourier().scale()};
  }
  return core::ConcatenatedTimeOptions{};
}

core::PointEmbeddingOptions Convert(const PointEmbedding& embedding) {
  if (!embedding.has_fourier()) return core::PlainPointsOptions{};
  return core::FourierPointsOptions{embedding.fourier().dim(),
                                    embedding.fourier().scale()};
}

core::OtSolverOptions SolverOf(const MinibatchOtCoupling& ot) {
  if (ot.has_sinkhorn()) {
    const SinkhornSolver& sinkhorn = ot.sinkhorn();
    core::SinkhornSolverOptions options{
        .max_iterations = sinkhorn.max_iterations(),
        .tolerance = sinkhorn.tolerance()};
    if (sinkhorn.has_regularization()) {
      options.regularization = sinkhorn.regularization();
    }
    return options;
  }
  if (ot.has_unbalanced()) {
    const UnbalancedSolver& unbalanced = ot.unbalanced();
    return core::UnbalancedSolverOptions{
        unbalanced.regularization(), unbalanced.marginal_penalty(),
        unbalanced.max_iterations(), unbalanced.tolerance()};
  }
  if (ot.has_partial()) return core::PartialSolverOptions{ot.partial().mass()};
  FLOW_CHECK(ot.has_exact()) << "the checks require a solver";
  return core::ExactSolverOptions{};
}

}  // namespace

core::MinibatchOtOptions ToOptions(const MinibatchOtCoupling& ot) {
  core::MinibatchOtOptions options{
      .pairing = ot.pairing() == MinibatchOtCoupling::RESAMPLE
                     ? core::Pairing::kResample
                     : core::Pairing::kPermutation,
      .solver = SolverOf(ot),
      .condition_weight = ot.condition_weight()};
  if (ot.has_batch()) options.batch = ot.batch();
  return options;
}

core::PotentialOptions ToOptions(const Potential& potential, int64_t dim,
                                 const core::ImageShape& image) {
  if (potential.has_conv()) {
    const auto& channels = potential.conv().channels();
    return core::ConvPotentialOptions{image,
                                      {channels.begin(), channels.end()}};
  }
  const Mlp& mlp = potential.mlp();
  return core::MlpPotentialOptions{
      .dim = dim,
      .hidden = {mlp.hidden().begin(), mlp.hidden().end()},
      .activation = Convert(mlp.activation()),
      .softplus_beta = mlp.softplus_beta()};
}

federated::SemidualOptions ToOptions(const SemidualCoupling& semidual,
                                     int64_t dim,
                                     const core::ImageShape& image) {
  federated::SemidualOptions options = {
      .potential = ToOptions(semidual.potential(), dim, image),
      .candidates = semidual.candidates(),
      .inner = {semidual.inner().steps(), semidual.inner().step_size(),
                static_cast<federated::InnerStart>(semidual.inner().start())},
      .read_out = semidual.read_out() == SemidualCoupling::SOFTMIN
                      ? federated::ReadOut::kSoftmin
                      : federated::ReadOut::kArgmin,
      .entropy = semidual.entropy(),
      .pool = semidual.pool() == SemidualCoupling::FRESH
                  ? federated::Pool::kFresh
                  : federated::Pool::kShared,
      .equal_norm = semidual.equal_norm()};
  // of a FRESH pool it is a warning, and an entry is used once in any case
  if (semidual.has_reuse_cap() && options.pool == federated::Pool::kShared) {
    options.reuse_cap = semidual.reuse_cap();
  }
  return options;
}

core::CouplingOptions ToOptions(const Coupling& coupling) {
  switch (coupling.kind_case()) {
    case Coupling::kMinibatchOt:
      return ToOptions(coupling.minibatch_ot());
    case Coupling::kSemidiscrete:
      return core::SemidiscreteOptions{coupling.semidiscrete().regularization(),
                                       coupling.semidiscrete().steps(),
                                       coupling.semidiscrete().batch()};
    case Coupling::kGibbs:
      return core::GibbsOptions{coupling.gibbs().regularization()};
    default:
      // pairs by a potential are made of independent draws
      FLOW_CHECK(coupling.has_independent() || coupling.has_semidual())
          << "the checks require a coupling";
      return core::IndependentOptions{};
  }
}

core::ImageShape ImageOf(const Distribution& distribution) {
  if (distribution.has_digits()) return {1, datasets::kDigitsSide};
  const Images& images = distribution.images();
  if (distribution.has_images()) return {images.channels(), images.size()};
  return {};
}

core::NetworkOptions ToOptions(const Model& model, int64_t dim,
                               const core::ImageShape& image) {
  if (model.has_icnn()) {
    const Icnn& icnn = model.icnn();
    return core::IcnnOptions{
        dim, {icnn.hidden().begin(), icnn.hidden().end()}, icnn.strength()};
  }
  const core::Outputs outputs = ChosenPrediction(model) == VELOCITY_AND_SCORE
                                    ? core::Outputs::kTwo
                                    : core::Outputs::kOne;
  const int64_t classes = ConditionOrNone(model).classes();
  if (model.has_unet()) {
    const UNet& unet = model.unet();
    return core::UNetOptions{
        image,
        unet.channels(),
        {unet.multiplier().begin(), unet.multiplier().end()},
        unet.blocks(),
        {unet.attention().begin(), unet.attention().end()},
        unet.head_channels(),
        unet.dropout(),
        classes,
        outputs};
  }
  if (model.has_dit()) {
    const Dit& dit = model.dit();
    return core::DitOptions{image,       dit.patch(), dit.width(), dit.depth(),
                            dit.heads(), classes,     outputs};
  }
  FLOW_CHECK(model.has_mlp()) << "the checks require a model";
  const Mlp& mlp = model.mlp();
  return core::MlpOptions{dim,
                          {mlp.hidden().begin(), mlp.hidden().end()},
                          Convert(mlp.activation()),
                          mlp.softplus_beta(),
                          Convert(mlp.time_embedding()),
                          Convert(mlp.executor()),
                          classes,
                          outputs,
                          Convert(mlp.point_embedding())};
}

core::NetworkOptions NetworkOf(const Experiment& experiment, int64_t dim) {
  core::NetworkOptions model =
      ToOptions(experiment.model(), dim, ImageOf(experiment.target()));
  const Method& method = experiment.method();
  // estimates are made of models, too, that the checks refuse here
  if (const auto* mlp = std::get_if<core::MlpOptions>(&model);
      mlp != nullptr && method.flow_matching().has_dual()) {
    return core::MlpPairOptions{*mlp};
  }
  const bool is_field =
      method.has_field_matching() &&
      method.field_matching().regress() == FieldMatching::UNIT_FIELD;
  std::visit(
      [&](auto& network) {
        if constexpr (requires { network.classes; }) {
          if (method.local_flow().networks() == LocalFlow::SHARED) {
            network.classes = NumBlocks(method.local_flow());
          }
          if (is_field) network.outputs = core::Outputs::kField;
        }
      },
      model);
  return model;
}

std::vector<core::ParameterShape> TrainedShapesOf(const Experiment& experiment,
                                                  int64_t dim) {
  const core::NetworkOptions network = NetworkOf(experiment, dim);
  const FineTuning& tuning = experiment.fine_tuning();
  if (experiment.has_fine_tuning() && !tuning.has_nothing()) {
    auto trained = core::TrainedShapes(ToOptions(tuning), network);
    // else of names that the checks refuse
    if (trained.ok()) return *std::move(trained);
  }
  return core::ParameterShapes(network);
}

core::DualOptions ToOptions(const Dual& dual) {
  return {.loss = dual.loss() == Dual::COSINE ? core::DualLoss::kCosine
                                              : core::DualLoss::kFlowMatching,
          .consistency = dual.consistency(),
          .cycle = dual.cycle(),
          .cycle_steps = dual.cycle_steps()};
}

core::Prediction PredictionOf(const Model& model) {
  switch (ChosenPrediction(model)) {
    case VELOCITY:
      return core::Prediction::kVelocity;
    case DATA:
      return core::Prediction::kData;
    case NOISE:
      return core::Prediction::kNoise;
    case SCORE:
      return core::Prediction::kScore;
    case VELOCITY_AND_SCORE:
      break;
  }
  return core::Prediction::kVelocityAndScore;
}

}  // namespace flow::lang
