#include "flowlang/load/load_experiment.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/files.h"
#include "flowlang/diag/report.h"
#include "flowlang/load/file_identity.h"
#include "flowlang/load/merge.h"
#include "flowlang/parse/parser.h"
#include "flowlang/rules/field_rules.h"

namespace flow::lang {
namespace {

// Follows `extends` from file to file; `chain_` is the way so far.
class ExtendsLoader {
 public:
  ExtendsLoader(SourceSet* sources, DiagnosticSink* sink)
      : sources_(sources), sink_(sink) {}

  std::optional<LoadedExperiment> Load(const SourceText& source) {
    chain_.push_back(source.path());
    identities_.push_back(FileIdentity(source.path()));
    LoadedExperiment own;
    const bool parsed =
        ParseTextproto(source, &own.experiment, &own.locations, sink_);
    std::optional<LoadedExperiment> base;
    if (own.experiment.has_extends()) base = LoadBase(source, own);
    if (!parsed || base.has_value() != own.experiment.has_extends()) {
      // nothing will be compiled, but whatever else is wrong is told as well
      CheckRulesOfWhatIsThere(own.experiment, own.locations, sink_);
      return std::nullopt;
    }
    if (!base) return own;
    own.experiment.clear_extends();
    own.locations.Erase("extends");
    MergeOver(own.experiment, "", &base->experiment, &base->locations);
    base->locations.Overlay(own.locations);
    return base;
  }

 private:
  std::optional<LoadedExperiment> LoadBase(const SourceText& source,
                                           const LoadedExperiment& own) {
    const Span place = own.locations.FindNearest("extends").value;
    const std::string path =
        JoinPath(DirectoryOf(source.path()), own.experiment.extends());
    if (std::count(identities_.begin(), identities_.end(),
                   FileIdentity(path))) {
      ReportError(sink_, Code::kExtendsCycle, place,
                  absl::StrCat("'", own.experiment.extends(),
                               "' extends, in the end, this file"),
                  absl::StrCat("the files are ", absl::StrJoin(chain_, ", ")));
      return std::nullopt;
    }
    const SourceText* base = LoadSource(path, place, sources_, sink_);
    if (base == nullptr) return std::nullopt;
    return Load(*base);
  }

  SourceSet* sources_;
  DiagnosticSink* sink_;
  std::vector<std::string> chain_;       // as they are written
  std::vector<std::string> identities_;  // of the same files
};

bool SaysSomething(const SourceText& source, DiagnosticSink* sink) {
  if (!absl::StripAsciiWhitespace(source.text()).empty()) return true;
  ReportError(sink, Code::kSyntax, {&source, 0, 0}, "the file is empty");
  return false;
}

}  // namespace

const SourceText* LoadSource(const std::string& path,
                             std::optional<Span> referrer, SourceSet* sources,
                             DiagnosticSink* sink) {
  absl::StatusOr<std::string> text = sources->Read(path);
  if (text.ok()) {
    const SourceText* source = sources->AddOnce(path, *std::move(text));
    return SaysSomething(*source, sink) ? source : nullptr;
  }
  if (!referrer) referrer = Span{sources->Add(path, ""), 0, 0};
  ReportError(sink, Code::kFileNotFound, *referrer,
              std::string(text.status().message()));
  return nullptr;
}

std::optional<FileKind> KindOf(const SourceText& source, DiagnosticSink* sink) {
  constexpr absl::string_view kKey = "# proto-message:";
  for (int line = 1; line <= std::min(source.line_count(), 10); ++line) {
    absl::string_view text = source.Line(line);
    if (!absl::ConsumePrefix(&text, kKey)) continue;
    const absl::string_view name = absl::StripAsciiWhitespace(text);
    if (name == "flow.Experiment") return FileKind::kExperiment;
    if (name == "flow.Suite") return FileKind::kSuite;
    const int begin = source.OffsetOf({line, 1}) +
                      static_cast<int>(source.Line(line).find(name));
    ReportError(sink, Code::kUnknownValue,
                {&source, begin, begin + static_cast<int>(name.size())},
                absl::StrCat("no file holds a '", name, "'"),
                "expected flow.Experiment or flow.Suite");
    return std::nullopt;
  }
  return FileKind::kExperiment;
}

std::optional<LoadedExperiment> LoadExperiment(const SourceText& source,
                                               SourceSet* sources,
                                               DiagnosticSink* sink) {
  return ExtendsLoader(sources, sink).Load(source);
}

std::optional<LoadedSuite> LoadSuite(const SourceText& source,
                                     DiagnosticSink* sink) {
  LoadedSuite loaded;
  if (!ParseTextproto(source, &loaded.suite, &loaded.locations, sink)) {
    CheckRulesOfWhatIsThere(loaded.suite, loaded.locations, sink);
    return std::nullopt;
  }
  return loaded;
}

}  // namespace flow::lang
