#ifndef CORE_COUPLING_COUPLING_OPTIONS_H_
#define CORE_COUPLING_COUPLING_OPTIONS_H_

/// The settings of each coupling. No torch: plans carry these.

#include <cstdint>
#include <optional>
#include <variant>

#include "core/ot/semidiscrete_options.h"

namespace flow::core {

/// Pairs as drawn.
struct IndependentOptions {};

/// How pairs are taken from a transport plan.
enum class Pairing { kPermutation, kResample };

/// The assignment problem; core/ot/assignment.h.
struct ExactSolverOptions {};

/// core/ot/sinkhorn.h. Without a regularisation, a twentieth of the mean
/// squared distance of the batch.
struct SinkhornSolverOptions {
  std::optional<double> regularization;
  int64_t max_iterations = 1000;
  double tolerance = 1e-3;
};

/// core/ot/unbalanced.h.
struct UnbalancedSolverOptions {
  double regularization = 0.05;
  double marginal_penalty = 1;
  int64_t max_iterations = 1000;
  double tolerance = 1e-3;
};

/// core/ot/partial.h.
struct PartialSolverOptions {
  double mass = 1;  // in (0, 1]
};

using OtSolverOptions =
    std::variant<ExactSolverOptions, SinkhornSolverOptions,
                 UnbalancedSolverOptions, PartialSolverOptions>;

/// Optimal transport within the batch; see minibatch_ot.h.
struct MinibatchOtOptions {
  Pairing pairing = Pairing::kPermutation;  // kPermutation: exact solver only
  OtSolverOptions solver;
  // points coupled at once, a multiple of the training batch; that when empty
  std::optional<int64_t> batch;
  // what a difference of labels adds to the squared distance, >= 0
  double condition_weight = 0;
};

/// Weighted pairs; see gibbs.h.
struct GibbsOptions {
  double regularization = 1;  // > 0
};

using CouplingOptions = std::variant<IndependentOptions, MinibatchOtOptions,
                                     SemidiscreteOptions, GibbsOptions>;

}  // namespace flow::core

#endif  // CORE_COUPLING_COUPLING_OPTIONS_H_
