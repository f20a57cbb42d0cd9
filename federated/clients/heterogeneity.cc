#include "federated/clients/heterogeneity.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ATen/ops/concat.h"
#include "core/base/check.h"
#include "core/base/first_above.h"
#include "core/base/status_macros.h"
#include "core/eval/mean_value.h"
#include "core/eval/point_cloud.h"
#include "core/eval/transport_cost.h"
#include "federated/partition/shuffle.h"

namespace flow::federated {
namespace {

using core::PointCloud;
using core::TransportCost;
using Laws = std::vector<std::shared_ptr<const core::Distribution>>;

std::vector<int64_t> Measured(int64_t clients, Seed seed) {
  std::vector<int64_t> measured = ShuffledRange(clients, seed);
  measured.resize(std::min(clients, kMostMeasured));
  std::sort(measured.begin(), measured.end());
  return measured;
}

// Of these, summing to one.
std::vector<double> WeightsOf(const std::vector<double>& weights,
                              const std::vector<int64_t>& clients) {
  std::vector<double> own;
  for (const int64_t i : clients) own.push_back(weights[i]);
  const double total = std::accumulate(own.begin(), own.end(), 0.0);
  for (double& weight : own) weight /= total;
  return own;
}

// n points of the mixture: each of a client drawn by the weights, in the order
// of clients, of whom only those are asked who have a point.
at::Tensor DrawMixture(const Laws& clients, const std::vector<double>& weights,
                       int64_t n, Seed seed) {
  std::vector<double> cumulative(weights.size());
  std::partial_sum(weights.begin(), weights.end(), cumulative.begin());
  std::vector<int64_t> count(clients.size());
  for (int64_t k = 0; k < n; ++k) {
    const double u = RowRandom(seed, k).Uniform();
    ++count[FirstAbove(cumulative, u * cumulative.back())];
  }
  std::vector<at::Tensor> parts;
  for (size_t i = 0; i < clients.size(); ++i) {
    if (count[i] == 0) continue;
    parts.push_back(
        clients[i]->Draw(count[i], DeriveSeed(seed, "client", i)).x_nd);
  }
  return at::concat(parts);
}

// Samples of one size: of the clients that are measured, in their order, then
// two of the whole and one of the source.
struct Samples {
  std::vector<PointCloud> clouds;
  size_t measured = 0;

  size_t whole() const { return measured; }
  size_t again() const { return measured + 1; }
  size_t source() const { return measured + 2; }
};

absl::StatusOr<Samples> DrawSamples(const core::Distribution& source,
                                    const Laws& clients,
                                    const std::vector<double>& weights,
                                    const std::vector<int64_t>& measured,
                                    int64_t n, Seed seed) {
  Samples samples = {.measured = measured.size()};
  const auto add = [&](const char* name,
                       const at::Tensor& x_nd) -> absl::Status {
    FLOW_ASSIGN_OR_RETURN(PointCloud cloud, PointCloud::Create(name, x_nd));
    samples.clouds.push_back(std::move(cloud));
    return absl::OkStatus();
  };
  for (const int64_t i : measured) {
    const Seed own = DeriveSeed(seed, "client", i);
    FLOW_RETURN_IF_ERROR(add("client", clients[i]->Draw(n, own).x_nd));
  }
  for (const char* name : {"whole", "again"}) {
    const Seed own = DeriveSeed(seed, name);
    FLOW_RETURN_IF_ERROR(add(name, DrawMixture(clients, weights, n, own)));
  }
  const Seed own = DeriveSeed(seed, "source");
  FLOW_RETURN_IF_ERROR(add("source", source.Draw(n, own).x_nd));
  return samples;
}

// Two laws, by the places of their samples.
struct Problem {
  size_t from, to;
};

// Those of each kind in a row: the floor, the clients to the whole, the source
// to each of them and to the whole, and between clients.
struct Problems {
  std::vector<Problem> all;
  size_t from_source = 0, between = 0;  // where they begin
};

Problems ProblemsOf(const Samples& samples, bool with_source,
                    bool with_between) {
  const size_t measured = samples.measured;
  Problems problems = {.all = {{samples.whole(), samples.again()}}};
  for (size_t i = 0; i < measured; ++i) {
    problems.all.push_back({samples.whole(), i});
  }
  problems.from_source = problems.all.size();
  for (size_t i = 0; with_source && i < measured; ++i) {
    problems.all.push_back({samples.source(), i});
  }
  if (with_source) problems.all.push_back({samples.source(), samples.whole()});
  problems.between = problems.all.size();
  for (size_t i = 0; with_between && i < measured; ++i) {
    for (size_t j = 0; j < i; ++j) problems.all.push_back({i, j});
  }
  return problems;
}

absl::StatusOr<std::vector<TransportCost>> SolveAll(
    const std::vector<PointCloud>& samples,
    const std::vector<Problem>& problems, ThreadPool* pool) {
  std::vector<absl::StatusOr<TransportCost>> solved(problems.size());
  pool->ParallelFor(std::ssize(problems), [&](int64_t k) {
    solved[k] = core::OptimalTransportCost(samples[problems[k].from],
                                           samples[problems[k].to],
                                           core::GroundCost::kSquaredEuclidean);
  });
  std::vector<TransportCost> costs;
  for (auto& cost : solved) {
    FLOW_ASSIGN_OR_RETURN(costs.emplace_back(), std::move(cost));
  }
  return costs;
}

double Distance(const TransportCost& cost) {
  return std::sqrt(std::max(0.0, cost.mean_cost));
}

// From one sample of the source: what a point of it changes is the difference
// of its potentials, what a point of another law changes is its own.
Heterogeneity::Gap GapOf(const std::vector<double>& weights,
                         const std::vector<double>& to_whole,
                         const TransportCost* from_source,
                         const TransportCost& source_to_whole) {
  Heterogeneity::Gap gap;
  gap.source_to_whole = Distance(source_to_whole);
  gap.value = -source_to_whole.mean_cost;
  double variance = core::VarianceOfMean(source_to_whole.potential_y);
  std::vector<double> of_source = source_to_whole.potential_x;
  for (double& u : of_source) u = -u;
  for (size_t i = 0; i < weights.size(); ++i) {
    const TransportCost& own = from_source[i];
    const double lambda = weights[i], distance = Distance(own);
    gap.from_source.push_back(distance);
    gap.value += lambda * own.mean_cost;
    gap.bound += lambda * to_whole[i] * (distance + gap.source_to_whole);
    variance += lambda * lambda * core::VarianceOfMean(own.potential_y);
    for (size_t k = 0; k < of_source.size(); ++k) {
      of_source[k] += lambda * own.potential_x[k];
    }
  }
  gap.std_error = std::sqrt(variance + core::VarianceOfMean(of_source));
  return gap;
}

}  // namespace

int64_t HeterogeneitySamples(int64_t dim) {
  constexpr double kMostWork = 6.4e7;
  return std::clamp<int64_t>(std::sqrt(kMostWork / dim), 100, 1000);
}

absl::StatusOr<Heterogeneity> MeasureHeterogeneity(
    const core::Distribution& source, const Laws& clients,
    const std::vector<double>& weights, int64_t samples, Seed seed,
    ThreadPool* pool) {
  FLOW_CHECK(!clients.empty() && clients.size() == weights.size());
  Heterogeneity found;
  found.samples = samples;
  found.clients = Measured(std::ssize(clients), DeriveSeed(seed, "measured"));
  const std::vector<double> lambda = WeightsOf(weights, found.clients);
  FLOW_ASSIGN_OR_RETURN(
      const Samples drawn,
      DrawSamples(source, clients, weights, found.clients, samples, seed));
  const size_t measured = drawn.measured;
  const bool has_gap = measured == clients.size();
  const bool has_between = std::ssize(clients) <= kMostBetween;
  const Problems problems = ProblemsOf(drawn, has_gap, has_between);
  FLOW_ASSIGN_OR_RETURN(const std::vector<TransportCost> costs,
                        SolveAll(drawn.clouds, problems.all, pool));
  found.floor = Distance(costs[0]);
  for (size_t i = 0; i < measured; ++i) {
    found.to_whole.push_back(Distance(costs[1 + i]));
    found.score += lambda[i] * found.to_whole[i];
  }
  if (has_gap) {
    found.gap = GapOf(lambda, found.to_whole, &costs[problems.from_source],
                      costs[problems.from_source + measured]);
  }
  if (!has_between) return found;
  found.between.assign(measured, std::vector<double>(measured));
  for (size_t k = problems.between; k < problems.all.size(); ++k) {
    const auto [i, j] = problems.all[k];
    found.between[i][j] = found.between[j][i] = Distance(costs[k]);
  }
  return found;
}

}  // namespace flow::federated
