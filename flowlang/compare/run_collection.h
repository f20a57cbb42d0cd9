#ifndef FLOWLANG_COMPARE_RUN_COLLECTION_H_
#define FLOWLANG_COMPARE_RUN_COLLECTION_H_

/// What lies in the folders that a user names: runs, suites, or folders of
/// them.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/run_directory.h"

namespace flow::lang {

/// A folder with a suite's `comparison.json`.
struct CollectedSuite {
  std::string name;  // of the folder
  SuiteRecord record;
  std::vector<RunRecord> runs;  // below it, under the suite's own labels
};

struct RunCollection {
  std::vector<RunRecord>
      runs;  // in the order of the folders, each sorted by name
  std::vector<CollectedSuite> suites;  // as they are met
};

/// Reads every run at or below each folder. Runs of a folder that is named
/// LABEL=FOLDER have that label and belong to no suite, unless a folder has the
/// whole for its name. A folder with a `result.json` is a run and is not
/// searched further; hidden folders are not entered; a `comparison.json` makes
/// the runs below it a suite, if there is no other between them. A label under
/// which one seed occurs twice is told apart by the folders, outside of the
/// suites: "A (out/first)". Errors: NotFound for a folder that does not exist
/// or has no run at or below it; DataLoss with the path for a file that does
/// not parse; InvalidArgument for one run folder named twice.
absl::StatusOr<RunCollection> CollectRuns(
    const std::vector<std::string>& folders);

}  // namespace flow::lang

#endif  // FLOWLANG_COMPARE_RUN_COLLECTION_H_
