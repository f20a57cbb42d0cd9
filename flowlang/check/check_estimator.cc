#include "flowlang/check/check_estimator.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/check/check_pair_sum.h"
#include "flowlang/check/reporter.h"
#include "flowlang/check/signal_path.h"
#include "flowlang/plan/convert.h"

namespace flow::lang {
namespace {

constexpr char kMethod[] = "method.flow_matching";

std::string Of(const char* setting) {
  return absl::StrCat(kMethod, ".", setting);
}

void CheckUnread(const FlowMatching& method, Reporter* reporter) {
  if (IsOnPaths(method.coverage())) {
    reporter->Unused(Of("density_weights"),
                     "points on the paths of their pairs have the density of "
                     "the paths");
  }
}

}  // namespace

void CheckEstimator(const ExperimentContext& context, DiagnosticSink* sink) {
  const Experiment& e = context.experiment;
  if (!e.method().has_flow_matching()) return;
  const FlowMatching& method = e.method().flow_matching();
  Reporter reporter(context, sink);
  CheckUnread(method, &reporter);
  if (!HasEstimator(method)) return;
  CheckPairSum(context,
               {.method = kMethod,
                .pairs_per_query = method.pairs_per_query(),
                .coverage = method.coverage(),
                .given = method.given(),
                .has_noise = HasOwnNoise(context),
                .is_of_path = true},
               &reporter);
  if (method.coverage().has_power_law()) {
    reporter.Error(Code::kIncompatibleChoice, Of("coverage.power_law"),
                   "'power_law' is about the points of a plate, and flow "
                   "matching has none",
                   "tube {} or slab {}");
  }
  if (method.has_dual()) {
    reporter.Error(Code::kIncompatibleChoice, Of("dual"),
                   "the losses of 'dual' are of pairs by themselves", "",
                   {{"several summed here", Of("pairs_per_query")}});
  }
  if (e.federation().privacy().has_record_level()) {
    reporter.Error(Code::kIncompatibleChoice, "federation.privacy.record_level",
                   "each row of a batch is in the targets of several, and "
                   "'record_level' bounds what each row adds by itself",
                   "pairs_per_query: 1", {{"method chosen here", kMethod}});
  }
}

}  // namespace flow::lang
