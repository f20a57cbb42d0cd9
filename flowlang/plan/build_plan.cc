#include "flowlang/plan/build_plan.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "core/base/content_hash.h"
#include "flowlang/plan/convert.h"
#include "google/protobuf/text_format.h"

namespace flow::lang {
namespace {

using google::protobuf::Message;
using google::protobuf::TextFormat;

constexpr char kHeader[] =
    "# proto-file: flowlang/schema/experiment.proto\n"
    "# proto-message: flow.Experiment\n";

std::string OneLine(const Message& message) {
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseShortRepeatedPrimitives(true);
  std::string text;
  printer.PrintToString(message, &text);
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

std::string Block(const Message& message) {
  TextFormat::Printer printer;
  printer.SetUseShortRepeatedPrimitives(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

// What a file is known by is its content, not where it lies.
Distribution ByContent(const Distribution& distribution,
                       const std::string& content) {
  Distribution known = distribution;
  if (known.has_array_file()) known.mutable_array_file()->set_path(content);
  return known;
}

std::string Line(absl::string_view name, const Message& message) {
  return absl::StrFormat("%-10s %s\n", name, OneLine(message));
}

// Evaluation draws from the law itself, also where training has a fixed number
// of its points.
datasets::DistributionOptions FreshLaw(const Distribution& distribution) {
  datasets::DistributionOptions options = ToOptions(distribution);
  options.points.reset();
  return options;
}

class Builder {
 public:
  Builder(const Experiment& experiment, const DataFacts& facts)
      : experiment_(experiment), facts_(facts) {
    known_ = experiment;
    *known_.mutable_source() =
        ByContent(experiment.source(), facts.source_content);
    *known_.mutable_target() =
        ByContent(experiment.target(), facts.target_content);
    // where to save and how often to say so changes no result
    known_.mutable_train()->clear_checkpoint_every();
    known_.mutable_train()->clear_log_every();
  }

  ExperimentPlan Build() {
    plan_.name = experiment_.name();
    plan_.seed = experiment_.seed();
    plan_.dim = facts_.dim;
    plan_.resolved = kHeader + Block(experiment_);
    AddTraining();
    for (const Evaluation& evaluation : experiment_.evaluate()) {
      AddProtocol(evaluation);
    }
    plan_.hash = ContentHash(HashedStages()).substr(0, 16);
    return std::move(plan_);
  }

 private:
  void Add(std::string name, std::string kind, std::vector<std::string> inputs,
           std::string description, const std::string& hashed, StageWork work) {
    std::string upstream;
    for (const std::string& input : inputs) {
      for (const Stage& stage : plan_.stages) {
        if (stage.name == input) upstream += stage.hash;
      }
    }
    std::string hash =
        ContentHash(absl::StrCat(kind, "\n", hashed, "\n", upstream));
    plan_.stages.push_back({std::move(name), std::move(kind), std::move(inputs),
                            hash.substr(0, 16), std::move(description),
                            std::move(work)});
  }

  void AddTraining() {
    const Experiment& e = experiment_;
    const auto describe = [](const Experiment& of) {
      return Line("source", of.source()) + Line("target", of.target()) +
             Line("path", of.path()) + Line("coupling", of.coupling()) +
             Line("model", of.model()) + Line("train", of.train());
    };
    TrainVelocityStage work{ToOptions(e.source()),
                            ToOptions(e.target()),
                            ToOptions(e.path()),
                            ToOptions(e.coupling()),
                            ToOptions(e.model(), facts_.dim),
                            ToOptions(e.train())};
    Add("train_velocity", "train_velocity", {},
        describe(e) + absl::StrCat("parameters ",
                                   core::NumParameters(work.network), "\n"),
        describe(known_), work);
  }

  void AddProtocol(const Evaluation& evaluation) {
    const Experiment& e = experiment_;
    const std::string sample = absl::StrCat("sample_", evaluation.name());
    const std::string sampled =
        Line("sampler", evaluation.sampler()) +
        absl::StrCat("samples    ", evaluation.samples(), "\n");
    Add(sample, "sample", {"train_velocity"}, sampled,
        evaluation.name() + sampled,
        SampleStage{evaluation.name(), FreshLaw(e.source()),
                    FreshLaw(e.target()), ToOptions(e.model(), facts_.dim),
                    ToOptions(evaluation.sampler()), evaluation.samples()});
    EvaluateStage work{evaluation.name(), {}};
    std::string measured;
    for (const Metric& metric : evaluation.metric()) {
      work.metrics.push_back(ToOptions(metric));
      measured += Line("metric", metric);
    }
    Add(absl::StrCat("evaluate_", evaluation.name()), "evaluate", {sample},
        measured, measured, std::move(work));
  }

  std::string HashedStages() const {
    std::string all = plan_.name;
    for (const Stage& stage : plan_.stages) all += "\n" + stage.hash;
    return all;
  }

  const Experiment& experiment_;
  const DataFacts& facts_;
  Experiment known_;  // what hashes are made of
  ExperimentPlan plan_;
};

}  // namespace

ExperimentPlan BuildPlan(const Experiment& experiment, const DataFacts& facts) {
  return Builder(experiment, facts).Build();
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
