#include "flowlang/load/merge.h"

#include <memory>
#include <string>
#include <vector>

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

// Forgets where the other arms of the field's oneof were written.
void ForgetOtherArms(const FieldDescriptor* field, absl::string_view path,
                     LocationMap* locations) {
  const auto* oneof = field->real_containing_oneof();
  if (oneof == nullptr) return;
  for (int i = 0; i < oneof->field_count(); ++i) {
    if (oneof->field(i) != field) {
      locations->Erase(JoinFieldPath(path, oneof->field(i)->name()));
    }
  }
}

}  // namespace

void MergeOver(const Message& top, absl::string_view path, Message* base,
               LocationMap* base_locations) {
  const Reflection* reflection = base->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  top.GetReflection()->ListFields(top, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string field_path = JoinFieldPath(path, field->name());
    ForgetOtherArms(field, path, base_locations);
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
