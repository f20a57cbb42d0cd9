#include "flowlang/check/check_protocols.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/metric_name.h"

namespace flow::lang {
namespace {

// Reports every second use of a name at its own place and at the first one.
class Uniqueness {
 public:
  Uniqueness(std::string what, DiagnosticSink* sink)
      : what_(std::move(what)), sink_(sink) {}

  void Add(const std::string& name, Span place) {
    const auto [first, inserted] = places_.emplace(name, place);
    if (inserted) return;
    ReportError(sink_, Code::kDuplicateName, place,
                absl::StrCat(what_, " '", name, "' is there already"), "",
                {{"first one here", first->second}});
  }

 private:
  std::string what_;
  DiagnosticSink* sink_;
  std::map<std::string, Span> places_;
};

}  // namespace

void CheckProtocols(const ExperimentContext& context, DiagnosticSink* sink) {
  Uniqueness protocols("the protocol", sink);
  for (int i = 0; i < context.experiment.evaluate_size(); ++i) {
    const Evaluation& evaluation = context.experiment.evaluate(i);
    const std::string path = IndexedPath("evaluate", i);
    protocols.Add(evaluation.name(), context.ValueAt(path + ".name"));
    Uniqueness metrics("the metric", sink);
    for (int k = 0; k < evaluation.metric_size(); ++k) {
      const Metric& metric = evaluation.metric(k);
      metrics.Add(MetricNameOf(metric),
                  context.NameAt(absl::StrCat(IndexedPath(path + ".metric", k),
                                              ".", ChosenName(metric))));
    }
  }
}

}  // namespace flow::lang
