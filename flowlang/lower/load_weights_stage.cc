#include "flowlang/lower/load_weights_stage.h"

#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/lower/clients_record.h"
#include "flowlang/lower/weights_file.h"

namespace flow::lang {

using Json = nlohmann::ordered_json;

absl::StatusOr<Json> RunLoadWeightsStage(const LoadWeightsStage& work,
                                         const StageContext& context) {
  const absl::Time start = absl::Now();
  FLOW_RETURN_IF_ERROR(context.Announce(""));
  FLOW_ASSIGN_OR_RETURN(
      const std::string folder,
      context.directory.StageFolder(context.plan, context.index));
  FLOW_ASSIGN_OR_RETURN(const core::Parameters weights,
                        ReadWeightsOf(work.network, work.weights));
  FLOW_RETURN_IF_ERROR(
      WriteTensors(JoinPath(folder, kWeightsFile), weights, {}));
  Json record = {{"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)}};
  FLOW_RETURN_IF_ERROR(
      AddClients(work.federation, work.ends, context, &record));
  return record;
}

}  // namespace flow::lang
