#ifndef FIELD_MATCHING_FIELD_TARGET_H_
#define FIELD_MATCHING_FIELD_TARGET_H_

/// What a network is fitted to at points of the space of a field: the flow of K
/// pairs (pair_sum.h) as a velocity, or as the direction of its field
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
///
/// Of an electrostatic field it is the direction, sqrt(D + 1) E / |E|, of K
/// charges on each plate. Its lengths are without bound at the charges and tell
/// little of how far K charges are from all: all errors count alike.

#include "ATen/core/Tensor.h"
#include "field_matching/field_options.h"

namespace flow::field_matching {

// Shapes: B points, G groups of K pairs, D dimensions, E = D or D + 1.

struct FieldTarget {
  at::Tensor target_be;  // float64
  at::Tensor weight_b;   // float64
  // float64, in [1, K]; undefined without a sum over pairs
  at::Tensor effective_pairs_b;
};

/// That of a flow with this velocity [B, D], at points that count by the
/// exponential of `log_ratio_b`, log p / q.
FieldTarget TargetOfFlow(const FieldOptions& options,
                         const at::Tensor& velocity_bd,
                         const at::Tensor& log_ratio_b);

/// At `x_bd` and the times `t_b`, by the pairs `x0_gkd`, `x1_gkd` as SumOfPairs
/// takes them, or by charges [K, D].
/// `log_law_b` is log q where points count by p / q, else undefined.
/// FLOW_CHECKs what SumOfPairs does, and that an electrostatic field is
/// regressed by its direction.
FieldTarget TargetsAt(const FieldOptions& options, const at::Tensor& x_bd,
                      const at::Tensor& t_b, const at::Tensor& x0_gkd,
                      const at::Tensor& x1_gkd, const at::Tensor& log_law_b);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_TARGET_H_
