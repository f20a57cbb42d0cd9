#include "flowlang/lower/evaluate_stage.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "core/eval/flow_model.h"
#include "core/eval/make_metric.h"
#include "core/io/npz.h"
#include "core/path/make_path.h"
#include "core/path/mixture_marginal.h"
#include "core/tensor/array_tensor.h"
#include "datasets/gaussian_components.h"
#include "flowlang/lower/ends.h"
#include "flowlang/lower/flow_model.h"
#include "flowlang/lower/image_features.h"
#include "flowlang/lower/processes.h"
#include "flowlang/lower/training_pairs.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

absl::StatusOr<core::Evaluation> LoadPoints(const std::string& path) {
  FLOW_ASSIGN_OR_RETURN(const core::NpzArrays arrays, core::ReadNpz(path));
  core::Evaluation evaluation;
  const struct {
    const char* name;
    at::Tensor* tensor;
    bool optional = false;
  } wanted[] = {{"source", &evaluation.source_nd},
                {"generated", &evaluation.generated_nd},
                {"target", &evaluation.target_nd},
                {"second_target", &evaluation.second_target_nd},
                {"path_energy", &evaluation.path_energy_n},
                {"evaluations", &evaluation.evaluations_n},
                {"generated_label", &evaluation.generated_label_n, true},
                {"target_label", &evaluation.target_label_n, true},
                {"target_client", &evaluation.target_client_n, true}};
  for (const auto& [name, tensor, optional] : wanted) {
    for (const auto& [key, array] : arrays) {
      if (key == name) *tensor = core::ToTensor(array);
    }
    if (!tensor->defined() && !optional) {
      return absl::DataLossError(
          absl::StrCat("'", path, "' has no array '", name, "'"));
    }
  }
  return evaluation;
}

// Of independent ends, along the path that is followed.
core::ExactFlow ExactFlowOf(const SampleStage& sampling) {
  const auto source = datasets::GaussianComponents(sampling.ends.source);
  const auto target = datasets::GaussianComponents(sampling.ends.target);
  FLOW_CHECK(source && target) << "the checks require Gaussian mixtures";
  const core::PathOptions path = sampling.along.value_or(sampling.path);
  return {core::MakePath(path),
          std::make_shared<core::MixtureMarginal>(*source, *target, path)};
}

// The pairs of several clients: a stretch is that of one of them, drawn by
// their weights and the step that it is asked for.
class ClientByClient : public core::Batches {
 public:
  explicit ClientByClient(std::vector<PairsOfClient> clients)
      : clients_(std::move(clients)) {}

  absl::StatusOr<core::Stretch> GetStretch(int64_t step) const override {
    return BatchesAt(step).GetStretch(step);
  }
  int64_t StretchEnd(int64_t step) const override {
    return BatchesAt(step).StretchEnd(step);
  }

 private:
  const core::Batches& BatchesAt(int64_t step) const {
    double total = 0;
    for (const PairsOfClient& client : clients_) total += client.weight;
    double u = total * RowRandom(DeriveSeed(0, "client"), step).Uniform();
    size_t i = 0;
    while (i + 1 < clients_.size() && u >= clients_[i].weight) {
      u -= clients_[i++].weight;
    }
    return *clients_[i].batches;
  }

  std::vector<PairsOfClient> clients_;
};

// Fresh ones, once each, of the training that the points rest on.
absl::StatusOr<std::shared_ptr<const core::Batches>> FreshPairs(
    const Stage& sample, StageContext context) {
  context.index = context.IndexOf(sample.inputs[0]);
  TrainVelocityStage training =
      std::get<TrainVelocityStage>(context.stage().work);
  training.train.times_per_pair = 1;
  FLOW_ASSIGN_OR_RETURN(
      std::vector<PairsOfClient> clients,
      MakePairs(training, context,
                DeriveSeed(context.plan.seed, "evaluate", "pairs")));
  MakeAhead(training, context, &clients);
  if (clients.size() == 1) return std::move(clients[0].batches);
  return std::make_shared<ClientByClient>(std::move(clients));
}

// Null where no metric asks for it.
absl::StatusOr<std::unique_ptr<core::FlowModel>> LoadModel(
    const EvaluateStage& work, const StageContext& context) {
  if (std::none_of(work.metrics.begin(), work.metrics.end(),
                   core::NeedsModel)) {
    return nullptr;
  }
  const Stage& sample =
      context.plan.stages[context.IndexOf(context.stage().inputs[0])];
  const auto& sampling = std::get<SampleStage>(sample.work);
  auto model = std::make_unique<core::FlowModel>();
  FLOW_ASSIGN_OR_RETURN(Ends ends, MakeEnds(sampling.ends, context.plan.seed));
  model->source = std::move(ends.source);
  model->target = std::move(ends.target);
  FLOW_ASSIGN_OR_RETURN(Fields fields,
                        LoadFields(sampling, sample.inputs, context));
  model->fields = std::move(fields.there);
  model->way_back = std::move(fields.back);
  if (const auto* ode = std::get_if<core::OdeOptions>(&sampling.sampler)) {
    model->solver = *ode;
  }
  if (Measures<core::VelocityErrorOptions>(work)) {
    model->exact = ExactFlowOf(sampling);
  }
  if (Measures<core::MarginalErrorOptions>(work)) {
    FLOW_ASSIGN_OR_RETURN(model->pairs, FreshPairs(sample, context));
  }
  return model;
}

Json OrNull(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

}  // namespace

absl::StatusOr<Json> RunEvaluateStage(const EvaluateStage& work,
                                      const StageContext& context) {
  context.progress->OnStage(context.stage().name, "");
  const absl::Time start = absl::Now();
  core::Evaluation evaluation;
  if (context.processes.HasResult()) {
    FLOW_ASSIGN_OR_RETURN(
        evaluation, LoadPoints(context.directory.File(
                        absl::StrCat("samples/", work.protocol, ".npz"))));
  }
  FLOW_ASSIGN_OR_RETURN(const auto extractor,
                        LoadExtractor(work, context.device, context.pool));
  if (extractor != nullptr) {
    FLOW_RETURN_IF_ERROR(AddFeatures(*extractor, work.image,
                                     context.processes.group, &evaluation));
  }
  if (!context.processes.HasResult()) return Json{{kServed, true}};
  const double nfe = evaluation.evaluations_n.mean(at::kDouble).item<double>();
  FLOW_ASSIGN_OR_RETURN(const auto model, LoadModel(work, context));
  Json metrics = Json::array();
  for (const core::MetricOptions& options : work.metrics) {
    const std::unique_ptr<core::Metric> metric = core::MakeMetric(options);
    const std::string name(metric->name());
    const core::MetricContext metric_context{
        context.pool,
        DeriveSeed(context.plan.seed, "metric", work.protocol,
                   absl::string_view(name)),
        model.get()};
    FLOW_ASSIGN_OR_RETURN(const core::MetricValue value,
                          metric->Evaluate(evaluation, metric_context));
    context.progress->OnMetric(work.protocol, name, value.value);
    Json record = {
        {"name", name},         {"protocol", work.protocol},
        {"value", value.value}, {"std_error", OrNull(value.std_error)},
        {"n", value.n},         {"floor", OrNull(value.floor)},
        {"nfe", nfe},           {"lower_is_better", metric->lower_is_better()}};
    if (core::NeedsFeatures(options)) {
      record["features"] = core::FeatureLabel(*extractor);
    }
    for (const double d : value.by_client) {
      record["by_client"].push_back(std::isnan(d) ? Json(nullptr) : Json(d));
    }
    metrics.push_back(std::move(record));
  }
  return Json{{"wall_seconds", absl::ToDoubleSeconds(absl::Now() - start)},
              {"metrics", metrics}};
}

}  // namespace flow::lang
