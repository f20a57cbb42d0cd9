#ifndef FLOWLANG_LOWER_STAGE_CONTEXT_H_
#define FLOWLANG_LOWER_STAGE_CONTEXT_H_

#include <cstddef>
#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/thread_pool.h"
#include "core/device/device.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/progress.h"
#include "flowlang/lower/run_directory.h"
#include "flowlang/plan/plan.h"

namespace flow::lang {

/// What every stage needs besides its own settings.
struct StageContext {
  const ExperimentPlan& plan;
  const RunDirectory& directory;
  size_t index = 0;  // of the stage in the plan
  ThreadPool* pool = nullptr;
  ProgressSink* progress = nullptr;
  Processes processes;
  // where velocities are trained and followed; null: here, by the threads of
  // the pool
  core::Device* device = nullptr;

  const Stage& stage() const { return plan.stages[index]; }

  /// The place in the plan of the stage named `name`, which must be there.
  size_t IndexOf(const std::string& name) const;

  /// The folder of the stage named `name`, which must be there.
  absl::StatusOr<std::string> FolderOf(const std::string& name) const {
    return directory.StageFolder(plan, IndexOf(name));
  }

  /// The first input of the stage whose work is a `Work`; null without one.
  template <typename Work>
  const std::string* FindInput() const {
    for (const std::string& input : stage().inputs) {
      const StageWork& work = plan.stages[IndexOf(input)].work;
      if (std::holds_alternative<Work>(work)) return &input;
    }
    return nullptr;
  }

  /// Tells the progress and the log that the stage begins. `note` says where
  /// it goes on; empty for one that is new.
  absl::Status Announce(const std::string& note) const;

  /// Tells them of something that a person should know of the stage.
  absl::Status Warn(const std::string& text) const;
};

}  // namespace flow::lang

#endif  // FLOWLANG_LOWER_STAGE_CONTEXT_H_
