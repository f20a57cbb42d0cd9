#ifndef FLOWLANG_MANUAL_SETTING_PATHS_H_
#define FLOWLANG_MANUAL_SETTING_PATHS_H_

/// Every setting of the language under the shortest path that leads to it from
/// the root of a file: "train.optimizer.adamw", and with "suite." before it in
/// a suite. Lists have no index here.

#include <string>
#include <vector>

#include "flowlang/schema/settings.h"
#include "google/protobuf/descriptor.h"

namespace flow::lang {

/// Experiment and Suite of DocumentedSchema().
const google::protobuf::Descriptor& ExperimentType();
const google::protobuf::Descriptor& SuiteType();

/// The fields of every message that an experiment or a suite leads to, each
/// once, shortest paths first. Built once and never destroyed; thread-safe.
const std::vector<Setting>& AllSettings();

/// The shortest path to a message: "" is the experiment, "suite" the suite.
/// `type` is of DocumentedSchema(); a message that no file holds is a bug.
const std::string& PathTo(const google::protobuf::Descriptor& type);

/// The settings that hold such a message, in the order of AllSettings().
std::vector<Setting> HoldersOf(const google::protobuf::Descriptor& type);

/// Whether every way to the message leads through a setting that is planned.
bool IsPlanned(const google::protobuf::Descriptor& type);

}  // namespace flow::lang

#endif  // FLOWLANG_MANUAL_SETTING_PATHS_H_
