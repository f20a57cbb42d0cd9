
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compare_arguments.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/cli/terminal.h"
#include "flowlang/compare/baseline.h"
#include "flowlang/compare/comparison.h"
#include "flowlang/compare/comparison_json.h"
#include "flowlang/compare/junit.h"
#include "flowlang/compare/markdown.h"
#include "flowlang/compare/table.h"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    kSuiteFlag,
    {"baseline", "DIR",
     "kept runs, or a comparison.json of them, that nothing may be worse than"},
    {"format", "table|json|markdown|junit", "how they are written"}};

std::string Render(const std::string& format, const Comparison& comparison,
                   const std::vector<Verdict>& verdicts) {
  if (format == "json") return RenderComparisonJson(comparison, verdicts);
  if (format == "markdown") return RenderMarkdown(comparison, verdicts);
  if (format == "junit") return RenderJUnit("flow compare", verdicts);
  return RenderTable(comparison, verdicts, TerminalWidth());
}

// The runs that were kept, under labels of their own.
absl::StatusOr<std::vector<RunRecord>> KeptRuns(
    const std::optional<std::string>& path) {
  if (!path) return std::vector<RunRecord>();
  FLOW_ASSIGN_OR_RETURN(std::vector<RunRecord> kept, LoadBaseline(*path));
  for (RunRecord& run : kept) run.label += kBaselineSuffix;
  return kept;
}

absl::StatusOr<int> CompareFolders(const Arguments& arguments) {
  const std::optional<std::string> baseline = arguments.Get("baseline");
  FLOW_ASSIGN_OR_RETURN(std::vector<RunRecord> kept, KeptRuns(baseline));
  FLOW_ASSIGN_OR_RETURN(ComparedRuns compared,
                        CompareArguments(arguments, std::move(kept)));
  const Comparison& comparison = compared.comparison;
  if (baseline) {
    FLOW_ASSIGN_OR_RETURN(
        const std::vector<Verdict> verdicts,
        CheckAgainstBaseline(comparison, comparison.confidence));
    compared.verdicts.insert(compared.verdicts.end(), verdicts.begin(),
                             verdicts.end());
  }
  const std::string text = Render(arguments.Get("format").value_or("table"),
                                  comparison, compared.verdicts);
  std::fputs(text.c_str(), stdout);
  return AllMet(compared.verdicts) ? kExitOk : kExitWrong;
}

int CompareRuns(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kCompareCommand,
                      std::string(arguments.status().message()));
  }
  if (arguments->files().empty()) {
    return UsageError(kCompareCommand, "which folders?");
  }
  const absl::StatusOr<int> code = CompareFolders(*arguments);
  if (code.ok()) return *code;
  std::fprintf(stderr, "flow compare: %s\n",
               std::string(code.status().message()).c_str());
  return ExitCodeOf(code.status());
}

}  // namespace

const Command kCompareCommand = {"compare", "[LABEL=]DIR...",
                                 "puts runs side by side, paired over seeds",
                                 kFlags, CompareRuns};

}  // namespace flow::lang
