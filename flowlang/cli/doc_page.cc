#include "flowlang/cli/doc_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "flowlang/cli/wrap_paragraph.h"
#include "flowlang/manual/field_facts.h"
#include "flowlang/manual/topics.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Paragraphs are separated by an empty line.
std::string Wrapped(const std::string& text, int indent, int width) {
  const std::string blanks(indent, ' ');
  std::string wrapped;
  for (const absl::string_view paragraph : absl::StrSplit(text, "\n\n")) {
    if (!wrapped.empty()) wrapped += "\n";
    for (const absl::string_view line :
         absl::StrSplit(WrapParagraph(paragraph, width - indent), '\n',
                        absl::SkipEmpty())) {
      absl::StrAppend(&wrapped, blanks, line, "\n");
    }
  }
  return wrapped;
}

// Names in one column, what they mean beside it.
std::string Column(const std::vector<std::pair<std::string, std::string>>& rows,
                   int width) {
  size_t widest = 0;
  for (const auto& [name, text] : rows) widest = std::max(widest, name.size());
  const int indent = static_cast<int>(widest) + 4;
  std::string column;
  for (const auto& [name, text] : rows) {
    std::string lines = Wrapped(text, indent, width);
    lines.replace(2, name.size(), name);
    column += lines;
  }
  return column;
}

std::string Choices(const Descriptor& type, int width) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (!IsChoiceOfParts(*field)) continue;
    const FieldFacts facts = FactsOf(*field);
    rows.emplace_back(
        facts.name,
        absl::StrCat(facts.meaning, facts.planned ? " (not run yet)" : ""));
  }
  if (rows.empty()) return "";
  return absl::StrCat("\nChoose one:\n\n", Column(rows, width));
}

std::string Words(const FieldDescriptor& field, int width) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const WordFacts& word : WordsOf(field)) {
    rows.emplace_back(
        word.word,
        absl::StrCat(word.meaning, word.is_default ? " (default)" : "",
                     word.planned ? " (not run yet)" : ""));
  }
  return rows.empty() ? "" : "\n" + Column(rows, width);
}

std::string Setting(const FieldDescriptor& field, int width) {
  const FieldFacts facts = FactsOf(field);
  return absl::StrCat(
      Wrapped(absl::StrCat(facts.name, ": ", Summary(facts)), 2, width),
      Wrapped(facts.meaning, 6, width));
}

std::string Settings(const Descriptor& type, bool has_choices, int width) {
  std::string text;
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* field = type.field(i);
    if (IsChoiceOfParts(*field)) continue;
    absl::StrAppend(&text, "\n", Setting(*field, width));
  }
  if (text.empty()) return "";
  const std::string exclusions = ExclusionsOf(type);
  if (!exclusions.empty()) {
    absl::StrAppend(&text, "\n", Wrapped(exclusions, 0, width));
  }
  return absl::StrCat(has_choices ? "\nBeside it:\n" : "\nSettings:\n", text);
}

// What a message holds.
std::string Contents(const Descriptor& type, int width) {
  if (type.field_count() == 0) return "\nIt has no settings: { }\n";
  const std::string choices = Choices(type, width);
  std::string text =
      absl::StrCat(choices, Settings(type, !choices.empty(), width));
  if (type.extension_range_count() > 0) {
    text += "\nIt is open to extensions, [my.lab.name] { ... }.\n";
  }
  return text;
}

// As a file has it: "train { ema { ... } }".
std::string Written(const Subject& subject) {
  std::vector<std::string> names = absl::StrSplit(subject.path, '.');
  if (names.front() == "suite") names.erase(names.begin());
  if (names.empty() || names.front().empty()) return "";
  std::string text = names.back();
  names.pop_back();
  if (subject.type != nullptr) {
    text += subject.type->field_count() == 0 ? " {}" : " { ... }";
  } else {
    const std::string value = FactsOf(*subject.field).default_value;
    absl::StrAppend(&text, ": ", value.empty() ? "..." : value);
  }
  for (; !names.empty(); names.pop_back()) {
    text = absl::StrCat(names.back(), " { ", text, " }");
  }
  return absl::StrCat("  ", text, "\n\n");
}

std::string Title(const Subject& subject) {
  if (subject.type == &ExperimentType()) return "experiment";
  return subject.path;
}

std::string AboutField(const FieldDescriptor& field, int width) {
  const FieldFacts facts = FactsOf(field);
  const std::string summary = Summary(facts);
  std::string text = Wrapped(facts.meaning, 0, width);
  // of a group there is rarely more to say than its name
  if (summary != facts.type || field.message_type() == nullptr) {
    text = absl::StrCat(Wrapped(summary, 0, width), "\n", text);
  }
  if (!facts.advice.empty()) {
    absl::StrAppend(&text, "\n",
                    Wrapped(absl::StrCat("Help: ", facts.advice), 0, width));
  }
  return absl::StrCat(text, Words(field, width));
}

}  // namespace

std::string TopicList() {
  std::string text = "flow doc NAME tells of a topic, or of any setting:\n\n";
  for (const Topic& topic : AllTopics()) {
    absl::StrAppendFormat(&text, "  %-18s%s\n", topic.name, topic.summary);
  }
  return text +
         "\nA setting is a path, train.optimizer.adamw, or its last name, w2; "
         "names of\nmessages, AdamW, and words, SELU, are found as well.\n";
}

std::string DocPage(const Subject& subject, int width) {
  std::string text = absl::StrCat(Title(subject), "\n\n", Written(subject));
  if (subject.field != nullptr) text += AboutField(*subject.field, width);
  if (subject.type == nullptr) return text;
  if (subject.field != nullptr) text += "\n";
  const std::string meaning = MeaningOf(*subject.type);
  absl::StrAppend(
      &text,
      Wrapped(absl::StrCat(subject.type->name(), ": ", meaning), 0, width),
      Contents(*subject.type, width));
  return text;
}

std::string SubjectList(const std::vector<Subject>& subjects) {
  std::string text;
  for (const Subject& subject : subjects) {
    absl::StrAppend(&text, "  ", Title(subject), "\n");
  }
  return text;
}

}  // namespace flow::lang
