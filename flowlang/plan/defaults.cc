#include "flowlang/plan/defaults.h"

#include <string>
#include <variant>
#include <vector>

#include "core/path/brownian_bridge.h"
#include "flowlang/plan/convert.h"
#include "flowlang/schema/default_value.h"
#include "flowlang/schema/field_name.h"
#include "flowlang/schema/rules.pb.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

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
template <typename Part>
void ChooseTrainingOf(const Training& experiment, Part* part) {
  if (!part->has_train()) *part->mutable_train() = experiment;
  ChooseTraining(part->mutable_train());
}

// Of a model or a potential.
template <typename M>
void ChooseModel(M* model) {
  if (!model->has_mlp()) return;
  Mlp* mlp = model->mutable_mlp();
  if (!mlp->has_time_embedding()) {
    mlp->mutable_time_embedding()->mutable_concatenated();
  }
  if (!mlp->has_point_embedding()) {
    mlp->mutable_point_embedding()->mutable_plain();
  }
}

void ChoosePairing(MinibatchOtCoupling* ot) {
  if (ot->has_pairing()) return;
  ot->set_pairing(ot->has_exact() ? MinibatchOtCoupling::PERMUTATION
                                  : MinibatchOtCoupling::RESAMPLE);
}

void ChooseCoupling(const ProbabilityPath& path, Coupling* coupling) {
  if (ChosenName(*coupling).empty()) coupling->mutable_independent();
  if (coupling->has_minibatch_ot()) {
    MinibatchOtCoupling* ot = coupling->mutable_minibatch_ot();
    ChoosePairing(ot);
    // the entropic coupling that belongs to the bridge
    if (ot->has_sinkhorn() && !ot->sinkhorn().has_regularization() &&
        path.has_brownian_bridge()) {
      const auto bridge =
          std::get<core::BrownianBridgePathOptions>(ToOptions(path));
      ot->mutable_sinkhorn()->set_regularization(2 *
                                                 core::BridgeVariance(bridge));
    }
  }
  if (coupling->has_semidual()) {
    SemidualCoupling* semidual = coupling->mutable_semidual();
    ChooseModel(semidual->mutable_potential());
    semidual->mutable_inner();
    ChooseTraining(semidual->mutable_train());
  }
}

void ChooseFlowMatching(const Training& train, FlowMatching* method) {
  if (method->has_reflow()) {
    Reflow* reflow = method->mutable_reflow();
    reflow->mutable_sampler();
    ChooseTrainingOf(train, reflow);
    if (reflow->has_distill()) {
      ChooseTrainingOf(train, reflow->mutable_distill());
    }
  }
  if (method->has_acceleration()) {
    Acceleration* acceleration = method->mutable_acceleration();
    ChooseTrainingOf(train, acceleration);
    MinibatchOtCoupling* ot = acceleration->mutable_coupling();
    if (ChosenName(*ot).empty()) ot->mutable_exact();
    ChoosePairing(ot);
  }
}

void ChooseMethod(const Training& train, Method* method) {
  switch (method->kind_case()) {
    case Method::kLocalFlow:
      method->mutable_local_flow()->mutable_push();
      if (method->local_flow().has_distill()) {
        ChooseTrainingOf(train,
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
  // one client may be nearly all of a mean by size
  if (!federation->has_weights() && federation->privacy().has_client_level()) {
    federation->set_weights(EQUALLY);
  }
  if (federation->aggregation().has_fed_sgd()) return;
  LocalTraining* local = federation->mutable_local();
  if (!local->has_optimizer()) *local->mutable_optimizer() = train.optimizer();
}

void ChooseFineTuning(FineTuning* tuning) {
  if (!tuning->has_low_rank() || tuning->low_rank().has_alpha()) return;
  LowRankAdapter* low_rank = tuning->mutable_low_rank();
  low_rank->set_alpha(static_cast<double>(low_rank->rank()));
}

// Parts whose absence means something. An empty message is one whose oneof has
// not been chosen.
void ChooseDefaultParts(Experiment* experiment) {
  ProbabilityPath* path = experiment->mutable_path();
  if (ChosenName(*path).empty()) path->mutable_linear();
  ChooseCoupling(*path, experiment->mutable_coupling());
  ChooseModel(experiment->mutable_model());
  ChooseTraining(experiment->mutable_train());
  ChooseMethod(experiment->train(), experiment->mutable_method());
  if (experiment->has_federation()) {
    ChooseFederation(experiment->train(), experiment->mutable_federation());
  }
  if (experiment->has_fine_tuning()) {
    ChooseFineTuning(experiment->mutable_fine_tuning());
  }
  for (Evaluation& evaluation : *experiment->mutable_evaluate()) {
    evaluation.mutable_sampler();
  }
}

// Where no arm of a oneof is set, the one that the schema says is meant.
void ChooseDefaultArms(Message* message) {
  const auto* type = message->GetDescriptor();
  for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
    const auto* oneof = type->oneof_decl(i);
    const auto& options = oneof->options();
    if (!options.HasExtension(default_arm) || !ExtensionsIn(*message).empty() ||
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
      SetToDefault(*field, message);
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
