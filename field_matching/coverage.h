#ifndef FIELD_MATCHING_COVERAGE_H_
#define FIELD_MATCHING_COVERAGE_H_

/// Where a network is asked: points of the laws of FieldOptions::coverage, and
/// the densities q by which they count in the end (field_target.h):
///
///     tube       1/K sum_k N(x; (1 - t) x0_k + t x1_k, width^2 I)
///     slab       1 / the volume of the box
///     power law  1/K sum_k Gamma(a) (pi r_k^2)^-a
///                (P(a, r_k^2 / 2 s0^2) - P(a, r_k^2 / 2 s1^2)) gap /
///                log(s1/s0)
///
/// with a = (D + 1) / 2, r_k the distance to (x1_k, gap), s0 = sigma, s1 =
/// sigma (1 + tau)^steps and P the regularised lower incomplete gamma function:
/// the mean over log s of 2 N(0, s^2 I) in D + 1 dimensions, on one side of the
/// plate. The first two are densities of x given t, whose law is that of the
/// pairs' times; the third is one of both, for times that are uniform.

#include "ATen/core/Tensor.h"
#include "core/base/random.h"
#include "core/train/batch.h"
#include "field_matching/field_options.h"

namespace flow::field_matching {

// Shapes: B points, G groups of K pairs, N points of the data, D dimensions.

/// Of the data, without margins; float64.
struct Box {
  at::Tensor low_d, high_d;
};

/// Around both [N, D].
Box BoundingBox(const at::Tensor& x0_nd, const at::Tensor& x1_nd);

struct CoveredPoints {
  at::Tensor x_bd, t_b;  // float32
  // of points on the path of their pair, given both its ends: how it moves
  at::Tensor velocity_bd = {};
};

/// A point for each row of `pairs`, a function of the rows, `seed` and their
/// places in it. The time is the pair's where the law of the points leaves it,
/// and never that of a plate.
/// FLOW_CHECKs that a slab has its box.
CoveredPoints DrawPoints(const FieldOptions& options, const Box& box,
                         const core::Batch& pairs, Seed seed);

/// log q in nats, float64 [B], of points each of which was drawn by one of
/// these pairs; `x0_gkd` and `x1_gkd` as SumOfPairs takes them. Undefined where
/// points do not count by their density.
at::Tensor LogLawAt(const FieldOptions& options, const Box& box,
                    const CoveredPoints& points, const at::Tensor& x0_gkd,
                    const at::Tensor& x1_gkd);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_COVERAGE_H_
