#include "flowlang/lsp/parsed_document.h"

#include "core/base/files.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

const google::protobuf::Descriptor& TypeOf(FileKind kind) {
  return kind == FileKind::kSuite ? *Suite::descriptor()
                                  : *Experiment::descriptor();
}

void AddReferences(const ParsedDocument& parsed, const OutlineGroup& group,
                   absl::string_view field,
                   std::vector<FileReference>* references) {
  const std::string folder = DirectoryOf(parsed.document().path());
  for (const OutlineSetting* setting : SettingsNamed(group, field)) {
    for (const Span& place : setting->scalars) {
      const std::string name = TextOf(place);
      if (!name.empty()) references->push_back({place, JoinPath(folder, name)});
    }
  }
}

}  // namespace

ParsedDocument::ParsedDocument(const Document& document)
    : document_(document),
      kind_(
          KindOf(document.source(), &unused_).value_or(FileKind::kExperiment)),
      tokens_(document.source(), &unused_),
      root_(ReadOutline(document.source(), tokens_, TypeOf(kind_))) {}

std::vector<FileReference> FileReferencesOf(const ParsedDocument& parsed) {
  std::vector<FileReference> references;
  if (parsed.kind() == FileKind::kExperiment) {
    AddReferences(parsed, parsed.root(), "extends", &references);
    return references;
  }
  for (const OutlineSetting* member : SettingsNamed(parsed.root(), "member")) {
    for (const OutlineGroup& group : member->groups) {
      AddReferences(parsed, group, "file", &references);
    }
  }
  return references;
}

}  // namespace flow::lang
