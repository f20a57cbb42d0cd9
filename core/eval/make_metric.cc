#include "core/eval/make_metric.h"

#include "core/eval/bits_per_dim.h"
#include "core/eval/curvature.h"
#include "core/eval/energy_distance.h"
#include "core/eval/features/fid.h"
#include "core/eval/features/inception_score.h"
#include "core/eval/features/of_features.h"
#include "core/eval/features/subset_kid.h"
#include "core/eval/flow_transport_cost.h"
#include "core/eval/kid.h"
#include "core/eval/marginal_error.h"
#include "core/eval/mmd.h"
#include "core/eval/nfe.h"
#include "core/eval/nll.h"
#include "core/eval/npe.h"
#include "core/eval/path_energy.h"
#include "core/eval/precision_recall.h"
#include "core/eval/round_trip_error.h"
#include "core/eval/sliced_w2.h"
#include "core/eval/straightness.h"
#include "core/eval/velocity_error.h"
#include "core/eval/w1.h"
#include "core/eval/w2.h"
#include "core/eval/worst_client_w2.h"

namespace flow::core {
namespace {

// One overload for each arm: an arm without a metric does not compile.
std::unique_ptr<Metric> Make(const W2Options&) {
  return std::make_unique<W2>();
}
std::unique_ptr<Metric> Make(const W1Options&) {
  return std::make_unique<W1>();
}
std::unique_ptr<Metric> Make(const SlicedW2Options& options) {
  return std::make_unique<SlicedW2>(options);
}
std::unique_ptr<Metric> Make(const MmdOptions& options) {
  return std::make_unique<Mmd>(options);
}
std::unique_ptr<Metric> Make(const EnergyDistanceOptions&) {
  return std::make_unique<EnergyDistance>();
}
std::unique_ptr<Metric> Make(const PathEnergyOptions&) {
  return std::make_unique<PathEnergy>();
}
std::unique_ptr<Metric> Make(const NpeOptions&) {
  return std::make_unique<Npe>();
}
std::unique_ptr<Metric> Make(const SignedNpeOptions&) {
  return std::make_unique<SignedNpe>();
}
std::unique_ptr<Metric> Make(const StraightnessOptions&) {
  return std::make_unique<Straightness>();
}
std::unique_ptr<Metric> Make(const NfeOptions&) {
  return std::make_unique<Nfe>();
}
std::unique_ptr<Metric> Make(const NllOptions& options) {
  return std::make_unique<Nll>(options);
}
std::unique_ptr<Metric> Make(const BitsPerDimOptions& options) {
  return std::make_unique<BitsPerDim>(options);
}
std::unique_ptr<Metric> Make(const KidOptions& options) {
  if (options.subsets) return std::make_unique<SubsetKid>(*options.subsets);
  return std::make_unique<Kid>();
}
std::unique_ptr<Metric> Make(const PrecisionOptions& options) {
  return std::make_unique<Precision>(options);
}
std::unique_ptr<Metric> Make(const RecallOptions& options) {
  return std::make_unique<Recall>(options);
}
std::unique_ptr<Metric> Make(const VelocityErrorOptions&) {
  return std::make_unique<VelocityError>();
}
std::unique_ptr<Metric> Make(const TransportCostOptions&) {
  return std::make_unique<FlowTransportCost>();
}
std::unique_ptr<Metric> Make(const MarginalErrorOptions&) {
  return std::make_unique<MarginalError>();
}
std::unique_ptr<Metric> Make(const RoundTripErrorOptions&) {
  return std::make_unique<RoundTripError>();
}
std::unique_ptr<Metric> Make(const CurvatureOptions&) {
  return std::make_unique<Curvature>();
}
std::unique_ptr<Metric> Make(const WorstClientW2Options&) {
  return std::make_unique<WorstClientW2>();
}
std::unique_ptr<Metric> Make(const FidOptions&) {
  return std::make_unique<OfFeatures>("fid", std::make_unique<Fid>());
}
std::unique_ptr<Metric> Make(const FidInfinityOptions&) {
  return std::make_unique<OfFeatures>("fid_infinity",
                                      std::make_unique<FidInfinity>());
}
std::unique_ptr<Metric> Make(const InceptionScoreOptions& options) {
  return std::make_unique<InceptionScore>(options);
}
std::unique_ptr<Metric> Make(const OfFeaturesOptions& options) {
  return std::make_unique<OfFeatures>(
      MetricName(options),
      std::visit([](const auto& arm) { return Make(arm); }, options.metric));
}

}  // namespace

std::unique_ptr<Metric> MakeMetric(const MetricOptions& options) {
  return std::visit([](const auto& arm) { return Make(arm); }, options);
}

}  // namespace flow::core
