#include "flowlang/diag/diagnostics_json.h"

#include <utility>

#include "flowlang/diag/code.h"
#include "nlohmann/json.hpp"

namespace flow::lang {
namespace {

using nlohmann::ordered_json;

ordered_json PlaceJson(const Span& span, int offset) {
  const LineColumn place = span.source->Locate(offset);
  return {{"line", place.line}, {"column", place.column}};
}

void SetPlace(const Span& span, ordered_json* object) {
  if (span.source == nullptr) {
    for (const char* key : {"file", "start", "end"}) (*object)[key] = nullptr;
    return;
  }
  (*object)["file"] = span.source->path();
  (*object)["start"] = PlaceJson(span, span.begin);
  (*object)["end"] = PlaceJson(span, span.end);
}

ordered_json NoteJson(const Note& note) {
  ordered_json object = {{"message", note.message}};
  SetPlace(note.span, &object);
  return object;
}

ordered_json DiagnosticJson(const Diagnostic& diagnostic) {
  const bool error = diagnostic.severity == Severity::kError;
  ordered_json object = {{"severity", error ? "error" : "warning"},
                         {"code", std::string(CodeSlug(diagnostic.code))},
                         {"message", diagnostic.message}};
  SetPlace(diagnostic.span, &object);
  object["help"] = diagnostic.help;
  object["notes"] = ordered_json::array();
  for (const Note& note : diagnostic.notes) {
    object["notes"].push_back(NoteJson(note));
  }
  return object;
}

}  // namespace

std::string RenderDiagnosticsJson(const DiagnosticSink& sink) {
  ordered_json diagnostics = ordered_json::array();
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    diagnostics.push_back(DiagnosticJson(diagnostic));
  }
  const ordered_json document = {{"diagnostics", std::move(diagnostics)},
                                 {"errors", sink.error_count()},
                                 {"warnings", sink.warning_count()}};
  return document.dump(2, ' ', /*ensure_ascii=*/false,
                       ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace flow::lang
