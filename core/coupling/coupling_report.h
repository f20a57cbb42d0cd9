#ifndef CORE_COUPLING_COUPLING_REPORT_H_
#define CORE_COUPLING_COUPLING_REPORT_H_

#include <cstdint>

namespace flow::core {

/// What a coupling says of the pairs that it made.
struct CouplingReport {
  /// The mean cost of the plan's pairs: the squared distance, or what the
  /// coupling says instead, and the weight of the condition where labels
  /// differ.
  double cost = 0;

  /// Of an exact plan: how far its cost may be from the least, a pair.
  double duality_gap = 0;

  /// Of an entropic plan: the error of its marginals in total variation; for an
  /// unbalanced one how much the plan still moved.
  double marginal_error = 0;

  /// Iterations of the solver, and whether it met its tolerance with them.
  int64_t iterations = 0;
  bool converged = true;

  /// The share of the pairs whose target point no earlier pair has: 1 for a
  /// permutation, 1 - 1/e when an exact plan is resampled.
  double distinct_targets = 1;

  /// Where partners are chosen from a pool of source points: the share of the
  /// pairs whose source point no earlier pair has, how often the most wanted
  /// one was taken, and the mean of |x0|^2 over the chosen ones by that over
  /// the pool, 1 unless the choice changes the source's norm.
  double distinct_sources = 1;
  int64_t most_taken = 1;
  double chosen_square = 1;

  /// (sum w)^2 / (B sum w^2) for the weights of B pairs: the share of the batch
  /// that an unweighted one would need for as little variance.
  double effective_share = 1;

  /// Where several pairs make the target of one point: how many of them have a
  /// share in it, 1 / sum w^2, the mean over the points.
  double effective_pairs = 1;
};

}  // namespace flow::core

#endif  // CORE_COUPLING_COUPLING_REPORT_H_
