#ifndef FIELD_MATCHING_FIELD_TARGET_H_
#define FIELD_MATCHING_FIELD_TARGET_H_

/// What a network is fitted to at points of the space between the plates: the
/// flow of K pairs (pair_sum.h) as a velocity, or as the direction of its field
///
///     u = sqrt(D + 1) (v / gap, 1) / l,   l = |(v / gap, 1)|,
///
/// in components of the order of one. Directions do not average to the
/// direction of the average: the minimiser of |f - u|^2 is E[E / |E|], whose
/// slope counts a pair by 1 / l of it. Errors that count by the length that was
/// divided out, l, have the minimiser E[E] / E[|E|] instead, whose slope f_x /
/// f_z is the marginal velocity's.
///
/// Points that were drawn by a law of their own with the density q, and not on
/// the path of one of the pairs, count by p / q: then, by pair_sum.h, the K
/// pairs leave no bias, and the weighted law of the points is that of the path.

#include <optional>

#include "ATen/core/Tensor.h"
#include "core/path/path_options.h"
#include "field_matching/pair_sum.h"

namespace flow::field_matching {

// Shapes: B points, K pairs, D dimensions, E = D or D + 1.

enum class Regressed { kUnitField, kVelocity };

struct TargetOptions {
  core::PathOptions path;
  Given given = Given::kPair;
  double gap = 1;  // > 0, in the units of the data
  Regressed regressed = Regressed::kUnitField;
  // whether errors count by the length that was divided out
  bool length_weights = true;
};

struct FieldTarget {
  at::Tensor target_be;          // float64
  at::Tensor weight_b;           // float64
  at::Tensor effective_pairs_b;  // float64, in [1, K]
};

/// At `x_bd` and the times `t_b`, by the pairs `x0_kd`, `x1_kd`. `log_law_b` is
/// log q where the points have a law of their own, else undefined: each was
/// then drawn on the path of one of these pairs. FLOW_CHECKs what SumOfPairs
/// does.
FieldTarget TargetsAt(const TargetOptions& options, const at::Tensor& x_bd,
                      const at::Tensor& t_b, const at::Tensor& x0_kd,
                      const at::Tensor& x1_kd, const at::Tensor& log_law_b);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_TARGET_H_
