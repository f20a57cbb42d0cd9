#include "flowlang/compare/compared_runs.h"

#include <utility>

#include "core/base/status_macros.h"

namespace flow::lang {
namespace {

template <typename T>
void Append(const std::vector<T>& from, std::vector<T>& to) {
  to.insert(to.end(), from.begin(), from.end());
}

absl::StatusOr<ComparedRuns> CompareOne(std::string name,
                                        std::vector<RunRecord> runs,
                                        const SuiteRecord& record) {
  FLOW_ASSIGN_OR_RETURN(Comparison comparison,
                        Compare(runs, {.label_order = record.labels,
                                       .references = record.references}));
  return ComparedRuns{std::move(name), std::move(runs), std::move(comparison),
                      record.verdicts};
}

}  // namespace

absl::StatusOr<ComparedRuns> CompareTogether(const RunCollection& collection) {
  SuiteRecord all;
  for (const CollectedSuite& suite : collection.suites) {
    Append(suite.record.labels, all.labels);
    Append(suite.record.verdicts, all.verdicts);
    Append(suite.record.references, all.references);
  }
  return CompareOne("", collection.runs, all);
}

absl::StatusOr<std::vector<ComparedRuns>> CompareBySuite(
    const RunCollection& collection) {
  std::vector<ComparedRuns> sections;
  size_t of_suites = 0;
  for (const CollectedSuite& suite : collection.suites) {
    if (suite.runs.empty()) continue;
    of_suites += suite.runs.size();
    FLOW_ASSIGN_OR_RETURN(ComparedRuns section,
                          CompareOne(suite.name, suite.runs, suite.record));
    sections.push_back(std::move(section));
  }
  if (sections.size() == 1 && of_suites == collection.runs.size()) {
    return sections;
  }
  FLOW_ASSIGN_OR_RETURN(ComparedRuns together, CompareTogether(collection));
  sections.push_back(std::move(together));
  return sections;
}

}  // namespace flow::lang
