#include "federated/aggregation/join_clients.h"

#include <variant>

#include "federated/aggregation/krum.h"
#include "federated/aggregation/robust_mean.h"
#include "federated/aggregation/weighted_mean.h"

namespace flow::federated {
namespace {

struct Joiner {
  absl::Span<const ClientValue> sent;

  at::Tensor operator()(const FedSgdOptions&) { return WeightedMean(sent); }
  at::Tensor operator()(const FedAvgOptions&) { return WeightedMean(sent); }
  at::Tensor operator()(const FedAvgMOptions&) { return WeightedMean(sent); }
  at::Tensor operator()(const FedAdaptiveOptions&) {
    return WeightedMean(sent);
  }
  at::Tensor operator()(const ScaffoldOptions&) { return WeightedMean(sent); }
  at::Tensor operator()(const MedianOptions&) { return CoordinateMedian(sent); }
  at::Tensor operator()(const TrimmedMeanOptions& options) {
    return TrimmedMean(sent, options.trim);
  }
  at::Tensor operator()(const KrumOptions& options) {
    return Krum(sent, options.byzantine);
  }
  at::Tensor operator()(const MultiKrumOptions& options) {
    return MultiKrum(sent, options.byzantine, options.keep);
  }
};

}  // namespace

at::Tensor JoinClients(const AggregationRule& rule,
                       absl::Span<const ClientValue> sent) {
  return std::visit(Joiner{sent}, rule);
}

}  // namespace flow::federated
