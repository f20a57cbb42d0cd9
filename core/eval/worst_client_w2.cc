#include "core/eval/worst_client_w2.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "ATen/TensorOperators.h"
#include "absl/types/span.h"
#include "core/base/status_macros.h"
#include "core/eval/transport_cost.h"

namespace flow::core {
namespace {

// The squared distances of one client's pairs.
struct ClientPairs {
  int64_t count = 0;
  double sum = 0, sum_of_squares = 0;

  double distance() const {
    return count == 0 ? std::numeric_limits<double>::quiet_NaN()
                      : std::sqrt(sum / count);
  }
  // Of the distance, by the delta method.
  std::optional<double> error() const {
    if (count < 2 || sum <= 0) return std::nullopt;
    const double mean = sum / count;
    const double variance =
        std::max(0.0, sum_of_squares / count - mean * mean) / (count - 1);
    return std::sqrt(variance) / (2 * distance());
  }
};

// Pairs x_i with y_j, j = pairing[i], by the client of one of the two.
std::vector<ClientPairs> PairsByClient(const PointCloud& x, const PointCloud& y,
                                       absl::Span<const int32_t> pairing,
                                       bool client_of_y,
                                       absl::Span<const int64_t> client,
                                       int64_t clients) {
  std::vector<ClientPairs> pairs(clients);
  for (int64_t i = 0; i < x.size(); ++i) {
    const int64_t j = pairing[i];
    const double c = SquaredDistance(x.row(i), y.row(j));
    ClientPairs& of = pairs[client[client_of_y ? j : i]];
    ++of.count;
    of.sum += c;
    of.sum_of_squares += c * c;
  }
  return pairs;
}

const ClientPairs* Worst(const std::vector<ClientPairs>& pairs) {
  const ClientPairs* worst = nullptr;
  for (const ClientPairs& p : pairs) {
    if (p.count > 0 && (!worst || p.distance() > worst->distance())) worst = &p;
  }
  return worst;
}

}  // namespace

absl::StatusOr<MetricValue> WorstClientW2::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const ComparedClouds clouds,
                        ReadComparedClouds(evaluation));
  const at::Tensor& client_n = evaluation.target_client_n;
  if (!client_n.defined() || client_n.scalar_type() != at::kLong ||
      client_n.numel() != clouds.target.size() ||
      client_n.min().item<int64_t>() < 0) {
    return absl::InvalidArgumentError("target points must have a client each");
  }
  FLOW_ASSIGN_OR_RETURN(
      const TransportCosts costs,
      CompareByTransport(clouds, GroundCost::kSquaredEuclidean, context.pool));
  const at::Tensor owner = client_n.contiguous();
  const absl::Span<const int64_t> client(owner.const_data_ptr<int64_t>(),
                                         owner.numel());
  const int64_t clients = client_n.max().item<int64_t>() + 1;
  const std::vector<ClientPairs> pairs =
      PairsByClient(clouds.generated, clouds.target, costs.generated.pairing,
                    /*client_of_y=*/true, client, clients);
  MetricValue result;
  result.value = Worst(pairs)->distance();
  result.std_error = Worst(pairs)->error();
  result.n = clouds.generated.size();
  for (const ClientPairs& p : pairs) result.by_client.push_back(p.distance());
  if (costs.floor) {
    result.floor = Worst(PairsByClient(clouds.target, *clouds.second_target,
                                       costs.floor->pairing,
                                       /*client_of_y=*/false, client, clients))
                       ->distance();
  }
  return result;
}

}  // namespace flow::core
