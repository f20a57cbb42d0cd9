#ifndef FLOWLANG_SCHEMA_SETTINGS_H_
#define FLOWLANG_SCHEMA_SETTINGS_H_

#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// A field, under a path that leads to it from the root of a file:
/// "train.optimizer.adamw". Lists have no index here.
struct Setting {
  const google::protobuf::FieldDescriptor* field = nullptr;
  std::string path;
};

/// The fields of every message that the roots lead to, each once and under a
/// shortest path, shortest first. A root comes with the path that stands for
/// it;
/// "" for the file itself.
std::vector<Setting> SettingsFrom(
    const std::vector<
        std::pair<const google::protobuf::Descriptor*, std::string>>& roots);

}  // namespace flow::lang

#endif  // FLOWLANG_SCHEMA_SETTINGS_H_
