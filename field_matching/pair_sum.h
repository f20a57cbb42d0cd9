#ifndef FIELD_MATCHING_PAIR_SUM_H_
#define FIELD_MATCHING_PAIR_SUM_H_

/// The flow of many pairs together, each as likely as another:
///
///     p = 1/K sum_k p_k,   v = sum_k w_k v_k,   w_k = p_k / sum_j p_j,
///
/// which by duality.h is the sum of their fields, E = 1/K sum_k E_k. Over all
/// pairs of a coupling of point sets it is the marginal flow. Over K pairs
/// drawn by a coupling it estimates that,
///
/// - without bias as a target of regression if the point was drawn on the path
///   of one of these same K pairs, by a pair that was drawn uniformly: then
///   v = E[v_I | x, pairs] with I the hidden pair, and its mean given x is the
///   marginal velocity for every K. The variance is never above that of v_I.
/// - with a bias of O(1/K) if the point was drawn by a law of its own.
/// Weighting
///   the squared error by p takes the bias away, since p v and p are unbiased
///   at every fixed point.
///
/// The weights are w_k; 1 / sum_k w_k^2 pairs have a share in v. It falls to
/// one as dimensions grow or tubes narrow, and then v is that of a single pair.

#include "ATen/core/Tensor.h"
#include "core/path/path_options.h"
#include "field_matching/duality.h"
#include "field_matching/field_options.h"

namespace flow::field_matching {

// Shapes: B points, G groups of K pairs, D dimensions.

struct PairSum {
  FlowValue flow;                // float64
  at::Tensor effective_pairs_b;  // float64, in [1, K]
};

/// At `x_bd` and the times `t_b` [B] by the pairs [K, D]; or by pairs [G, K, D]
/// where each group is summed over at B / G points, one behind the other.
/// `x0_gkd` may be undefined where the target alone is given. Computes in
/// float64, in blocks of points that keep [B, K] within memory; where squares
/// cancel, logits have an error of about 1e-16 |x|^2 over the square of the
/// law's spread. FLOW_CHECKs that the path has the law (conditional_law.h).
PairSum SumOfPairs(const core::PathOptions& path, Given given,
                   const at::Tensor& x_bd, const at::Tensor& t_b,
                   const at::Tensor& x0_gkd, const at::Tensor& x1_gkd);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_PAIR_SUM_H_
