#include "flowlang/plan/defaults.h"

#include <string>
#include <vector>

#include "flowlang/schema/rules.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool UsesExtension(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_extension()) return true;
  }
  return false;
}

void ChooseTraining(Training* train) {
  if (train->length_case() == Training::LENGTH_NOT_SET) {
    train->set_steps(train->steps());
  }
  if (!train->has_optimizer()) train->mutable_optimizer()->mutable_adam();
  if (!train->has_schedule()) train->mutable_schedule()->mutable_constant();
  if (!train->has_time_law()) train->mutable_time_law()->mutable_uniform();
  if (!train->has_weight()) train->mutable_weight()->mutable_constant();
}

// A training inside the method that is left out is that of the experiment.
void ChooseTrainingLike(const Training& like, Training* train, bool written) {
  if (!written) *train = like;
  ChooseTraining(train);
}

void ChooseModel(Model* model) {
  if (model->has_mlp() && !model->mlp().has_time_embedding()) {
    model->mutable_mlp()->mutable_time_embedding()->mutable_concatenated();
  }
}

void ChooseCoupling(const ProbabilityPath& path, Coupling* coupling) {
  if (coupling->kind_case() == Coupling::KIND_NOT_SET &&
      !UsesExtension(*coupling)) {
    coupling->mutable_independent();
  }
  if (coupling->has_minibatch_ot()) {
    MinibatchOtCoupling* ot = coupling->mutable_minibatch_ot();
    if (!ot->has_pairing()) {
      ot->set_pairing(ot->has_exact() ? MinibatchOtCoupling::PERMUTATION
                                      : MinibatchOtCoupling::RESAMPLE);
    }
    // the entropic coupling that belongs to the bridge
    if (ot->has_sinkhorn() && !ot->sinkhorn().has_regularization() &&
        path.has_brownian_bridge()) {
      const double sigma = path.brownian_bridge().sigma();
      ot->mutable_sinkhorn()->set_regularization(2 * sigma * sigma);
    }
  }
  if (coupling->has_semidual()) {
    SemidualCoupling* semidual = coupling->mutable_semidual();
    ChooseModel(semidual->mutable_potential());
    semidual->mutable_inner();
    ChooseTraining(semidual->mutable_train());
  }
}

void ChooseDistillation(const Training& train, Distillation* distill) {
  const bool written = distill->has_train();
  ChooseTrainingLike(train, distill->mutable_train(), written);
}

void ChooseFlowMatching(const Training& train, FlowMatching* method) {
  if (method->has_reflow()) {
    Reflow* reflow = method->mutable_reflow();
    reflow->mutable_sampler();
    const bool written = reflow->has_train();
    ChooseTrainingLike(train, reflow->mutable_train(), written);
    if (reflow->has_distill()) {
      ChooseDistillation(train, reflow->mutable_distill());
    }
  }
  if (method->has_acceleration()) {
    const bool written = method->acceleration().has_train();
    ChooseTrainingLike(train, method->mutable_acceleration()->mutable_train(),
                       written);
  }
  if (method->has_shallow_start()) {
    const bool written = method->shallow_start().has_train();
    ChooseTrainingLike(train, method->mutable_shallow_start()->mutable_train(),
                       written);
  }
}

void ChooseMethod(const Training& train, Method* method) {
  switch (method->kind_case()) {
    case Method::kLocalFlow:
      method->mutable_local_flow()->mutable_push();
      if (method->local_flow().has_distill()) {
        ChooseDistillation(train,
                           method->mutable_local_flow()->mutable_distill());
      }
      return;
    case Method::kFieldMatching:
      if (!method->field_matching().has_coverage()) {
        method->mutable_field_matching()
            ->mutable_coverage()
            ->mutable_from_pairs();
      }
      return;
    case Method::kFlowMatching:
    case Method::KIND_NOT_SET:
      return ChooseFlowMatching(train, method->mutable_flow_matching());
  }
}

void ChooseFederation(const Training& train, Federation* federation) {
  if (!federation->has_partition())
    federation->mutable_partition()->mutable_iid();
  if (!federation->has_topology())
    federation->mutable_topology()->mutable_star();
  federation->mutable_participation();
  if (!federation->has_aggregation()) {
    federation->mutable_aggregation()->mutable_fed_sgd();
  }
  if (federation->aggregation().has_fed_sgd()) return;
  LocalTraining* local = federation->mutable_local();
  if (!local->has_optimizer()) *local->mutable_optimizer() = train.optimizer();
}

// Parts whose absence means something. An empty message is one whose oneof has
// not been chosen.
void ChooseDefaultParts(Experiment* experiment) {
  ProbabilityPath* path = experiment->mutable_path();
  if (path->kind_case() == ProbabilityPath::KIND_NOT_SET &&
      !UsesExtension(*path)) {
    path->mutable_linear();
  }
  ChooseCoupling(*path, experiment->mutable_coupling());
  ChooseModel(experiment->mutable_model());
  ChooseTraining(experiment->mutable_train());
  ChooseMethod(experiment->train(), experiment->mutable_method());
  if (experiment->has_federation()) {
    ChooseFederation(experiment->train(), experiment->mutable_federation());
  }
  for (Evaluation& evaluation : *experiment->mutable_evaluate()) {
    evaluation.mutable_sampler();
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

// Where no arm of a oneof is set, the one that the schema says is meant.
void ChooseDefaultArms(Message* message) {
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
    const auto* oneof = type->oneof_decl(i);
    const auto& options = oneof->options();
    if (!options.HasExtension(default_arm) || UsesExtension(*message) ||
        message->GetReflection()->HasOneof(*message, oneof)) {
      continue;
    }
    const std::string& arm = options.GetExtension(default_arm);
    message->GetReflection()->MutableMessage(message,
                                             type->FindFieldByName(arm));
  }
}

// In the message and in all messages that are there, extensions included.
void WriteOutDefaults(Message* message) {
  ChooseDefaultArms(message);
  const Reflection* reflection = message->GetReflection();
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->has_default_value() && !field->is_repeated() &&
        field->real_containing_oneof() == nullptr &&
        !reflection->HasField(*message, field)) {
      CopyDefault(reflection, field, message);
    }
  }
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      WriteOutDefaults(reflection->MutableMessage(message, field));
      continue;
    }
    for (int k = 0; k < reflection->FieldSize(*message, field); ++k) {
      WriteOutDefaults(reflection->MutableRepeatedMessage(message, field, k));
    }
  }
}

}  // namespace

void FillDefaults(Experiment* experiment) {
  ChooseDefaultParts(experiment);
  WriteOutDefaults(experiment);
}

}  // namespace flow::lang
