#include "federated/partition/size_partition.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/status_macros.h"
#include "federated/partition/apportion.h"
#include "federated/partition/shuffle.h"

namespace flow::federated {
namespace {

// A random permutation, cut into parts of these sizes.
Partition CutAtRandom(absl::Span<const int64_t> sizes, int64_t rows,
                      Seed seed) {
  const std::vector<int64_t> order =
      ShuffledRange(rows, DeriveSeed(seed, "order"));
  std::vector<int64_t> client_of_row(rows);
  int64_t at = 0;
  for (int64_t client = 0; client < sizes.size(); ++client) {
    for (int64_t k = 0; k < sizes[client]; ++k) {
      client_of_row[order[at++]] = client;
    }
  }
  return RowsByClient(client_of_row, sizes.size());
}

// exp(x_i - max of x): in proportion to exp(x_i) without its overflow
void ExpInProportion(std::vector<double>& x) {
  const double greatest = *std::max_element(x.begin(), x.end());
  for (double& value : x) value = std::exp(value - greatest);
}

// Those of kLinear and kSquare are whole numbers, so that quotas that are whole
// come out whole.
std::vector<double> Weights(const Quantity& options, int64_t clients,
                            Seed seed) {
  std::vector<double> weights(clients);
  std::iota(weights.begin(), weights.end(), 1);
  switch (options.law) {
    case QuantityLaw::kLinear:
      break;
    case QuantityLaw::kSquare:
      for (double& weight : weights) weight *= weight;
      break;
    case QuantityLaw::kExponential:
      ExpInProportion(weights);
      break;
    case QuantityLaw::kLogNormal:
      for (int64_t i = 0; i < clients; ++i) {
        RowRandom random(DeriveSeed(seed, "size"), i);
        weights[i] = options.std * random.Normal();
      }
      ExpInProportion(weights);
      break;
  }
  return weights;
}

absl::Status CheckQuantity(const Quantity& options) {
  if (options.std > 0 && std::isfinite(options.std)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("'std' must be > 0 and finite; got ", options.std));
}

}  // namespace

absl::StatusOr<Partition> PartitionIid(int64_t clients, int64_t rows,
                                       Seed seed) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, rows));
  std::vector<int64_t> sizes(clients);
  for (int64_t i = 0; i < clients; ++i) {
    sizes[i] = EvenCut(i + 1, clients, rows) - EvenCut(i, clients, rows);
  }
  return CutAtRandom(sizes, rows, seed);
}

absl::StatusOr<Partition> PartitionByQuantity(const Quantity& options,
                                              int64_t clients, int64_t rows,
                                              Seed seed) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, rows));
  FLOW_RETURN_IF_ERROR(CheckQuantity(options));
  return CutAtRandom(Apportion(Weights(options, clients, seed), rows), rows,
                     seed);
}

absl::StatusOr<std::vector<double>> QuantityShares(const Quantity& options,
                                                   int64_t clients, Seed seed) {
  FLOW_RETURN_IF_ERROR(CheckClients(clients, /*rows=*/clients));
  FLOW_RETURN_IF_ERROR(CheckQuantity(options));
  std::vector<double> shares = Weights(options, clients, seed);
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace flow::federated
