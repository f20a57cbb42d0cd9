#ifndef FLOWLANG_LSP_LSP_TESTING_H_
#define FLOWLANG_LSP_LSP_TESTING_H_

/// A fixture with a folder of its own, files in it and one document:
///
///     TEST_F(HoverTest, ...) {
///       Write("base.textproto", "seed: 1");
///       Open("top.textproto", "extends: 'ba|'");  // the cursor is at the |

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "flowlang/load/file_overlay.h"
#include "flowlang/lsp/document.h"
#include "flowlang/lsp/parsed_document.h"

namespace flow::lang {

class LspTest : public testing::Test {
 protected:
  void SetUp() override;

  std::string Path(const std::string& name) const;
  void Write(const std::string& name, const std::string& text) const;

  /// Opens a document beside the files; the | is taken out of the text.
  void Open(const std::string& name, std::string marked);

  const Document& document() const { return *document_; }
  const ParsedDocument& parsed() const { return *parsed_; }
  FileOverlay& overlay() { return overlay_; }
  int cursor() const { return cursor_; }

  /// The text of a range of the document.
  std::string TextIn(const EditorRange& range) const;

 private:
  std::string folder_;
  FileOverlay overlay_;
  std::unique_ptr<Document> document_;
  std::unique_ptr<ParsedDocument> parsed_;
  int cursor_ = 0;
};

/// The head of a suite.
inline constexpr char kSuiteHead[] = "# proto-message: flow.Suite\n";

/// An experiment without mistakes.
inline constexpr char kFineExperiment[] =
    "name: 'fine' source { gaussian { dim: 2 } } target { two_moons {} } "
    "model { mlp { hidden: 8 } }\n";

}  // namespace flow::lang

#endif  // FLOWLANG_LSP_LSP_TESTING_H_
