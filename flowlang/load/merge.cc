#include "flowlang/load/merge.h"

#include <memory>
#include <string>
#include <vector>

#include "flowlang/schema/field_name.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

void CopyField(const Message& top, const FieldDescriptor* field,
               Message* base) {
  // merging a message that has this field alone copies whatever type it is
  const std::unique_ptr<Message> only(top.New());
  only->CopyFrom(top);
  std::vector<const FieldDescriptor*> fields;
  top.GetReflection()->ListFields(top, &fields);
  for (const FieldDescriptor* other : fields) {
    if (other != field) only->GetReflection()->ClearField(only.get(), other);
  }
  base->GetReflection()->ClearField(base, field);
  base->MergeFrom(*only);
}

// A choice takes the place of the other arms of its oneof.
void ForgetOtherChoices(const FieldDescriptor* field, absl::string_view path,
                        Message* base, LocationMap* locations) {
  std::vector<const FieldDescriptor*> chosen;
  base->GetReflection()->ListFields(*base, &chosen);
  for (const FieldDescriptor* other : chosen) {
    if (!ExcludeEachOther(*field, *other)) continue;
    base->GetReflection()->ClearField(base, other);
    locations->Erase(JoinFieldPath(path, FieldName(*other)));
  }
}

}  // namespace

void MergeOver(const Message& top, absl::string_view path, Message* base,
               LocationMap* base_locations) {
  const Reflection* reflection = base->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  top.GetReflection()->ListFields(top, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string field_path = JoinFieldPath(path, FieldName(*field));
    ForgetOtherChoices(field, path, base, base_locations);
    const bool merges = !field->is_repeated() &&
                        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
                        reflection->HasField(*base, field);
    if (merges) {
      MergeOver(top.GetReflection()->GetMessage(top, field), field_path,
                reflection->MutableMessage(base, field), base_locations);
    } else {
      base_locations->Erase(field_path);
      CopyField(top, field, base);
    }
  }
}

}  // namespace flow::lang
