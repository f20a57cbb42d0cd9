#ifndef FLOWLANG_COMPARE_RUN_DIRECTORY_H_
#define FLOWLANG_COMPARE_RUN_DIRECTORY_H_

/// One run's folder, read back: what `result.json` says.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace flow::lang {

struct RunMetric {
  std::string name;      // "w2"
  std::string protocol;  // "euler100"
  double value = 0;      // NaN where the file has null
  std::optional<double> std_error;
  int64_t n = 0;
  std::optional<double> floor;
  std::optional<double> nfe;
  bool lower_is_better = true;
  // what it is for each client of a federation, NaN where the file has null;
  // empty for a metric that does not tell them apart
  std::vector<double> by_client;
  // what made the features of images that it is of; empty for other metrics
  std::string features;
};

struct RunStage {
  std::string name;
  std::string kind;
  double wall_seconds = 0;
  int64_t steps = 0;
  std::optional<double> steps_per_second;
  // what was measured on the way, by group and name: "coupling cost"
  std::vector<std::pair<std::string, double>> facts;
};

struct RunRecord {
  std::string path;
  std::string experiment;
  std::string label;  // what the run is called beside others
  std::string plan_hash;
  uint64_t seed = 0;
  std::string status;
  std::vector<RunMetric> metrics;
  std::vector<RunStage> stages;
  nlohmann::json environment = nlohmann::json::object();
  nlohmann::json communication = nlohmann::json::object();
};

/// Whether `folder` holds a `result.json`.
bool IsRunDirectory(const std::string& folder);

/// Reads `folder`/result.json. The label is the file's; else, for a folder
/// `<label>/seed-<n>`, that label (a sweep's point included); else the
/// experiment's name; else the folder's. Keys that are absent or null keep
/// their defaults. Errors: those of ReadFile; DataLoss, with the path, when the
/// file is not a JSON object or a metric has no name.
absl::StatusOr<RunRecord> LoadRun(const std::string& folder);

/// The same from the file's text; `folder` is for the label and messages.
absl::StatusOr<RunRecord> ParseRun(const std::string& folder,
                                   absl::string_view text);

/// "a/OT-CFM/seed-3" -> "a/OT-CFM"; a folder not named so is returned as it is.
std::string WithoutSeedFolder(absl::string_view folder);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_RUN_DIRECTORY_H_
