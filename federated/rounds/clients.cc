#include "federated/rounds/clients.h"

#include <utility>

#include "core/base/check.h"

namespace flow::federated {

Clients::Clients(std::vector<double> weights) : weights_(std::move(weights)) {
  FLOW_CHECK(!weights_.empty()) << "a federation without clients";
  for (const double weight : weights_) total_weight_ += weight;
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
