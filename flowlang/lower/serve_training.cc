#include "flowlang/lower/serve_training.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "federated/processes/serve_clients.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

namespace {

using Json = nlohmann::ordered_json;

// Whether the file has these weights; not if it cannot be read.
bool Holds(const std::string& file,
           const std::vector<core::NamedTensor>& weights) {
  const absl::StatusOr<TensorFile> held = ReadTensors(file);
  if (!held.ok() || held->tensors.size() != weights.size()) return false;
  for (size_t i = 0; i < weights.size(); ++i) {
    if (held->tensors[i].name != weights[i].name ||
        !held->tensors[i].value.equal(weights[i].value)) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string TrainingName(const Stage& stage) {
  return absl::StrCat(stage.name, " ", stage.hash);
}

absl::StatusOr<Json> ServeTraining(federated::Clients* clients,
                                   const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan, context.index));
  FLOW_RETURN_IF_ERROR(context.Announce(""));
  FLOW_ASSIGN_OR_RETURN(
      const std::vector<core::NamedTensor> weights,
      federated::ServeClients(TrainingName(context.stage()), clients,
                              context.processes.server));
  const std::string file = JoinPath(folder, kWeightsFile);
  if (!Holds(file, weights)) {
    FLOW_RETURN_IF_ERROR(
        context.directory.ForgetStagesAfter(context.plan, context.index));
    FLOW_RETURN_IF_ERROR(WriteTensors(file, weights, {}));
  }
  return Json{{kServed, true}};
}

absl::Status HandOutWeights(const StageContext& context) {
  FLOW_ASSIGN_OR_RETURN(const core::Parameters weights,
                        LoadWeights(context.stage().name, context));
  federated::Workers* const workers = context.processes.workers;
  FLOW_RETURN_IF_ERROR(workers->Begin(TrainingName(context.stage())));
  workers->End(weights);
  return absl::OkStatus();
}

}  // namespace flow::lang
