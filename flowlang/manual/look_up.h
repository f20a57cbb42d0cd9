#ifndef FLOWLANG_MANUAL_LOOK_UP_H_
#define FLOWLANG_MANUAL_LOOK_UP_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/manual/setting_paths.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// What a name stands for: a setting, or a message by itself.
struct Subject {
  std::string path;  // where it is written; "" is the experiment
  const google::protobuf::FieldDescriptor* field = nullptr;  // of the setting
  const google::protobuf::Descriptor* type = nullptr;  // null: a plain value
};

/// What `name` may mean; the first of these kinds that there is:
///
///   a path from the root of an experiment, or with "suite." before it of a
///   suite: "train.optimizer.adamw"; indices in it mean nothing
///   a message by its exact name: "AdamW"
///   every setting whose path ends with the name: "w2", "adamw.beta1"; or
///   whose name begins with that of a message: "Training.batch"
///   a message by its name in other letters, and the settings that may be the
///   word: "adaptivesteps", "SELU"
///
/// Never empty. NotFound is a sentence with the name that was probably meant.
absl::StatusOr<std::vector<Subject>> LookUp(const std::string& name);

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_LOOK_UP_H_
