#include "flowlang/lower/clients_record.h"

#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/base/status_macros.h"
#include "federated/clients/heterogeneity.h"
#include "federated/clients/target_division.h"
#include "flowlang/lower/clients.h"
#include "flowlang/plan/stage_work.h"

namespace flow::lang {
namespace {

using Json = nlohmann::ordered_json;

bool IsFirst(const StageContext& context) {
  for (size_t i = 0; i < context.index; ++i) {
    if (TrainedOver(context.plan.stages[i]) != nullptr) return false;
  }
  return true;
}

// lambda_i, which sum to one.
std::vector<double> Normalized(std::vector<double> weights) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= total;
  return weights;
}

Json SizesOf(const federated::TargetDivision& division) {
  Json sizes = {{"count", division.clients()}};
  const bool has_points = division.by_client() != nullptr;
  if (has_points) {
    for (const auto& law : division.laws()) {
      sizes["points"].push_back(*law->size());
    }
  } else {
    sizes["shares"] = division.shares();
  }
  for (const std::vector<double>& mass_c : division.by_class()) {
    Json classes = Json::array();
    for (const double mass : mass_c) {
      classes.push_back(has_points ? Json(std::llround(mass)) : Json(mass));
    }
    sizes["classes"].push_back(std::move(classes));
  }
  return sizes;
}

Json ToJson(const federated::Heterogeneity& found, Seed seed) {
  Json w2 = {{"samples", found.samples}, {"seed", seed},
             {"clients", found.clients}, {"to_whole", found.to_whole},
             {"score", found.score},     {"floor", found.floor}};
  if (!found.between.empty()) w2["between"] = found.between;
  if (!found.gap) return w2;
  w2["from_source"] = found.gap->from_source;
  w2["source_to_whole"] = found.gap->source_to_whole;
  w2["local_gap"] = {{"value", found.gap->value},
                     {"std_error", found.gap->std_error},
                     {"bound", found.gap->bound}};
  return w2;
}

}  // namespace

absl::Status AddClients(
    const std::optional<federated::FederationOptions>& federation,
    const EndsOptions& ends_options, const StageContext& context,
    Json* record) {
  if (!federation || !IsFirst(context)) return absl::OkStatus();
  const Seed run_seed = context.plan.seed;
  FLOW_ASSIGN_OR_RETURN(const Ends ends, MakeEnds(ends_options, run_seed));
  FLOW_ASSIGN_OR_RETURN(const auto division,
                        DivideTarget(*federation, ends, run_seed));
  const std::vector<double> weights =
      Normalized(ClientWeights(*federation, division));
  const Seed seed = DeriveSeed(run_seed, "federation", "heterogeneity");
  FLOW_ASSIGN_OR_RETURN(const federated::Heterogeneity found,
                        federated::MeasureHeterogeneity(
                            *ends.source, division.laws(), weights,
                            federated::HeterogeneitySamples(ends.target->dim()),
                            seed, context.pool));
  Json clients = SizesOf(division);
  clients["weights"] = weights;
  clients["w2"] = ToJson(found, seed);
  (*record)["clients"] = std::move(clients);
  return absl::OkStatus();
}

}  // namespace flow::lang
