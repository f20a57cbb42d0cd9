#include "flowlang/manual/field_facts.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "flowlang/rules/number_text.h"
#include "flowlang/schema/documented_schema.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/rules.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

std::vector<std::string> NamesOf(const EnumDescriptor& words) {
  std::vector<std::string> names;
  for (int i = 0; i < words.value_count(); ++i) {
    names.push_back(words.value(i)->name());
  }
  return names;
}

// The message's name as the reference heads it: "GaussianMixture.Component".
std::string TypeName(const Descriptor& type) {
  const std::string& package = type.file()->package();
  return type.full_name().substr(package.empty() ? 0 : package.size() + 1);
}

std::string Element(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return TypeName(*field.message_type());
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("one of ",
                          absl::StrJoin(NamesOf(*field.enum_type()), ", "));
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "number";
    default:
      return "whole number";
  }
}

std::string TypeInWords(const FieldDescriptor& field) {
  const std::string element = Element(field);
  if (!field.is_repeated()) return element;
  const bool is_number = element == "number" || element == "whole number";
  return absl::StrCat("list of ", element, is_number ? "s" : "");
}

// What one value must obey; empty for nothing.
std::string ValueRange(const FieldRules& rules) {
  if (rules.has_pattern()) {
    return absl::StrCat("matching `", rules.pattern(), "`");
  }
  if (rules.probability()) return "between 0 and 1";
  if (rules.has_gte() && rules.has_lte()) {
    return absl::StrCat("between ", NumberText(rules.gte()), " and ",
                        NumberText(rules.lte()));
  }
  std::vector<std::string> bounds;
  const auto add = [&](bool is_set, const char* relation, double bound) {
    if (is_set) bounds.push_back(absl::StrCat(relation, NumberText(bound)));
  };
  add(rules.has_gt(), "greater than ", rules.gt());
  add(rules.has_gte(), "at least ", rules.gte());
  add(rules.has_lt(), "less than ", rules.lt());
  add(rules.has_lte(), "at most ", rules.lte());
  if (!rules.finite()) bounds.push_back("possibly inf");
  return absl::StrJoin(bounds, " and ");
}

std::string SizeRange(const FieldRules& rules) {
  const int least = rules.min_items();
  if (!rules.has_max_items()) {
    return least > 0 ? absl::StrCat(least, " or more elements") : "";
  }
  if (least == 0)
    return absl::StrCat("at most ", rules.max_items(), " elements");
  return absl::StrCat(least, " to ", rules.max_items(), " elements");
}

std::string ListRange(const FieldRules& rules) {
  std::vector<std::string> parts;
  const std::string size = SizeRange(rules);
  if (!size.empty()) parts.push_back(size);
  const std::string value = ValueRange(rules);
  if (!value.empty()) parts.push_back(absl::StrCat("each ", value));
  if (rules.unique()) parts.push_back("none twice");
  return absl::StrJoin(parts, ", ");
}

std::string DefaultText(const FieldDescriptor& field) {
  if (!field.has_default_value()) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(field.default_value_int32());
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(field.default_value_int64());
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(field.default_value_uint32());
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(field.default_value_uint64());
    case FieldDescriptor::CPPTYPE_FLOAT:
      return NumberText(field.default_value_float());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return NumberText(field.default_value_double());
    case FieldDescriptor::CPPTYPE_BOOL:
      return field.default_value_bool() ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return field.default_value_enum()->name();
    case FieldDescriptor::CPPTYPE_STRING:
      return absl::StrCat("\"", absl::CEscape(field.default_value_string()),
                          "\"");
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "";
  }
  return "";
}

std::string CommentByName(const FieldDescriptor& field) {
  const auto* documented =
      DocumentedSchema().FindFieldByName(field.full_name());
  return documented == nullptr ? "" : CommentOf(*documented);
}

std::string CommentByName(const EnumValueDescriptor& word) {
  const auto* documented =
      DocumentedSchema().FindEnumValueByName(word.full_name());
  return documented == nullptr ? "" : CommentOf(*documented);
}

}  // namespace

FieldFacts FactsOf(const FieldDescriptor& field) {
  const FieldRules& rules = field.options().GetExtension(flow::rules);
  FieldFacts facts;
  facts.name = FieldName(field);
  facts.type = TypeInWords(field);
  facts.range = field.is_repeated() ? ListRange(rules) : ValueRange(rules);
  facts.default_value = DefaultText(field);
  facts.unit = rules.unit();
  facts.advice = rules.advice();
  facts.meaning = CommentByName(field);
  facts.required = rules.required() || rules.min_items() > 0;
  facts.planned = rules.planned() || field.is_extension();
  return facts;
}

std::string Summary(const FieldFacts& facts) {
  std::string text = facts.type;
  if (!facts.unit.empty()) absl::StrAppend(&text, " in ", facts.unit);
  if (!facts.range.empty()) absl::StrAppend(&text, ", ", facts.range);
  if (facts.required) text += "; required";
  if (!facts.default_value.empty()) {
    absl::StrAppend(&text, "; ", facts.default_value, " when left out");
  }
  if (facts.planned) text += "; not run yet";
  return text;
}

std::vector<WordFacts> WordsOf(const FieldDescriptor& field) {
  std::vector<WordFacts> words;
  const EnumDescriptor* type = field.enum_type();
  if (type == nullptr) return words;
  for (int i = 0; i < type->value_count(); ++i) {
    const EnumValueDescriptor& word = *type->value(i);
    const bool is_default =
        field.has_default_value() && field.default_value_enum() == &word;
    words.push_back({word.name(), CommentByName(word), is_default,
                     word.options().GetExtension(planned_value)});
  }
  return words;
}

bool IsChoiceOfParts(const FieldDescriptor& field) {
  const auto* choice = field.real_containing_oneof();
  return choice != nullptr && (choice->options().GetExtension(required_oneof) ||
                               choice->options().HasExtension(default_arm));
}

std::string ExclusionsOf(const Descriptor& type) {
  std::vector<std::string> sentences;
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const auto& choice = *type.oneof_decl(i);
    if (IsChoiceOfParts(*choice.field(0))) continue;
    std::vector<std::string> names;
    for (int k = 0; k < choice.field_count(); ++k) {
      names.push_back(absl::StrCat("`", choice.field(k)->name(), "`"));
    }
    sentences.push_back(absl::StrCat(
        "Only one of ", absl::StrJoin(names, " and "), " may be set."));
  }
  return absl::StrJoin(sentences, " ");
}

std::string MeaningOf(const Descriptor& type) {
  const Descriptor* documented =
      DocumentedSchema().FindMessageTypeByName(type.full_name());
  return documented == nullptr ? "" : CommentOf(*documented);
}

}  // namespace flow::lang
