#ifndef FLOWLANG_LSP_OPEN_DOCUMENTS_H_
#define FLOWLANG_LSP_OPEN_DOCUMENTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/document.h"

namespace flow::lang {

/// A stretch that becomes a text; without one the whole document does.
struct TextChange {
  std::optional<EditorRange> range;
  std::string text;
};

/// What is open in the editor, and what must be looked at again because it or a
/// file that it is compiled with has changed. Not thread-safe.
class OpenDocuments {
 public:
  explicit OpenDocuments(PositionEncoding encoding) : encoding_(encoding) {}

  /// A document that is open already is replaced.
  void Open(const std::string& uri, std::string text,
            std::optional<int64_t> version);

  /// In this order, each in the text that the one before it leaves. False if no
  /// such document is open, as of Close.
  bool Change(const std::string& uri, absl::Span<const TextChange> changes,
              std::optional<int64_t> version);
  bool Close(const std::string& uri);

  /// Null if it is not open. Valid until it changes.
  const Document* Find(const std::string& uri) const;
  /// Empty where the client told none.
  std::optional<int64_t> VersionOf(const std::string& uri) const;

  const FileOverlay& overlay() const { return overlay_; }
  PositionEncoding encoding() const { return encoding_; }

  /// The URIs of the documents that changed, or that were read with one that
  /// did, since this was asked last; in the order of the URIs.
  std::vector<std::string> TakeDue();

  /// The identities of the files that a document was compiled with.
  void SetFilesOf(const std::string& uri, std::vector<std::string> files);

  /// Whatever is on the disk may have changed.
  void MarkAllDue();

 private:
  struct Entry {
    Document document;
    std::optional<int64_t> version;
    std::vector<std::string> files;  // sorted
    bool due = true;
  };

  void MarkDue(const std::string& identity);

  PositionEncoding encoding_;
  FileOverlay overlay_;
  std::map<std::string, Entry> entries_;  // by URI
};

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_OPEN_DOCUMENTS_H_
