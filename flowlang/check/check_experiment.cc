#include "flowlang/check/check_experiment.h"

#include "flowlang/check/check_dimensions.h"
#include "flowlang/check/check_network.h"
#include "flowlang/check/check_protocols.h"
#include "flowlang/check/check_samples.h"
#include "flowlang/check/check_training.h"

namespace flow::lang {

void CheckExperiment(const ExperimentContext& context, DiagnosticSink* sink) {
  constexpr void (*kChecks[])(const ExperimentContext&, DiagnosticSink*) = {
      CheckDimensions, CheckNetwork, CheckTraining, CheckProtocols,
      CheckSamples};
  for (const auto check : kChecks) check(context, sink);
}

}  // namespace flow::lang
