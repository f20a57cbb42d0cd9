#include "flowlang/schema/default_value.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "flowlang/schema/rules.pb.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

std::string ValueOf(const Message& message, const FieldDescriptor& field) {
  std::string text;
  TextFormat::PrintFieldValueToString(message, &field, -1, &text);
  return text;
}

bool IsDefaultChoice(const FieldDescriptor& field) {
  const auto* oneof = field.real_containing_oneof();
  return oneof == nullptr ||
         oneof->options().GetExtension(default_arm) == field.name();
}

// Every field that is set.
bool HoldsDefaultsAlone(const Message& message) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  return std::all_of(set.begin(), set.end(), [&](const auto* field) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return HoldsDefault(message, *field);
    }
    return !field->is_repeated() && IsDefaultChoice(*field) &&
           HoldsDefaultsAlone(reflection.GetMessage(message, field));
  });
}

bool HoldsWrittenDefault(const Message& message, const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return HoldsDefault(message, field);
  }
  return !field.is_repeated() && IsDefaultChoice(field) &&
         HoldsDefaultsAlone(
             message.GetReflection()->GetMessage(message, &field));
}

}  // namespace

void SetToDefault(const FieldDescriptor& field, Message* message) {
  const auto& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(message, &field, field.default_value_int32());
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(message, &field, field.default_value_int64());
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.SetUInt32(message, &field,
                                  field.default_value_uint32());
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection.SetUInt64(message, &field,
                                  field.default_value_uint64());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection.SetDouble(message, &field,
                                  field.default_value_double());
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection.SetFloat(message, &field, field.default_value_float());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(message, &field, field.default_value_bool());
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnum(message, &field, field.default_value_enum());
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.SetString(message, &field,
                                  field.default_value_string());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

bool HoldsDefault(const Message& message, const FieldDescriptor& field) {
  if (!field.has_default_value() || field.is_repeated()) return false;
  const std::unique_ptr<Message> blank(message.New());
  return ValueOf(message, field) == ValueOf(*blank, field);
}

bool HoldsDefaultAt(const Message& root, absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '.');
  const Message* message = &root;
  for (size_t i = 0; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> name_and_index =
        absl::StrSplit(parts[i], absl::MaxSplits('[', 1));
    const auto& [name, index] = name_and_index;
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(std::string(name));
    if (field == nullptr) return false;
    if (i + 1 == parts.size()) return HoldsWrittenDefault(*message, *field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return false;
    const auto& reflection = *message->GetReflection();
    int element = 0;
    if (!field->is_repeated()) {
      message = &reflection.GetMessage(*message, field);
    } else if (absl::SimpleAtoi(absl::StripSuffix(index, "]"), &element) &&
               element < reflection.FieldSize(*message, field)) {
      message = &reflection.GetRepeatedMessage(*message, field, element);
    } else {
      return false;
    }
  }
  return false;
}

}  // namespace flow::lang
