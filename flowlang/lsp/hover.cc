#include "flowlang/lsp/hover.h"

#include "flowlang/lsp/schema_markdown.h"
#include "flowlang/manual/field_facts.h"

namespace flow::lang {
namespace {

std::string MarkdownOf(const CursorContext& context) {
  if (context.place == CursorContext::Place::kValue) {
    for (const WordFacts& word : WordsOf(*context.field())) {
      if (word.word == context.word.text()) return WordMarkdown(word);
    }
  }
  return FieldMarkdown(*context.field());
}

}  // namespace

std::optional<Hover> HoverAt(const ParsedDocument& parsed, int offset) {
  const CursorContext context = parsed.At(offset);
  if (context.field() == nullptr) return std::nullopt;
  if (context.word.begin == context.word.end) return std::nullopt;
  return Hover{MarkdownOf(context), parsed.RangeOf(context.word)};
}

}  // namespace flow::lang
