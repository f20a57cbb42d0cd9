#include "tests/fuzz/front_end_input.h"

#include <optional>
#include <string>
#include <variant>

#include "core/base/check.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/diagnostics_json.h"
#include "flowlang/diag/renderer.h"
#include "flowlang/diag/sarif.h"
#include "flowlang/format/format_text.h"

namespace flow::lang {
namespace {

constexpr char kPath[] = "no-such-folder/fuzzed.textproto";

void CheckPlaces(const DiagnosticSink& sink) {
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    FLOW_CHECK(diagnostic.span.source != nullptr) << diagnostic.message;
    FLOW_CHECK(0 <= diagnostic.span.begin &&
               diagnostic.span.begin <= diagnostic.span.end &&
               diagnostic.span.end <= diagnostic.span.source->size())
        << diagnostic.message;
  }
}

void CheckRendering(const DiagnosticSink& sink) {
  FLOW_CHECK(RenderDiagnostics(sink).empty() == sink.empty());
  RenderDiagnosticsJson(sink);
}

void CheckPlansAgain(const ExperimentPlan& plan) {
  SourceSet sources;
  DiagnosticSink sink;
  const auto again = CompileExperiment(*sources.Add(kPath, plan.resolved), {},
                                       &sources, &sink);
  FLOW_CHECK(again.has_value()) << RenderDiagnostics(sink);
  FLOW_CHECK(again->hash == plan.hash) << plan.resolved;
}

void CheckCompiles(const SourceText& source, SourceSet* sources, bool sarif) {
  DiagnosticSink sink;
  const auto compiled = CompileFile(source, {}, sources, &sink);
  const auto* plan =
      compiled ? std::get_if<ExperimentPlan>(&*compiled) : nullptr;
  if (plan != nullptr) CheckPlansAgain(*plan);
  FLOW_CHECK(compiled.has_value() != sink.has_errors())
      << RenderDiagnostics(sink);
  CheckPlaces(sink);
  CheckRendering(sink);
  if (sarif) RenderSarif(sink);
}

void CheckFormats(const SourceText& source, SourceSet* sources) {
  DiagnosticSink sink;
  const std::optional<std::string> form = FormatTextproto(source, &sink);
  FLOW_CHECK(form.has_value() != sink.has_errors());
  CheckPlaces(sink);
  if (!form) return;
  const auto again = FormatTextproto(*sources->Add(kPath, *form), &sink);
  FLOW_CHECK(again == form) << *form;
}

}  // namespace

void CheckFrontEnd(absl::string_view input, bool sarif) {
  SourceSet sources;
  const SourceText& source = *sources.Add(kPath, std::string(input));
  CheckCompiles(source, &sources, sarif);
  CheckFormats(source, &sources);
}

}  // namespace flow::lang
