#include "flowlang/plan/build_plan.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/content_hash.h"
#include "flowlang/plan/convert.h"
#include "flowlang/plan/message_text.h"
#include "flowlang/plan/named_file.h"
#include "flowlang/plan/stage_list.h"
#include "flowlang/rules/planned.h"

namespace flow::lang {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kHeader[] =
    "# proto-file: flowlang/schema/experiment.proto\n"
    "# proto-message: flow.Experiment\n";

// What a file is known by is its content, not where it lies.
void SetContent(const std::string& content, Distribution* distribution) {
  const NamedFile file = FileOf(distribution);
  if (file.path != nullptr) *file.path = content;
}

// Where to save and how often to say so changes no result.
void ForgetLogging(Message* message) {
  if (message->GetDescriptor() == Training::descriptor()) {
    auto* train = static_cast<Training*>(message);
    train->clear_checkpoint_every();
    train->clear_log_every();
  }
  std::vector<const FieldDescriptor*> fields;
  const auto* reflection = message->GetReflection();
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    // no training lies in a list
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) continue;
    ForgetLogging(reflection->MutableMessage(message, field));
  }
}

// The experiment as hashes know it.
Experiment WhatChangesResults(const Experiment& experiment,
                              const DataFacts& facts) {
  Experiment known = experiment;
  SetContent(facts.source_content, known.mutable_source());
  SetContent(facts.target_content, known.mutable_target());
  if (known.federation().partition().has_from_file()) {
    known.mutable_federation()
        ->mutable_partition()
        ->mutable_from_file()
        ->set_path(facts.partition_content);
  }
  if (known.has_fine_tuning()) {
    known.mutable_fine_tuning()->set_weights(facts.weights_content);
  }
  for (size_t i = 0; i < facts.features_content.size(); ++i) {
    Evaluation* evaluation = known.mutable_evaluate(static_cast<int>(i));
    if (!evaluation->features().has_torch_script()) continue;
    evaluation->mutable_features()->mutable_torch_script()->set_file(
        facts.features_content[i]);
  }
  ForgetLogging(&known);
  // nor does where a pool lies
  if (known.method().has_local_flow()) {
    known.mutable_method()->mutable_local_flow()->clear_pool_memory_mb();
  }
  return known;
}

EndsOptions FreshEnds(const Experiment& experiment) {
  EndsOptions ends = EndsOf(experiment);
  ends.source = datasets::FreshOf(std::move(ends.source));
  ends.target = datasets::FreshOf(std::move(ends.target));
  return ends;
}

std::string HashOf(const std::string& name, const std::vector<Stage>& stages) {
  std::string all = name;
  for (const Stage& stage : stages) all += "\n" + stage.hash;
  return ContentHash(all).substr(0, 16);
}

// That the last flow was trained on: pairs of its own are joined by lines.
core::PathOptions PathOfFlow(const Experiment& experiment) {
  const FlowMatching& method = experiment.method().flow_matching();
  if (method.has_reflow() || method.has_acceleration()) {
    return core::LinearPathOptions();
  }
  return ToOptions(experiment.path());
}

std::string Measured(const Evaluation& evaluation) {
  std::string lines;
  for (const Metric& metric : evaluation.metric()) {
    lines += SettingLine("metric", metric);
  }
  if (evaluation.has_features()) {
    lines += SettingLine("features", evaluation.features());
  }
  return lines;
}

class ProtocolAdder {
 public:
  ProtocolAdder(const Experiment& experiment, TrainedStages trained,
                int64_t dim, StageList* stages)
      : experiment_(experiment),
        trained_(std::move(trained)),
        dim_(dim),
        stages_(stages) {}

  // `known` is the evaluation as hashes know it.
  void Add(const Evaluation& evaluation, const Evaluation& known) {
    const std::string name = absl::StrCat("sample_", evaluation.name());
    const std::string settings =
        SettingLine("sampler", evaluation.sampler()) +
        absl::StrCat("samples    ", evaluation.samples(), "\n");
    const bool distilled = evaluation.sampler().has_distilled();
    stages_->Add(name, "sample", distilled ? trained_.distilled : trained_.flow,
                 {settings, evaluation.name() + settings},
                 SampleWork(evaluation));
    stages_->Add(absl::StrCat("evaluate_", evaluation.name()), "evaluate",
                 {name}, {Measured(evaluation), Measured(known)},
                 EvaluateWork(evaluation));
  }

 private:
  StageWork SampleWork(const Evaluation& evaluation) const {
    if (!trained_.lowered || UsesPlanned(evaluation.sampler())) {
      return PlannedStage();
    }
    const Experiment& e = experiment_;
    SampleStage work{evaluation.name(),
                     FreshEnds(e),
                     PathOfFlow(e),
                     NetworkOf(e, dim_),
                     ToOptions(evaluation.sampler()),
                     evaluation.samples(),
                     PredictionOf(e.model())};
    work.image = ImageOf(e.target());
    work.classes_are_blocks = trained_.classes_are_blocks;
    if (e.has_federation()) {
      work.federation = ToOptions(e.federation());
      work.trained = EndsOf(e);
    }
    if (e.method().has_field_matching()) SetField(&work);
    if (evaluation.sampler().has_guidance()) {
      work.guidance = evaluation.sampler().guidance();
    }
    if (evaluation.sampler().has_along()) {
      work.along = ToOptions(evaluation.sampler().along());
    }
    work.log_time_until = evaluation.sampler().log_time_until();
    return work;
  }

  // The field that is followed, and what its sampler needs to know of it.
  void SetField(SampleStage* work) const {
    work->field = FieldOf(experiment_);
    const auto* pairs =
        std::get_if<field_matching::PairFieldOptions>(&work->field->field);
    if (pairs == nullptr) return;
    work->path = pairs->path;
    // it leads from the one plate to the other alone
    if (auto* lines = std::get_if<core::FieldLineOptions>(&work->sampler)) {
      lines->start = core::LineStart::kForward;
      lines->stop = core::LineStop::kFirstHit;
    }
    const auto* rays = std::get_if<core::RayPathOptions>(&work->path);
    auto* ode = std::get_if<core::OdeOptions>(&work->sampler);
    if (rays == nullptr || ode == nullptr) return;
    if (auto* edm = std::get_if<core::EdmHeunOptions>(ode)) {
      edm->sigma_source = rays->start;
    }
  }

  StageWork EvaluateWork(const Evaluation& evaluation) const {
    if (!trained_.lowered || UsesPlanned(evaluation)) return PlannedStage();
    EvaluateStage work{evaluation.name(), {}, evaluation.samples()};
    for (const Metric& metric : evaluation.metric()) {
      work.metrics.push_back(ToOptions(metric));
    }
    if (evaluation.has_features()) {
      work.features = ToOptions(evaluation.features());
      work.image = ImageOf(experiment_.target());
    }
    return work;
  }

  const Experiment& experiment_;
  TrainedStages trained_;
  int64_t dim_;
  StageList* stages_;
};

}  // namespace

ExperimentPlan BuildPlan(const Experiment& experiment, const DataFacts& facts) {
  const Experiment known = WhatChangesResults(experiment, facts);
  StageList stages;
  ProtocolAdder protocols(experiment,
                          AddTrainingStages(experiment, known, facts, &stages),
                          facts.dim, &stages);
  for (int i = 0; i < experiment.evaluate_size(); ++i) {
    protocols.Add(experiment.evaluate(i), known.evaluate(i));
  }
  ExperimentPlan plan;
  plan.name = experiment.name();
  plan.dim = facts.dim;
  plan.stages = stages.Take();
  plan.hash = HashOf(plan.name, plan.stages);
  SetSeed(experiment, &plan);
  return plan;
}

void SetSeed(const Experiment& experiment, ExperimentPlan* plan) {
  plan->seed = experiment.seed();
  plan->resolved = kHeader + Block(experiment);
}

std::string PrintPlan(const ExperimentPlan& plan) {
  std::string text =
      absl::StrCat("plan ", plan.name, "  hash ", plan.hash, "  seed ",
                   plan.seed, "  dimension ", plan.dim, "\n");
  for (size_t i = 0; i < plan.stages.size(); ++i) {
    const Stage& stage = plan.stages[i];
    absl::StrAppend(&text, "\n", i + 1, " ", stage.name, "  hash ", stage.hash);
    if (!stage.inputs.empty()) {
      absl::StrAppend(&text, "  from ", absl::StrJoin(stage.inputs, ", "));
    }
    absl::StrAppend(&text, "\n");
    const std::string lines(
        absl::StripTrailingAsciiWhitespace(stage.description));
    for (const absl::string_view line : absl::StrSplit(lines, '\n')) {
      absl::StrAppend(&text, "    ", line, "\n");
    }
  }
  return text;
}

}  // namespace flow::lang
