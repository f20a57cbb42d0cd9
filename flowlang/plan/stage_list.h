#ifndef FLOWLANG_PLAN_STAGE_LIST_H_
#define FLOWLANG_PLAN_STAGE_LIST_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "flowlang/plan/plan.h"

namespace flow::lang {

/// The stages of a plan while it is built. A stage's hash is made of its kind,
/// of the settings that change its result, and of the hashes of its inputs.
class StageList {
 public:
  /// The settings of a stage: as a person reads them, and what of them changes
  /// the result.
  struct Settings {
    std::string shown, hashed;
  };

  /// `inputs` are names of stages that are there already.
  void Add(std::string name, std::string kind, std::vector<std::string> inputs,
           Settings settings, StageWork work);

  const std::vector<Stage>& stages() const { return stages_; }
  std::vector<Stage> Take() { return std::move(stages_); }

 private:
  std::vector<Stage> stages_;
  std::map<std::string, size_t> index_of_name_;
};

}  // namespace flow::lang

#endif  // FLOWLANG_PLAN_STAGE_LIST_H_
