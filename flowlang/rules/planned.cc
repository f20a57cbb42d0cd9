#include "flowlang/rules/planned.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "flowlang/diag/report.h"
#include "flowlang/schema/default_value.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/rules.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What is found is told as the path of a field and, for an enum, its value.
using Found = std::function<void(const std::string& path,
                                 const EnumValueDescriptor* value)>;

void Walk(const Message& message, const std::string& path, const Found& found);

void WalkField(const Message& message, const FieldDescriptor* field,
               const std::string& path, const Found& found) {
  const Reflection& reflection = *message.GetReflection();
  if (field->is_extension() ||
      field->options().GetExtension(flow::rules).planned()) {
    if (!HoldsDefault(message, *field)) found(path, nullptr);
    return;
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM &&
      !field->is_repeated()) {
    const EnumValueDescriptor* value = reflection.GetEnum(message, field);
    if (value->options().GetExtension(planned_value)) found(path, value);
  }
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
  if (!field->is_repeated()) {
    return Walk(reflection.GetMessage(message, field), path, found);
  }
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    Walk(reflection.GetRepeatedMessage(message, field, i), IndexedPath(path, i),
         found);
  }
}

void Walk(const Message& message, const std::string& path, const Found& found) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    WalkField(message, field, JoinFieldPath(path, FieldName(*field)), found);
  }
}

}  // namespace

bool UsesPlanned(const Message& message) {
  bool uses = false;
  Walk(message, "",
       [&](const std::string&, const EnumValueDescriptor*) { uses = true; });
  return uses;
}

void CheckPlanned(const Message& message, const LocationMap& locations,
                  DiagnosticSink* sink) {
  Walk(message, "",
       [&](const std::string& path, const EnumValueDescriptor* value) {
         const FieldLocation& place = locations.FindNearest(path);
         ReportError(
             sink, Code::kNotSupported,
             value == nullptr ? place.name : place.value,
             value == nullptr
                 ? absl::StrCat("no trainer obeys '", path, "' yet")
                 : absl::StrCat("no trainer obeys '", path,
                                "' = ", value->name(), " yet"),
             "'flow check' and 'flow plan' take it, 'flow run' does not");
       });
}

}  // namespace flow::lang
