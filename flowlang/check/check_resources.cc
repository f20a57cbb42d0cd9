#include "flowlang/check/check_resources.h"

#include <unistd.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "flowlang/check/reporter.h"
#include "flowlang/plan/estimate.h"

namespace flow::lang {
namespace {

double MachineBytes() {
  const auto pages = static_cast<double>(sysconf(_SC_PHYS_PAGES));
  const auto page = static_cast<double>(sysconf(_SC_PAGE_SIZE));
  if (pages <= 0 || page <= 0) return std::numeric_limits<double>::infinity();
  return pages * page;
}

}  // namespace

void CheckResources(const ExperimentContext& context, DiagnosticSink* sink) {
  CheckFitsIn(MachineBytes(), context, sink);
}

void CheckFitsIn(double machine_bytes, const ExperimentContext& context,
                 DiagnosticSink* sink) {
  const auto estimate = EstimateCost(context.experiment, context.target.dim);
  if (!estimate) return;
  Reporter reporter(context, sink);
  const auto warn = [&](double bytes, const char* path, const char* what,
                        const char* help) {
    if (bytes <= machine_bytes) return;
    reporter.Warning(Code::kOutOfRange, path,
                     absl::StrCat(what, " about ", HumanBytes(bytes),
                                  " of memory, and this machine has ",
                                  HumanBytes(machine_bytes)),
                     help);
  };
  warn(estimate->training_bytes, "train", "training takes",
       "a smaller train.batch or a smaller network");
  warn(estimate->protocol_bytes, "evaluate[0]", "the points of a protocol take",
       "fewer samples");
}

}  // namespace flow::lang
