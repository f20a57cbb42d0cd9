#include "flowlang/parse/scope.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "flowlang/schema/field_name.h"

namespace flow::lang {

using google::protobuf::FieldDescriptor;

std::string Scope::Title() const {
  if (parent == nullptr) {
    return absl::StrCat("the ", absl::AsciiStrToLower(type().name()));
  }
  if (!IsChoice(*field) || parent->parent == nullptr) {
    return absl::StrCat("'", FieldName(*field), "'");
  }
  return absl::StrCat(parent->field->name(), " '", FieldName(*field), "'");
}

const FieldDescriptor* Scope::ChosenInstead(
    const FieldDescriptor& field) const {
  for (const auto& [other, span] : written) {
    if (ExcludeEachOther(field, *other)) return other;
  }
  return nullptr;
}

bool Scope::IsKnownOutside(absl::string_view field_name) const {
  for (const Scope* outer = parent; outer != nullptr; outer = outer->parent) {
    if (outer->type().FindFieldByName(std::string(field_name)) != nullptr) {
      return true;
    }
  }
  return false;
}

}  // namespace flow::lang
