#include "flowlang/manual/reference.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "flowlang/manual/field_facts.h"
#include "flowlang/manual/introduction.h"
#include "flowlang/manual/markdown.h"
#include "flowlang/manual/setting_paths.h"
#include "flowlang/manual/topics.h"
#include "flowlang/schema/documented_schema.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr char kPlanned[] = " °";

std::string Code(const std::string& text) {
  return absl::StrCat("`", text, "`");
}

// The message's name without the package; the heading.
std::string Title(const Descriptor& type) {
  return type.full_name().substr(type.file()->package().size() + 1);
}

std::string TypeCell(const FieldDescriptor& field, const FieldFacts& facts) {
  std::string text = facts.type;
  if (const Descriptor* inner = field.message_type()) {
    text = absl::StrCat(field.is_repeated() ? "list of " : "",
                        LinkTo(Title(*inner)));
  } else if (field.enum_type() != nullptr) {
    text = "a word, see below";
  }
  return facts.unit.empty() ? text : absl::StrCat(text, ", in ", facts.unit);
}

std::string DefaultCell(const FieldFacts& facts) {
  if (facts.required) return "required";
  return facts.default_value.empty() ? "" : Code(facts.default_value);
}

std::string MeaningCell(const FieldFacts& facts) {
  std::string text = absl::StrReplaceAll(EscapeMarkdown(facts.meaning),
                                         {{"\n\n", "<br><br>"}});
  if (!facts.advice.empty()) {
    absl::StrAppend(&text, " *", EscapeMarkdown(facts.advice), ".*");
  }
  return text;
}

std::string TableOf(const std::vector<const FieldDescriptor*>& fields,
                    const std::string& name_title) {
  std::vector<std::vector<std::string>> rows;
  for (const FieldDescriptor* field : fields) {
    const FieldFacts facts = FactsOf(*field);
    rows.push_back({Code(facts.name) + (facts.planned ? kPlanned : ""),
                    TypeCell(*field, facts), DefaultCell(facts), facts.range,
                    MeaningCell(facts)});
  }
  return MarkdownTable({name_title, "type", "default", "range", "meaning"},
                       rows);
}

std::string Choices(const Descriptor& type) {
  std::vector<const FieldDescriptor*> arms;
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsChoiceOfParts(*type.field(i))) arms.push_back(type.field(i));
  }
  if (arms.empty()) return "";
  return absl::StrCat("Choose one:\n\n", TableOf(arms, "choice"), "\n");
}

std::string Settings(const Descriptor& type, bool has_choices) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) {
    if (!IsChoiceOfParts(*type.field(i))) fields.push_back(type.field(i));
  }
  if (fields.empty()) return "";
  const std::string exclusions = ExclusionsOf(type);
  return absl::StrCat(has_choices ? "Beside it:\n\n" : "",
                      TableOf(fields, "setting"), "\n", exclusions,
                      exclusions.empty() ? "" : "\n\n");
}

std::string Words(const FieldDescriptor& field) {
  std::string text = absl::StrCat("The words of ", Code(field.name()), ":\n\n");
  for (const WordFacts& word : WordsOf(field)) {
    absl::StrAppend(&text, "- ", Code(word.word), word.planned ? kPlanned : "",
                    word.is_default ? " (the default): " : ": ",
                    EscapeMarkdown(word.meaning), "\n");
  }
  return text + "\n";
}

std::string AllWords(const Descriptor& type) {
  std::string text;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->enum_type() != nullptr) text += Words(*type.field(i));
  }
  return text;
}

// "; also `midpoint`, `heun` of [Sampler](#sampler)".
std::string OtherPlaces(const std::vector<Setting>& holders) {
  std::string places;
  const Descriptor* owner = nullptr;  // of the names that were written last
  const auto close = [&] {
    if (owner != nullptr) {
      absl::StrAppend(&places, " of ", LinkTo(Title(*owner)));
    }
  };
  for (size_t i = 1; i < holders.size(); ++i) {
    const FieldDescriptor& field = *holders[i].field;
    if (field.containing_type() != owner) close();
    absl::StrAppend(&places, i == 1 ? "; also " : ", ", Code(field.name()));
    owner = field.containing_type();
  }
  close();
  return places;
}

std::string Place(const Descriptor& type) {
  if (&type == &ExperimentType() || &type == &SuiteType()) return "";
  return absl::StrCat("At ", Code(PathTo(type)), OtherPlaces(HoldersOf(type)),
                      ".\n\n");
}

std::string Section(const Descriptor& type) {
  std::string text = absl::StrCat(
      "### ", Title(type), "\n\n", Place(type), EscapeMarkdown(CommentOf(type)),
      IsPlanned(type) ? " *Not run yet.*" : "", "\n\n");
  const std::string choices = Choices(type);
  text += choices + Settings(type, !choices.empty());
  text += AllWords(type);
  if (type.field_count() == 0) text += "It has no settings.\n\n";
  if (type.extension_range_count() > 0) {
    absl::StrAppend(&text, "It is open to ", LinkTo("Extensions"), ".\n\n");
  }
  return text;
}

std::string ChapterText(const Chapter& chapter) {
  const Topic& topic = *chapter.topic;
  std::string text =
      absl::StrCat("## ", topic.title, "\n\n", topic.about,
                   "\n\n```textproto\n", topic.example, "```\n\n");
  for (const Descriptor* type : chapter.types) text += Section(*type);
  return text;
}

std::string Contents() {
  std::string text;
  for (const Topic& topic : AllTopics()) {
    absl::StrAppend(&text, "- ", LinkTo(topic.title), ": ", topic.summary,
                    "\n");
  }
  return text + "\n";
}

}  // namespace

std::string LanguageReference() {
  std::string text = absl::StrCat(
      "<!-- Generated from the schema by //flowlang/manual; not for editing. "
      "-->\n\n",
      std::string(Introduction()), "\n", Contents());
  for (const Chapter& chapter : AllChapters()) text += ChapterText(chapter);
  text.pop_back();  // sections end in an empty line
  return text;
}

}  // namespace flow::lang
