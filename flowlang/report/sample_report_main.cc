// Writes reports of made-up runs: what the browser test opens, and what to look
// at when the page changes.

#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "core/base/files.h"
#include "flowlang/report/render_report.h"
#include "flowlang/report/report_testing.h"

int main(int argc, char** argv) {
  const std::string kind = argc == 3 ? argv[1] : "";
  if (kind != "full" && kind != "bare") {
    std::cerr << "usage: sample_report full|bare OUT.html\n";
    return 2;
  }
  const flow::lang::ReportData data = kind == "full"
                                          ? flow::lang::MakeReportData()
                                          : flow::lang::MakeBareReportData();
  const absl::Status written =
      flow::WriteFileAtomically(argv[2], flow::lang::RenderReport(data));
  if (written.ok()) return 0;
  std::cerr << written.message() << "\n";
  return 3;
}
