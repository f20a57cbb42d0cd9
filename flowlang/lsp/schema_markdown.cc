#include "flowlang/lsp/schema_markdown.h"

#include "absl/strings/str_cat.h"
#include "flowlang/manual/markdown.h"

namespace flow::lang {
namespace {

void AppendParagraph(const std::string& plain, std::string* text) {
  if (!plain.empty()) absl::StrAppend(text, "\n\n", EscapeMarkdown(plain));
}

std::string Head(const std::string& name, const std::string& summary) {
  return absl::StrCat("**", EscapeMarkdown(name),
                      "**: ", EscapeMarkdown(summary));
}

}  // namespace

std::string FieldMarkdown(const google::protobuf::FieldDescriptor& field) {
  const FieldFacts facts = FactsOf(field);
  std::string text = Head(facts.name, Summary(facts));
  AppendParagraph(facts.meaning, &text);
  if (field.message_type() != nullptr) {
    AppendParagraph(MeaningOf(*field.message_type()), &text);
  }
  AppendParagraph(facts.advice, &text);
  return text;
}

std::string WordMarkdown(const WordFacts& word) {
  std::string text = word.is_default ? Head(word.word, "when left out")
                     : word.planned
                         ? Head(word.word, "not run yet")
                         : absl::StrCat("**", EscapeMarkdown(word.word), "**");
  AppendParagraph(word.meaning, &text);
  return text;
}

}  // namespace flow::lang
