#include "flowlang/lsp/diagnose.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/files.h"
#include "flowlang/compile/compile_file.h"
#include "flowlang/diag/diagnostic_sink.h"
#include "flowlang/diag/file_uri.h"
#include "flowlang/load/file_identity.h"
#include "flowlang/load/load_experiment.h"
#include "flowlang/load/source_set.h"
#include "flowlang/lsp/parsed_document.h"
#include "flowlang/schema/experiment.pb.h"

namespace flow::lang {
namespace {

void Compile(const std::string& path, SourceSet* sources,
             DiagnosticSink* sink) {
  const SourceText* source = LoadSource(path, std::nullopt, sources, sink);
  if (source == nullptr) return;
  CompileFile(*source, {}, sources, sink);
}

// Where a document names the files from which others come.
class ReferenceFinder {
 public:
  ReferenceFinder(const Document& document, const FileOverlay& overlay)
      : parsed_(document), sources_(&overlay) {
    for (const FileReference& reference : FileReferencesOf(parsed_)) {
      Follow(reference);
    }
  }

  // The document's beginning if it does not lead there.
  Span PlaceOf(const std::string& identity) const {
    const auto found = places_.find(identity);
    if (found != places_.end()) return found->second;
    return {&parsed_.document().source(), 0, 0};
  }

 private:
  // The file, what it extends, and so on, all from the place of the reference.
  void Follow(const FileReference& reference) {
    std::string path = reference.path;
    while (places_.emplace(FileIdentity(path), reference.place).second) {
      auto text = sources_.Read(path);
      if (!text.ok()) return;
      const SourceText* source = sources_.Add(path, *std::move(text));
      const std::string next =
          TextOf(ReadOutline(*source, *Experiment::descriptor()), "extends");
      if (next.empty()) return;
      path = JoinPath(DirectoryOf(path), next);
    }
  }

  ParsedDocument parsed_;
  SourceSet sources_;
  std::map<std::string, Span> places_;  // by identity
};

class DiagnosticTranslator {
 public:
  DiagnosticTranslator(const Document& document, const FileOverlay& overlay,
                       PositionEncoding encoding)
      : document_(document), overlay_(overlay), encoding_(encoding) {}

  EditorDiagnostic Translate(const Diagnostic& diagnostic) {
    EditorDiagnostic shown;
    shown.severity = diagnostic.severity;
    shown.code = diagnostic.code;
    shown.message = diagnostic.message;
    if (!diagnostic.help.empty()) {
      absl::StrAppend(&shown.message, "\nhelp: ", diagnostic.help);
    }
    if (IsHere(diagnostic.span)) {
      shown.range = LocationOf(diagnostic.span).range;
    } else {
      PutWhereItIsNamed(diagnostic.span, &shown);
    }
    for (const Note& note : diagnostic.notes) {
      if (note.span.source == nullptr) continue;
      shown.notes.push_back({LocationOf(note.span), note.message});
    }
    return shown;
  }

 private:
  bool IsHere(const Span& span) const {
    return span.source != nullptr && span.source->path() == document_.path();
  }

  void PutWhereItIsNamed(const Span& span, EditorDiagnostic* shown) {
    if (span.source == nullptr) return;
    if (!references_) references_.emplace(document_, overlay_);
    const Span place = references_->PlaceOf(FileIdentity(span.source->path()));
    shown->range = RangeOf(place, document_.positions());
    const std::string file =
        std::filesystem::path(span.source->path()).filename().string();
    const int line = span.source->Locate(span.begin).line;
    shown->message = absl::StrCat(file, ":", line, ": ", shown->message);
    shown->notes.push_back({LocationOf(span), "it is here"});
  }

  EditorLocation LocationOf(const Span& span) {
    auto [found, inserted] =
        positions_.try_emplace(span.source, span.source->text(), encoding_);
    const std::string uri =
        IsHere(span) ? document_.uri() : FileUri(span.source->path());
    return {uri, RangeOf(span, found->second)};
  }

  const Document& document_;
  const FileOverlay& overlay_;
  PositionEncoding encoding_;
  std::optional<ReferenceFinder> references_;  // when it is needed
  std::map<const SourceText*, PositionMap> positions_;
};

}  // namespace

Diagnosis Diagnose(const Document& document, const FileOverlay& overlay,
                   PositionEncoding encoding) {
  SourceSet sources(&overlay);
  DiagnosticSink sink;
  Compile(document.path(), &sources, &sink);
  Diagnosis diagnosis;
  DiagnosticTranslator translator(document, overlay, encoding);
  for (const Diagnostic& diagnostic : sink.Sorted()) {
    diagnosis.diagnostics.push_back(translator.Translate(diagnostic));
  }
  for (const std::string& path : sources.paths_read()) {
    diagnosis.files.push_back(FileIdentity(path));
  }
  std::sort(diagnosis.files.begin(), diagnosis.files.end());
  diagnosis.files.erase(
      std::unique(diagnosis.files.begin(), diagnosis.files.end()),
      diagnosis.files.end());
  return diagnosis;
}

}  // namespace flow::lang
