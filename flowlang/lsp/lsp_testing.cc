#include "flowlang/lsp/lsp_testing.h"

#include <utility>

#include "core/base/files.h"
#include "core/base/status_testing.h"

namespace flow::lang {

void LspTest::SetUp() {
  const auto* test = testing::UnitTest::GetInstance()->current_test_info();
  folder_ = JoinPath(JoinPath(testing::TempDir(), test->test_suite_name()),
                     test->name());
  ASSERT_OK(MakeDirectories(folder_));
}

std::string LspTest::Path(const std::string& name) const {
  return JoinPath(folder_, name);
}

void LspTest::Write(const std::string& name, const std::string& text) const {
  ASSERT_OK(MakeDirectories(DirectoryOf(Path(name))));
  ASSERT_OK(WriteFileAtomically(Path(name), text));
}

void LspTest::Open(const std::string& name, std::string marked) {
  const size_t cursor = marked.find('|');
  if (cursor != std::string::npos) {
    marked.erase(cursor, 1);
    cursor_ = static_cast<int>(cursor);
  }
  parsed_.reset();
  overlay_.Set(Path(name), marked);
  document_ = std::make_unique<Document>("file://" + Path(name), Path(name),
                                         marked, PositionEncoding::kUtf16);
  parsed_ = std::make_unique<ParsedDocument>(*document_);
}

std::string LspTest::TextIn(const EditorRange& range) const {
  const PositionMap& positions = document_->positions();
  const int begin = positions.OffsetOf(range.start);
  return document_->source().text().substr(
      begin, positions.OffsetOf(range.end) - begin);
}

}  // namespace flow::lang
