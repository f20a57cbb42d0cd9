#include "core/eval/npe.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/eval/transport_cost.h"
#include "core/stats/sample_moments.h"

namespace flow::core {
namespace {

struct EnergyAndTransport {
  std::vector<double> energy_n;
  TransportCost transport;  // x: source, y: target
};

absl::StatusOr<EnergyAndTransport> Read(const Evaluation& evaluation) {
  FLOW_ASSIGN_OR_RETURN(const PointCloud source,
                        PointCloud::Create("source", evaluation.source_nd));
  FLOW_ASSIGN_OR_RETURN(const PointCloud target,
                        PointCloud::Create("target", evaluation.target_nd));
  FLOW_RETURN_IF_ERROR(CheckSameShape("target", target, "source", source));
  EnergyAndTransport read;
  FLOW_ASSIGN_OR_RETURN(read.energy_n,
                        ReadPerPoint("path_energy", evaluation.path_energy_n));
  FLOW_RETURN_IF_ERROR(CheckOnePerPoint("path_energy", read.energy_n, source));
  FLOW_ASSIGN_OR_RETURN(
      read.transport,
      OptimalTransportCost(source, target, GroundCost::kSquaredEuclidean));
  if (read.transport.mean_cost == 0) {
    return absl::FailedPreconditionError(
        "the source and the target are the same points: no energy to compare "
        "the paths' with");
  }
  return read;
}

// The delta method for E / W - 1.
double StdError(const EnergyAndTransport& read, double energy) {
  const double w = read.transport.mean_cost;
  std::vector<double> influence(read.energy_n.size());
  for (size_t i = 0; i < influence.size(); ++i) {
    influence[i] =
        (read.energy_n[i] - energy / w * read.transport.potential_x[i]) / w;
  }
  const double slope = energy / (w * w);
  return std::sqrt(VarianceOfMean(influence) +
                   slope * slope * VarianceOfMean(read.transport.potential_y));
}

}  // namespace

absl::StatusOr<MetricValue> SignedNpe::Evaluate(
    const Evaluation& evaluation, const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(const EnergyAndTransport read, Read(evaluation));
  const double energy = SampleMean(read.energy_n);
  const double w = read.transport.mean_cost;
  MetricValue result;
  result.value = (energy - w) / w;
  result.std_error = StdError(read, energy);
  result.n = read.energy_n.size();
  return result;
}

absl::StatusOr<MetricValue> Npe::Evaluate(const Evaluation& evaluation,
                                          const MetricContext& context) const {
  FLOW_ASSIGN_OR_RETURN(MetricValue result,
                        SignedNpe().Evaluate(evaluation, context));
  result.value = std::abs(result.value);
  return result;
}

}  // namespace flow::core
