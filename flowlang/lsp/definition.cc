#include "flowlang/lsp/definition.h"

#include <string>

#include "core/base/files.h"
#include "flowlang/diag/file_uri.h"
#include "flowlang/load/file_identity.h"
#include "flowlang/lsp/suite_names.h"

namespace flow::lang {

std::optional<EditorLocation> DefinitionAt(const ParsedDocument& parsed,
                                           int offset,
                                           const FileOverlay& overlay) {
  for (const FileReference& reference : FileReferencesOf(parsed)) {
    if (offset < reference.place.begin || offset > reference.place.end) {
      continue;
    }
    const std::string& path = reference.path;
    if (!FileExists(path) && overlay.Find(path) == nullptr) return std::nullopt;
    return EditorLocation{FileUri(FileIdentity(path)), {}};
  }
  const CursorContext context = parsed.At(offset);
  if (!NamesAMember(context)) return std::nullopt;
  const std::string variant = TextOf(context.word);
  // with a sweep, "<label>,<field>=<value>"
  const std::string label = variant.substr(0, variant.find(','));
  for (const SuiteMemberName& member : MembersOf(parsed)) {
    if (member.label != label) continue;
    return EditorLocation{parsed.document().uri(),
                          parsed.RangeOf(member.place)};
  }
  return std::nullopt;
}

}  // namespace flow::lang
