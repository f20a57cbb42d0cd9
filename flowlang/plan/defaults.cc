#include "flowlang/plan/defaults.h"

#include <vector>

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Parts whose absence means something. An empty message is one whose oneof has
// not been chosen.
void ChooseDefaultParts(Experiment* experiment) {
  if (!experiment->has_path()) experiment->mutable_path()->mutable_linear();
  if (!experiment->has_coupling()) {
    experiment->mutable_coupling()->mutable_independent();
  }
  if (experiment->model().has_mlp() &&
      !experiment->model().mlp().has_time_embedding()) {
    experiment->mutable_model()
        ->mutable_mlp()
        ->mutable_time_embedding()
        ->mutable_concatenated();
  }
  Training* train = experiment->mutable_train();
  if (!train->has_optimizer()) train->mutable_optimizer()->mutable_adam();
  if (!train->has_schedule()) train->mutable_schedule()->mutable_constant();
  for (Evaluation& evaluation : *experiment->mutable_evaluate()) {
    if (!evaluation.has_sampler()) {
      evaluation.mutable_sampler()->mutable_dopri5();
    }
  }
}

void CopyDefault(const Reflection* reflection, const FieldDescriptor* field,
                 Message* message) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(message, field, field->default_value_int32());
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(message, field, field->default_value_int64());
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->SetUInt32(message, field,
                                   field->default_value_uint32());
    case FieldDescriptor::CPPTYPE_UINT64:
      return reflection->SetUInt64(message, field,
                                   field->default_value_uint64());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return reflection->SetDouble(message, field,
                                   field->default_value_double());
    case FieldDescriptor::CPPTYPE_FLOAT:
      return reflection->SetFloat(message, field, field->default_value_float());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(message, field, field->default_value_bool());
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnum(message, field, field->default_value_enum());
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(message, field,
                                   field->default_value_string());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return;
  }
}

void WriteOutScalars(Message* message) {
  const Reflection* reflection = message->GetReflection();
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool is_message =
        field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (field->is_repeated()) {
      for (int k = 0; is_message && k < reflection->FieldSize(*message, field);
           ++k) {
        WriteOutScalars(reflection->MutableRepeatedMessage(message, field, k));
      }
    } else if (is_message) {
      if (reflection->HasField(*message, field)) {
        WriteOutScalars(reflection->MutableMessage(message, field));
      }
    } else if (field->has_default_value() &&
               field->real_containing_oneof() == nullptr &&
               !reflection->HasField(*message, field)) {
      CopyDefault(reflection, field, message);
    }
  }
}

}  // namespace

void FillDefaults(Experiment* experiment) {
  ChooseDefaultParts(experiment);
  WriteOutScalars(experiment);
}

}  // namespace flow::lang
