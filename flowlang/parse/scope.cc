#include "flowlang/parse/scope.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace flow::lang {

using google::protobuf::FieldDescriptor;

std::string Scope::Title() const {
  if (parent == nullptr) {
    return absl::StrCat("the ", absl::AsciiStrToLower(type().name()));
  }
  const bool chosen = field->real_containing_oneof() != nullptr;
  if (!chosen || parent->parent == nullptr) {
    return absl::StrCat("'", field->name(), "'");
  }
  return absl::StrCat(parent->field->name(), " '", field->name(), "'");
}

const FieldDescriptor* Scope::ChosenInstead(
    const FieldDescriptor& field) const {
  const auto* oneof = field.real_containing_oneof();
  if (oneof == nullptr) return nullptr;
  for (const auto& [other, span] : written) {
    if (other != &field && other->real_containing_oneof() == oneof) {
      return other;
    }
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
