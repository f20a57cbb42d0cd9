#ifndef FLOWLANG_PLAN_CONVERT_H_
#define FLOWLANG_PLAN_CONVERT_H_

/// From the messages of the schema to the options that plans carry. The
/// messages have passed the checks, have their defaults written out and use
/// nothing that is only planned; anything else is our bug.

#include <cstdint>
#include <optional>
#include <vector>

#include "core/coupling/coupling_options.h"
#include "core/eval/features/feature_options.h"
#include "core/eval/metric_options.h"
#include "core/finetune/fine_tuning_options.h"
#include "core/nn/network_options.h"
#include "core/nn/parameter_shapes.h"
#include "core/nn/potential_options.h"
#include "core/ode/sampler_options.h"
#include "core/path/path_options.h"
#include "core/path/prediction.h"
#include "core/train/dual_options.h"
#include "core/train/train_options.h"
#include "datasets/distribution_options.h"
#include "federated/dual/semidual_options.h"
#include "federated/rounds/federation_options.h"
#include "federated/topology/link_options.h"
#include "field_matching/field_options.h"
#include "flowlang/plan/plan.h"
#include "flowlang/schema/experiment.pb.h"
#include "local_flow/block_options.h"
#include "local_flow/step_sizes.h"

namespace flow::lang {

datasets::DistributionOptions ToOptions(const Distribution& distribution);
EndsOptions EndsOf(const Experiment& experiment);
core::PathOptions ToOptions(const ProbabilityPath& path);
core::CouplingOptions ToOptions(const Coupling& coupling);
core::MinibatchOtOptions ToOptions(const MinibatchOtCoupling& ot);
/// Of images that a law draws; none where it draws other points.
core::ImageShape ImageOf(const Distribution& distribution);
/// Of points of `dim` numbers, which are such images.
core::PotentialOptions ToOptions(const Potential& potential, int64_t dim,
                                 const core::ImageShape& image);
federated::SemidualOptions ToOptions(const SemidualCoupling& semidual,
                                     int64_t dim,
                                     const core::ImageShape& image);
/// Of points of `dim` numbers, which are such images.
core::NetworkOptions ToOptions(const Model& model, int64_t dim,
                               const core::ImageShape& image);
/// That the method trains: the model, two of its shape, or one that is told the
/// block of a chain.
core::NetworkOptions NetworkOf(const Experiment& experiment, int64_t dim);
/// The parameters that are trained, and that clients send: those of that
/// network or what stands for them.
std::vector<core::ParameterShape> TrainedShapesOf(const Experiment& experiment,
                                                  int64_t dim);
core::DualOptions ToOptions(const Dual& dual);
core::Prediction PredictionOf(const Model& model);
core::OptimizerOptions ToOptions(const Optimizer& optimizer);
core::TrainOptions ToOptions(const Training& train);
core::FineTuningOptions ToOptions(const FineTuning& tuning);
federated::FederationOptions ToOptions(const Federation& federation);
std::vector<federated::ModuleOptions> ModulesOf(const Federation& federation);
std::vector<federated::LinkOptions> LinksOf(const Federation& federation);
/// The rounds of the server in a training.
int64_t RoundsOf(const Training& train, const Federation& federation);
/// The steps that a client makes in one round of the server, if it takes part
/// in all rounds of its edge.
int64_t StepsInRound(const Federation& federation);
/// Of sizes that are known beforehand.
local_flow::StepSizeOptions ToOptions(const StepSizes& steps);
/// The blocks of a chain, the free one included.
int64_t NumBlocks(const LocalFlow& method);
local_flow::LocalCoupling ToOptions(LocalFlow::LocalCoupling coupling);
/// Whether its lines run from the target's plate to infinity, whatever the
/// source.
bool IsPoisson(const PairField& field);
/// Whether points lie on the paths of their pairs.
bool IsOnPaths(const Coverage& coverage);
/// Of an experiment whose method is field matching.
field_matching::FieldOptions FieldOf(const Experiment& experiment);
/// Whether a velocity is averaged over several pairs or over what is not given
/// of one, or points do not lie on the paths of their pairs.
bool HasEstimator(const FlowMatching& method);
/// How flow matching averages; nothing where it does not.
std::optional<field_matching::FieldOptions> EstimatorOf(
    const Experiment& experiment);
core::SamplerOptions ToOptions(const Sampler& sampler);
core::MetricOptions ToOptions(const Metric& metric);
/// Whether it compares points alone, which can be features; an extension does
/// neither this nor the next.
bool CanBeOfFeatures(const Metric& metric);
/// Whether it is of features, by its nature or as it says.
bool IsOfFeatures(const Metric& metric);
core::FeatureOptions ToOptions(const FeatureNetwork& features);

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_CONVERT_H_
