#include "federated/rounds/clients.h"

#include <utility>

#include "core/base/check.h"
#include "core/base/status_macros.h"
#include "federated/aggregation/weighted_mean.h"

namespace flow::federated {

Clients::Clients(std::vector<double> weights) : weights_(std::move(weights)) {
  FLOW_CHECK(!weights_.empty()) << "a federation without clients";
  for (const double weight : weights_) total_weight_ += weight;
}

absl::StatusOr<MeanAnswers> Clients::DoForMean(
    const RoundTask& round, absl::Span<const ClientTask> tasks) {
  FLOW_ASSIGN_OR_RETURN(ClientAnswers answers, Do(round, tasks));
  const std::vector<ClientValue> values = ValuesOf(answers, weights_);
  const at::Tensor mean = values.empty() ? at::Tensor() : WeightedMean(values);
  return MeanAnswers{std::move(answers), mean};
}

std::vector<ClientValue> ValuesOf(const ClientAnswers& answers,
                                  const std::vector<double>& weights) {
  std::vector<ClientValue> values;
  for (const std::optional<ClientAnswer>& a : answers) {
    if (a) values.push_back({a->client, weights[a->client], a->value});
  }
  return values;
}

double MeanLoss(const std::vector<ClientAnswer>& answers,
                const std::vector<double>& weights) {
  double sum = 0, total = 0;
  for (const ClientAnswer& answer : answers) {
    sum += weights[answer.client] * answer.loss;
    total += weights[answer.client];
  }
  return sum / total;
}

}  // namespace flow::federated
