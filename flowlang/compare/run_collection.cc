#include "flowlang/compare/run_collection.h"

#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

bool IsFolder(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

std::string NameOfFolder(const std::string& folder) {
  std::error_code ignored;
  return std::filesystem::weakly_canonical(folder, ignored).filename().string();
}

constexpr size_t kNoSuite = -1;

// Adds the runs at or below `folder`, those of `suite` where it has no other.
absl::Status Search(const std::string& folder, size_t suite,
                    RunCollection& collection) {
  if (IsRunDirectory(folder)) {
    FLOW_ASSIGN_OR_RETURN(RunRecord run, LoadRun(folder));
    if (suite != kNoSuite) collection.suites[suite].runs.push_back(run);
    collection.runs.push_back(std::move(run));
    return absl::OkStatus();
  }
  const std::string record = JoinPath(folder, "comparison.json");
  if (FileExists(record)) {
    FLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(record));
    suite = collection.suites.size();
    collection.suites.push_back({NameOfFolder(folder), {}, {}});
    FLOW_ASSIGN_OR_RETURN(collection.suites[suite].record,
                          ParseSuiteRecord(text, record));
  }
  FLOW_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                        ListDirectory(folder));
  for (const std::string& name : names) {
    const std::string path = JoinPath(folder, name);
    if (absl::StartsWith(name, ".") || !IsFolder(path)) continue;
    FLOW_RETURN_IF_ERROR(Search(path, suite, collection));
  }
  return absl::OkStatus();
}

absl::Status CheckNoRunTwice(const std::vector<RunRecord>& runs) {
  std::set<std::string> paths;
  for (const RunRecord& run : runs) {
    std::error_code error;
    const auto path = std::filesystem::canonical(run.path, error);
    if (error || paths.insert(path.string()).second) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("the run ", run.path, " is named twice"));
  }
  return absl::OkStatus();
}

// Labels under which a seed occurs more than once.
std::set<std::string> AmbiguousLabels(const std::vector<RunRecord>& runs) {
  std::set<std::pair<std::string, uint64_t>> seen;
  std::set<std::string> ambiguous;
  for (const RunRecord& run : runs) {
    if (!seen.insert({run.label, run.seed}).second) ambiguous.insert(run.label);
  }
  return ambiguous;
}

void TellApart(std::vector<RunRecord>& runs, bool whole_path) {
  const std::set<std::string> ambiguous = AmbiguousLabels(runs);
  for (RunRecord& run : runs) {
    if (ambiguous.count(run.label) == 0) continue;
    absl::StrAppend(&run.label, " (",
                    whole_path ? run.path : WithoutSeedFolder(run.path), ")");
  }
}

// What a user named, of which a label may be part.
struct Named {
  std::optional<std::string> label;
  std::string folder;
};

Named ParseNamed(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || IsFolder(text)) return {{}, text};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

absl::Status AddRuns(const Named& named, RunCollection& collection) {
  const size_t before = collection.runs.size();
  const size_t suites = collection.suites.size();
  FLOW_RETURN_IF_ERROR(Search(named.folder, kNoSuite, collection));
  if (collection.runs.size() == before) {
    return absl::NotFoundError(
        absl::StrCat("no finished run (a folder with result.json) at or below ",
                     named.folder));
  }
  if (!named.label) return absl::OkStatus();
  // what a suite says of its own labels says nothing of this one
  collection.suites.resize(suites);
  for (size_t i = before; i < collection.runs.size(); ++i) {
    collection.runs[i].label = *named.label;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RunCollection> CollectRuns(
    const std::vector<std::string>& folders) {
  RunCollection collection;
  for (const std::string& folder : folders) {
    FLOW_RETURN_IF_ERROR(AddRuns(ParseNamed(folder), collection));
  }
  FLOW_RETURN_IF_ERROR(CheckNoRunTwice(collection.runs));
  // the group's folder suffices, unless both runs lie in one group
  TellApart(collection.runs, /*whole_path=*/false);
  TellApart(collection.runs, /*whole_path=*/true);
  return collection;
}

}  // namespace flow::lang
