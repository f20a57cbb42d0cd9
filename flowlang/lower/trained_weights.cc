#include "flowlang/lower/trained_weights.h"

#include <utility>
#include <variant>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/finetune/align_proxy.h"
#include "core/finetune/low_rank_gradient.h"
#include "core/nn/make_network.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

namespace {

Seed SeedOf(const StageContext& context) {
  return DeriveSeed(context.plan.seed, context.stage().name, "weights");
}

// Of the proxy that the stage trains; null where it trains none.
const core::ProxyOptions* ProxyOf(const TrainVelocityStage& work) {
  return work.fine_tuning
             ? std::get_if<core::ProxyOptions>(&work.fine_tuning->trained)
             : nullptr;
}

// The perceptron that a proxy is one of.
const core::MlpOptions& WholeOf(const TrainVelocityStage& work) {
  const auto* whole = std::get_if<core::MlpOptions>(&work.network);
  FLOW_CHECK(whole != nullptr) << "the checks refuse a proxy of others";
  return *whole;
}

}  // namespace

absl::StatusOr<TrainedWeights> TrainedWeights::Load(
    const TrainVelocityStage& work, const StageContext& context) {
  if (work.warm_start) {
    FLOW_ASSIGN_OR_RETURN(core::Parameters last,
                          LoadWeights(context.stage().inputs.back(), context));
    return TrainedWeights(std::move(last));
  }
  const Seed seed = SeedOf(context);
  if (!work.fine_tuning) {
    return TrainedWeights(core::MakeNetwork(work.network)->Initialize(seed));
  }
  FLOW_ASSIGN_OR_RETURN(core::Parameters base,
                        ReadWeightsOf(work.network, work.fine_tuning->weights));
  TrainedWeights trained(std::move(base));
  FLOW_RETURN_IF_ERROR(std::visit(
      [&](const auto& options) {
        return trained.PutInPlace(options, work, seed);
      },
      work.fine_tuning->trained));
  return trained;
}

absl::Status TrainedWeights::PutInPlace(const core::AllWeightsOptions&,
                                        const TrainVelocityStage&, Seed) {
  return absl::OkStatus();
}

absl::Status TrainedWeights::PutInPlace(const core::LowRankOptions& options,
                                        const TrainVelocityStage&, Seed seed) {
  FLOW_ASSIGN_OR_RETURN(core::LowRankAdapter adapter,
                        core::LowRankAdapter::Create(options, initial_));
  initial_ = adapter.Initialize(DeriveSeed(seed, "low_rank"));
  adapter_ = std::make_shared<const core::LowRankAdapter>(std::move(adapter));
  return absl::OkStatus();
}

absl::Status TrainedWeights::PutInPlace(const core::ProxyOptions& options,
                                        const TrainVelocityStage& work, Seed) {
  proxy_ = std::make_shared<const core::NetworkProxy>(options, WholeOf(work),
                                                      initial_);
  initial_ = proxy_->Initialize();
  return absl::OkStatus();
}

absl::Status TrainedWeights::Align(const TrainVelocityStage& work,
                                   const StageContext& context) {
  const core::ProxyOptions* options = ProxyOf(work);
  if (options == nullptr || options->align_steps == 0) return absl::OkStatus();
  FLOW_ASSIGN_OR_RETURN(const Ends ends,
                        MakeEnds(work.ends, context.plan.seed));
  FLOW_ASSIGN_OR_RETURN(
      initial_, core::AlignProxy(
                    *proxy_, WholeOf(work), *ends.source, options->align_steps,
                    DeriveSeed(SeedOf(context), "align"), context.pool));
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
