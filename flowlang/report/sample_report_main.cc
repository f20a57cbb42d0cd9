// Writes reports of made-up runs: what the browser test opens, and what to look
// at when the page changes.

#include <iostream>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "core/base/files.h"
#include "flowlang/report/federation_testing.h"
#include "flowlang/report/render_report.h"
#include "flowlang/report/report_testing.h"

namespace {

std::optional<flow::lang::ReportData> Make(const std::string& kind) {
  if (kind == "full") return flow::lang::MakeReportData();
  if (kind == "bare") return flow::lang::MakeBareReportData();
  if (kind == "federations") return flow::lang::MakeFederationReportData();
  if (kind == "large") return flow::lang::MakeLargeReportData(50);
  return std::nullopt;
}

}  // namespace

int main(int argc, char** argv) {
  const auto data = Make(argc == 3 ? argv[1] : "");
  if (!data) {
    std::cerr << "usage: sample_report full|bare|federations|large OUT.html\n";
    return 2;
  }
  const absl::Status written =
      flow::WriteFileAtomically(argv[2], flow::lang::RenderReport(*data));
  if (written.ok()) return 0;
  std::cerr << written.message() << "\n";
  return 3;
}
