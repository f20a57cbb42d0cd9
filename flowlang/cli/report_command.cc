#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/base/status_macros.h"
#include "flowlang/cli/arguments.h"
#include "flowlang/cli/commands.h"
#include "flowlang/cli/compare_arguments.h"
#include "flowlang/cli/exit_codes.h"
#include "flowlang/report/render_report.h"
#include "flowlang/report/report_data.h"

namespace flow::lang {
namespace {

constexpr Flag kFlags[] = {
    kSuiteFlag,
    {"out", "FILE", "the page instead of report.html"},
    {"title", "TEXT", "what stands over the page"},
};

absl::Status WriteReport(const Arguments& arguments, const std::string& out) {
  FLOW_ASSIGN_OR_RETURN(std::vector<ComparedRuns> sections,
                        CompareArgumentsBySuite(arguments));
  FLOW_ASSIGN_OR_RETURN(
      const ReportData data,
      LoadReportData(std::move(sections), arguments.Get("title").value_or("")));
  return WriteFileAtomically(out, RenderReport(data));
}

int Report(const std::vector<std::string>& words) {
  const auto arguments = Arguments::Parse(words, kFlags);
  if (!arguments.ok()) {
    return UsageError(kReportCommand,
                      std::string(arguments.status().message()));
  }
  if (arguments->files().empty()) {
    return UsageError(kReportCommand, "which folders?");
  }
  const std::string out = arguments->Get("out").value_or("report.html");
  const absl::Status status = WriteReport(*arguments, out);
  if (!status.ok()) {
    std::fprintf(stderr, "flow report: %s\n",
                 std::string(status.message()).c_str());
    return ExitCodeOf(status);
  }
  std::printf("%s\n", out.c_str());
  return kExitOk;
}

}  // namespace

const Command kReportCommand = {"report", "[LABEL=]DIR...",
                                "writes the page about runs", kFlags, Report};

}  // namespace flow::lang
