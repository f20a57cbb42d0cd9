#include "flowlang/lower/trained_weights.h"

#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/finetune/align_proxy.h"
#include "core/finetune/low_rank_gradient.h"
#include "core/nn/make_network.h"
#include "core/train/update_rule.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

absl::StatusOr<core::Parameters> ReadWeightsLike(const std::string& path,
                                                 const core::Parameters& like) {
  FLOW_ASSIGN_OR_RETURN(const TensorFile file, ReadTensors(path));
  core::Parameters weights = core::CloneParameters(like);
  const absl::Status read = core::RestoreTensors(file.tensors, weights);
  if (read.ok()) return weights;
  return absl::InvalidArgumentError(absl::StrCat(
      "'", path, "' has weights of another network: ", read.message()));
}

absl::StatusOr<TrainedWeights> TrainedWeights::Load(
    const TrainVelocityStage& work, const StageContext& context) {
  const Stage& stage = context.stage();
  if (work.warm_start) {
    FLOW_ASSIGN_OR_RETURN(core::Parameters last,
                          LoadWeights(stage.inputs.back(), context));
    return TrainedWeights(std::move(last));
  }
  const Seed seed = DeriveSeed(context.plan.seed, stage.name, "weights");
  core::Parameters drawn = core::MakeNetwork(work.network)->Initialize(seed);
  if (!work.fine_tuning) return TrainedWeights(std::move(drawn));
  FLOW_ASSIGN_OR_RETURN(core::Parameters base,
                        ReadWeightsLike(work.fine_tuning->weights, drawn));
  TrainedWeights trained(std::move(base));
  FLOW_RETURN_IF_ERROR(std::visit(
      [&](const auto& options) {
        return trained.PutInPlace(options, work, seed, context);
      },
      work.fine_tuning->trained));
  return trained;
}

absl::Status TrainedWeights::PutInPlace(const core::AllWeightsOptions&,
                                        const TrainVelocityStage&, Seed,
                                        const StageContext&) {
  return absl::OkStatus();
}

absl::Status TrainedWeights::PutInPlace(const core::LowRankOptions& options,
                                        const TrainVelocityStage&, Seed seed,
                                        const StageContext&) {
  FLOW_ASSIGN_OR_RETURN(core::LowRankAdapter adapter,
                        core::LowRankAdapter::Create(options, initial_));
  initial_ = adapter.Initialize(DeriveSeed(seed, "low_rank"));
  adapter_ = std::make_shared<const core::LowRankAdapter>(std::move(adapter));
  return absl::OkStatus();
}

absl::Status TrainedWeights::PutInPlace(const core::ProxyOptions& options,
                                        const TrainVelocityStage& work,
                                        Seed seed,
                                        const StageContext& context) {
  const auto* whole = std::get_if<core::MlpOptions>(&work.network);
  FLOW_CHECK(whole != nullptr) << "the checks refuse others";
  proxy_ =
      std::make_shared<const core::NetworkProxy>(options, *whole, initial_);
  initial_ = proxy_->Initialize();
  if (options.align_steps == 0) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  FLOW_ASSIGN_OR_RETURN(
      initial_,
      core::AlignProxy(*proxy_, *whole, *ends.source, options.align_steps,
                       DeriveSeed(seed, "align"), context.pool));
  return absl::OkStatus();
}

core::NetworkOptions TrainedWeights::NetworkOf(
    const core::NetworkOptions& whole) const {
  return proxy_ ? core::NetworkOptions(proxy_->network()) : whole;
}

core::Parameters TrainedWeights::WeightsOf(
    const core::Parameters& trained) const {
  if (proxy_) return proxy_->PlugIn(initial_, trained);
  return adapter_ ? adapter_->Merge(trained) : trained;
}

std::unique_ptr<core::BatchGradient> TrainedWeights::GradientOf(
    std::unique_ptr<core::BatchGradient> network) const {
  if (!adapter_) return network;
  return std::make_unique<core::LowRankGradient>(std::move(network), adapter_);
}

}  // namespace flow::lang
