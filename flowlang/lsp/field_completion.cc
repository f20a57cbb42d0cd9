#include "flowlang/lsp/field_completion.h"

#include <algorithm>
#include <string>

#include "flowlang/lsp/schema_markdown.h"
#include "flowlang/manual/field_facts.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

enum Rank { kRequired, kUsual, kNotYet };

std::vector<const FieldDescriptor*> FieldsOf(const Descriptor& type) {
  std::vector<const FieldDescriptor*> fields, extensions;
  for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  type.file()->pool()->FindAllExtensions(&type, &extensions);
  fields.insert(fields.end(), extensions.begin(), extensions.end());
  return fields;
}

// Whether what the group has leaves no room for the field; the setting under
// the cursor, which is being replaced, does not count.
bool IsTaken(const FieldDescriptor& field, const CursorContext& context) {
  const auto& settings = context.group().settings;
  return std::any_of(
      settings.begin(), settings.end(), [&](const OutlineSetting& setting) {
        if (&setting == context.setting || setting.field == nullptr) {
          return false;
        }
        if (setting.field == &field) return !field.is_repeated();
        return ExcludeEachOther(field, *setting.field);
      });
}

// A type that holds nothing but one choice; it is written on one line.
bool IsOneChoice(const Descriptor& type) {
  return type.field_count() > 0 && type.real_oneof_decl_count() == 1 &&
         type.oneof_decl(0)->field_count() == type.field_count();
}

// What follows the name, $0 being the value.
std::string Continuation(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type()->field_count() == 0) return " {}";
      if (IsOneChoice(*field.message_type())) return " { $0 }";
      return " {\n\t$0\n}";
    case FieldDescriptor::CPPTYPE_STRING:
      return field.is_repeated() ? ": [\"$0\"]" : ": \"$0\"";
    default:
      return field.is_repeated() ? ": [$0]" : ": $0";
  }
}

// For editors without snippets: nothing is left to be stepped over.
std::string PlainContinuation(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return field.message_type()->field_count() == 0 ? " {}" : " { ";
  }
  return ": ";
}

int RankOf(const FieldFacts& facts) {
  if (facts.planned) return kNotYet;
  return facts.required ? kRequired : kUsual;
}

CompletionItem ItemOf(const FieldDescriptor& field, bool name_only,
                      bool snippets) {
  const FieldFacts facts = FactsOf(field);
  CompletionItem item;
  const bool group = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  item.kind =
      group ? CompletionItem::Kind::kGroup : CompletionItem::Kind::kField;
  item.label = facts.name;
  item.detail = Summary(facts);
  item.markdown = FieldMarkdown(field);
  item.rank = RankOf(facts);
  item.text = item.label;
  if (name_only) return item;
  item.snippet = snippets;
  item.text += snippets ? Continuation(field) : PlainContinuation(field);
  return item;
}

}  // namespace

std::vector<CompletionItem> CompleteField(const CursorContext& context,
                                          bool snippets) {
  std::vector<CompletionItem> items;
  if (context.type() == nullptr) return items;
  const bool name_only = context.setting != nullptr &&
                         context.setting->form != OutlineSetting::Form::kName;
  for (const FieldDescriptor* field : FieldsOf(*context.type())) {
    if (IsTaken(*field, context)) continue;
    items.push_back(ItemOf(*field, name_only, snippets));
    items.back().replaced = context.word;
    // one more element is never required
    const bool is_there =
        !SettingsNamed(context.group(), FieldName(*field)).empty();
    if (is_there) items.back().rank = std::max<int>(items.back().rank, kUsual);
  }
  return items;
}

}  // namespace flow::lang
