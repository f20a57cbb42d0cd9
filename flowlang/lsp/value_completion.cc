#include "flowlang/lsp/value_completion.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/files.h"
#include "flowlang/lsp/schema_markdown.h"
#include "flowlang/lsp/suite_names.h"
#include "flowlang/manual/field_facts.h"
#include "flowlang/schema/distribution.pb.h"
#include "flowlang/schema/experiment.pb.h"
#include "flowlang/schema/suite.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Items = std::vector<CompletionItem>;

CompletionItem Word(CompletionItem::Kind kind, std::string label) {
  CompletionItem item;
  item.kind = kind;
  item.text = label;
  item.label = std::move(label);
  return item;
}

// The quoted text that is being typed, as far as the cursor.
struct TypedText {
  bool quoted = false;  // otherwise there are no quotes yet
  std::string before;
  Span inside;  // what is between the quotes
};

TypedText TypedAt(const CursorContext& context, int offset) {
  const Span& word = context.word;
  const absl::string_view text = word.text();
  const bool quoted = !text.empty() && (text[0] == '"' || text[0] == '\'') &&
                      word.begin < offset;
  if (!quoted) return {false, "", word};
  const bool closed = text.size() > 1 && text.back() == text[0];
  // a quoted text that is not closed reaches to the end of its line
  const Span inside = {word.source, word.begin + 1,
                       closed ? std::max(offset, word.end - 1) : offset};
  const Span before = {word.source, word.begin + 1, offset};
  return {true, std::string(before.text()), inside};
}

// What stands before the last of the separators; `*span` becomes what is
// behind it.
std::string SplitLast(const TypedText& typed, char separator, Span* span) {
  *span = typed.inside;
  const size_t last = typed.before.rfind(separator);
  if (last == std::string::npos) return "";
  span->begin += static_cast<int>(last) + 1;
  return typed.before.substr(0, last);
}

Items PlainWords(const FieldDescriptor& field) {
  Items items;
  for (const WordFacts& fact : WordsOf(field)) {
    items.push_back(Word(CompletionItem::Kind::kWord, fact.word));
    items.back().markdown = WordMarkdown(fact);
    items.back().rank = fact.planned ? 1 : 0;
    if (fact.planned) items.back().detail = "not run yet";
    if (fact.is_default) items.back().detail = "when left out";
  }
  if (!items.empty()) return items;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    return {Word(CompletionItem::Kind::kWord, "true"),
            Word(CompletionItem::Kind::kWord, "false")};
  }
  const std::string standard = FactsOf(field).default_value;
  if (standard.empty()) return {};
  items.push_back(Word(CompletionItem::Kind::kWord, standard));
  items.back().detail = "when left out";
  return items;
}

bool HasEnding(const std::string& name,
               const std::vector<std::string>& endings) {
  return std::any_of(
      endings.begin(), endings.end(),
      [&](const std::string& end) { return absl::EndsWith(name, end); });
}

// Files with one of the endings, and folders, beside the document or below the
// folder that is typed already.
Items Files(const ParsedDocument& parsed, const TypedText& typed,
            const std::vector<std::string>& endings) {
  Span span;
  const std::string below = SplitLast(typed, '/', &span);
  const std::filesystem::path own(parsed.document().path());
  const std::string folder = JoinPath(own.parent_path().string(), below);
  Items items;
  for (const std::string& name :
       ListDirectory(folder).value_or(std::vector<std::string>())) {
    std::error_code none_such;
    const bool is_folder =
        std::filesystem::is_directory(JoinPath(folder, name), none_such);
    const bool itself = below.empty() && name == own.filename().string();
    if (name[0] == '.' || itself) continue;
    if (!is_folder && !HasEnding(name, endings)) continue;
    items.push_back(Word(
        is_folder ? CompletionItem::Kind::kFolder : CompletionItem::Kind::kFile,
        name));
    items.back().rank = is_folder ? 1 : 0;
    items.back().replaced = span;
  }
  return items;
}

// The paths of a sweep, "train.optimizer.", one level at a time.
Items SweptFields(const TypedText& typed) {
  Span span;
  const std::string outer = SplitLast(typed, '.', &span);
  const Descriptor* type = Experiment::descriptor();
  for (absl::string_view name : absl::StrSplit(outer, '.', absl::SkipEmpty())) {
    name = name.substr(0, name.find('['));
    const auto* field = type->FindFieldByName(std::string(name));
    if (field == nullptr || field->message_type() == nullptr) return {};
    type = field->message_type();
  }
  Items items;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (&field == Experiment::descriptor()->FindFieldByName("extends")) {
      continue;
    }
    const FieldFacts facts = FactsOf(field);
    CompletionItem item = Word(CompletionItem::Kind::kField, facts.name);
    item.detail = Summary(facts);
    item.markdown = FieldMarkdown(field);
    item.rank = facts.planned ? 1 : 0;
    item.replaced = span;
    items.push_back(std::move(item));
  }
  return items;
}

class NameCompleter {
 public:
  NameCompleter(const ParsedDocument& parsed, const CursorContext& context,
                const FileOverlay& overlay)
      : parsed_(parsed),
        members_(MembersOf(parsed)),
        context_(context),
        overlay_(overlay) {}

  Items Labels() {
    for (const std::string& label : RunLabelsOf(parsed_)) Add(label, "");
    return std::move(items_);
  }

  Items Protocols() {
    ForEachProtocol([&](const std::string& label, const ProtocolName& p) {
      Add(p.name, absl::StrCat("of ", label));
    });
    return std::move(items_);
  }

  Items Metrics() {
    const std::string only = TextOf(context_.group(), "protocol");
    ForEachProtocol([&](const std::string& label, const ProtocolName& p) {
      if (!only.empty() && p.name != only) return;
      for (const std::string& metric : p.metrics) {
        Add(metric, absl::StrCat("of ", label));
      }
    });
    return std::move(items_);
  }

 private:
  void Add(const std::string& label, const std::string& detail) {
    const bool known = std::any_of(
        items_.begin(), items_.end(),
        [&](const CompletionItem& item) { return item.label == label; });
    if (known) return;
    items_.push_back(Word(CompletionItem::Kind::kName, label));
    items_.back().detail = detail;
  }

  bool IsAskedAbout(const std::string& label) const {
    bool any_named = false;
    for (const char* field : {"better", "than", "same", "as", "of"}) {
      const std::string named = TextOf(context_.group(), field);
      any_named |= !named.empty();
      // with a sweep, "<label>,<field>=<value>"
      if (named.substr(0, named.find(',')) == label) return true;
    }
    return !any_named;
  }

  template <typename F>
  void ForEachProtocol(const F& tell) {
    for (const SuiteMemberName& member : members_) {
      if (member.path.empty() || !IsAskedAbout(member.label)) continue;
      for (const ProtocolName& p : ProtocolsOf(member.path, overlay_)) {
        tell(member.label, p);
      }
    }
  }

  const ParsedDocument& parsed_;
  std::vector<SuiteMemberName> members_;
  const CursorContext& context_;
  const FileOverlay& overlay_;
  Items items_;
};

Items Names(const ParsedDocument& parsed, const CursorContext& context,
            const TypedText& typed, const FileOverlay& overlay) {
  const Descriptor* type = context.type();
  const std::string& field = context.field()->name();
  NameCompleter names(parsed, context, overlay);
  if (NamesAMember(context)) return names.Labels();
  if (SpeaksOfResults(context)) {
    if (field == "metric") return names.Metrics();
    if (field == "protocol") return names.Protocols();
  }
  if (type == Sweep::descriptor() && field == "field") {
    return SweptFields(typed);
  }
  if ((type == Experiment::descriptor() && field == "extends") ||
      (type == SuiteMember::descriptor() && field == "file")) {
    return Files(parsed, typed, {".textproto"});
  }
  if (type == ArrayFile::descriptor() && field == "path") {
    return Files(parsed, typed, {".csv", ".npy"});
  }
  if (type == FineTuning::descriptor() && field == "weights") {
    return Files(parsed, typed, {".safetensors"});
  }
  return {};
}

}  // namespace

std::vector<CompletionItem> CompleteValue(const ParsedDocument& parsed,
                                          const CursorContext& context,
                                          int offset,
                                          const FileOverlay& overlay) {
  if (context.field() == nullptr) return {};
  const bool quotes =
      context.field()->cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (!quotes) {
    Items items = PlainWords(*context.field());
    for (CompletionItem& item : items) item.replaced = context.word;
    return items;
  }
  const TypedText typed = TypedAt(context, offset);
  Items items = Names(parsed, context, typed, overlay);
  for (CompletionItem& item : items) {
    if (item.replaced.source == nullptr) item.replaced = typed.inside;
    if (!typed.quoted) item.text = absl::StrCat("\"", item.text, "\"");
  }
  return items;
}

}  // namespace flow::lang
