#include "flowlang/check/check_experiment.h"

#include "flowlang/check/check_conditioning.h"
#include "flowlang/check/check_coupling.h"
#include "flowlang/check/check_dimensions.h"
#include "flowlang/check/check_dual.h"
#include "flowlang/check/check_estimator.h"
#include "flowlang/check/check_features.h"
#include "flowlang/check/check_federation.h"
#include "flowlang/check/check_field_matching.h"
#include "flowlang/check/check_fine_tuning.h"
#include "flowlang/check/check_links.h"
#include "flowlang/check/check_local_flow.h"
#include "flowlang/check/check_metrics.h"
#include "flowlang/check/check_modules.h"
#include "flowlang/check/check_network.h"
#include "flowlang/check/check_partition.h"
#include "flowlang/check/check_path.h"
#include "flowlang/check/check_prediction.h"
#include "flowlang/check/check_protocols.h"
#include "flowlang/check/check_record_privacy.h"
#include "flowlang/check/check_resources.h"
#include "flowlang/check/check_rounds.h"
#include "flowlang/check/check_samplers.h"
#include "flowlang/check/check_samples.h"
#include "flowlang/check/check_shallow_start.h"
#include "flowlang/check/check_straighteners.h"
#include "flowlang/check/check_topology.h"
#include "flowlang/check/check_training.h"

namespace flow::lang {

void CheckExperiment(const ExperimentContext& context, DiagnosticSink* sink) {
  constexpr void (*kChecks[])(const ExperimentContext&, DiagnosticSink*) = {
      CheckDimensions,   CheckPath,          CheckCoupling,  CheckNetwork,
      CheckPrediction,   CheckConditioning,  CheckTraining,  CheckRounds,
      CheckLocalFlow,    CheckFieldMatching, CheckEstimator, CheckFineTuning,
      CheckPartition,    CheckTopology,      CheckLinks,     CheckFederation,
      CheckModules,      CheckRecordPrivacy, CheckProtocols, CheckStraighteners,
      CheckShallowStart, CheckDual,          CheckSamples,   CheckSamplers,
      CheckMetrics,      CheckFeatures,      CheckResources};
  for (const auto check : kChecks) check(context, sink);
}

}  // namespace flow::lang
