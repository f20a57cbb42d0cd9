#include "flowlang/lower/shared_stage.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "core/processes/share_bytes.h"
#include "core/processes/shared_transport.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/weights_file.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

bool IsShared(const StageContext& context) {
  return context.processes.group != nullptr &&
         IsSharedByGroups(context.stage());
}

absl::StatusOr<std::optional<Json>> SharedRecord(std::optional<Json> own,
                                                 const StageContext& context) {
  // each may have had work of its own before
  FLOW_RETURN_IF_ERROR(
      context.processes.group->Await(absl::InfiniteDuration()));
  FLOW_ASSIGN_OR_RETURN(
      const int64_t finished,
      core::ShareNumber(own.has_value(), context.processes.group));
  if (finished == 0) return std::nullopt;
  if (IsTraining(context.stage())) {
    FLOW_RETURN_IF_ERROR(ShareWeights(context));
  }
  if (!own) own = Json{{kServed, true}};
  return own;
}

absl::Status ShareState(core::Trainer* trainer, core::ProcessGroup* group) {
  std::vector<core::NamedTensor> state = trainer->State();
  for (core::NamedTensor& tensor : state) {
    FLOW_RETURN_IF_ERROR(group->Broadcast(tensor.value))
        << "while sharing '" << tensor.name << "'";
  }
  return trainer->Restore(state);
}

absl::Status ShareWeights(const StageContext& context) {
  core::ProcessGroup* const group = context.processes.group;
  FLOW_ASSIGN_OR_RETURN(const std::string folder,
                        context.FolderOf(context.stage().name));
  const std::string file = JoinPath(folder, kWeightsFile);
  std::string own;
  if (group->rank() == 0 || FileExists(file)) {
    FLOW_ASSIGN_OR_RETURN(own, ReadFile(file));
  }
  FLOW_ASSIGN_OR_RETURN(const std::string shared, core::ShareBytes(own, group));
  if (shared == own) return absl::OkStatus();
  FLOW_RETURN_IF_ERROR(
      context.directory.ForgetStagesAfter(context.plan, context.index));
  return WriteFileAtomically(file, shared);
}

std::unique_ptr<core::Transport> ShareTransport(
    std::unique_ptr<core::Transport> transport, const StageContext& context) {
  if (!IsShared(context)) return transport;
  return std::make_unique<core::SharedTransport>(std::move(transport),
                                                 context.processes.group);
}

}  // namespace flow::lang
