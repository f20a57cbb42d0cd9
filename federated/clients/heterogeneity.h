#ifndef FEDERATED_CLIENTS_HETEROGENEITY_H_
#define FEDERATED_CLIENTS_HETEROGENEITY_H_

/// How far the clients' targets q_i are from their mixture
/// q_lambda = sum_i lambda_i q_i, and what that costs those who pair points
/// each for themselves [Wang25, Theorem 1]. With W = W_2:
///
///     score = sum_i lambda_i W(q_lambda, q_i)
///     gap   = sum_i lambda_i W(q_0, q_i)^2 - W(q_0, q_lambda)^2
///          <= sum_i lambda_i W(q_lambda, q_i) (W(q_0, q_i) + W(q_0,
///          q_lambda)).
///
/// The gap is what the mixture of the clients' optimal plans costs above the
/// optimal plan. That mixture is a plan from q_0 to q_lambda, so that the gap
/// is not negative; a difference of squares is one of the values times their
/// sum, and the triangle inequality bounds the first.
///
/// Distances are those of n points of each law, drawn independently, by exact
/// transport. As W^2 is convex in both laws together and a sample is its law on
/// average, the mean of a sampled W^2 is at least W^2: too large, the more the
/// more dimensions. The floor, the distance of two draws of q_lambda, is what
/// clients of one law would show. All distances are of the same samples, so
/// that the bound holds for the sampled gap to the last digits; that the gap is
/// not negative holds up to its standard error.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "core/base/random.h"
#include "core/base/thread_pool.h"
#include "core/distribution/distribution.h"

namespace flow::federated {

/// Of more clients than that, so many are measured, drawn at random.
inline constexpr int64_t kMostMeasured = 32;
/// Of more clients than that, no distance between two of them.
inline constexpr int64_t kMostBetween = 10;

struct Heterogeneity {
  /// What local transport costs above the optimum.
  struct Gap {
    std::vector<double> from_source;  // W(q_0, q_i)
    double source_to_whole = 0;       // W(q_0, q_lambda)
    double value = 0;
    // of `value` over draws of the points, as in core/eval/transport_cost.h;
    // too large where source and targets agree
    double std_error = 0;
    double bound = 0;
  };

  int64_t samples = 0;           // n
  std::vector<int64_t> clients;  // who was measured, ascending
  std::vector<double> to_whole;  // W(q_lambda, q_i) of each of them
  double score = 0;              // over them, by their weights
  double floor = 0;
  // W(q_i, q_j); empty for more than kMostBetween clients
  std::vector<std::vector<double>> between;
  std::optional<Gap> gap;  // empty unless everybody was measured
};

/// The number of points for laws of `dim` dimensions: 1000, and fewer past 64
/// dimensions, so that n^2 dim stays below 6.4e7; at least 100.
int64_t HeterogeneitySamples(int64_t dim);

/// Measures with `samples` >= 2 points of each law. `weights` are the lambda_i
/// up to a factor. At most 67 transport problems, on the threads of `pool`; the
/// bits do not depend on their number. Draws from `seed` alone. InvalidArgument
/// for laws of several dimensions, OutOfRange for points that are not finite.
absl::StatusOr<Heterogeneity> MeasureHeterogeneity(
    const core::Distribution& source,
    const std::vector<std::shared_ptr<const core::Distribution>>& clients,
    const std::vector<double>& weights, int64_t samples, Seed seed,
    ThreadPool* pool);

}  // namespace flow::federated

#endif  // FEDERATED_CLIENTS_HETEROGENEITY_H_
