#ifndef FIELD_MATCHING_COULOMB_FIELD_H_
#define FIELD_MATCHING_COULOMB_FIELD_H_

/// Coulomb's field in D + 1 dimensions of a positive plate at z = 0 and a
/// negative one at z = gap, each with the charge one [Kolesov25]:
///
///     E(y) = 1/S ( 1/N sum_i (y - y_i) / |y - y_i|^(D+1)
///                - 1/M sum_j (y - y_j) / |y - y_j|^(D+1) ),
///
/// S = 2 pi^((D+1)/2) / Gamma((D+1)/2) the area of the unit sphere, so that the
/// flux out of a plate is its charge. Of it hold, and are tested:
///
/// - div E = 0 off the charges, E = -grad of the potential.
/// - The flux through a plane between the plates is 1, through any other 0.
///   Between the plates E_z > 0 everywhere; outside it has both signs.
/// - For densities P and Q on the plates and C the Cauchy kernel of scale gap,
///   E_z at the inner side of the plates is (P + C * Q) / 2 and (Q + C * P) /
///   2: what runs through the gap alone carries these, not P to Q.
///
/// A plan of pairs cancels in the sum. All signs are taken after the largest
/// term of both plates has been divided out: the plates' strengths against each
/// other are part of the direction.

#include "ATen/core/Tensor.h"
#include "field_matching/field.h"

namespace flow::field_matching {

class CoulombField : public Field {
 public:
  /// Charges [N, D] at z = 0 and [M, D] at z = `gap`, all of a plate equal.
  /// FLOW_CHECKs that both plates have some, of one dimension, and gap > 0.
  CoulombField(const at::Tensor& positive_nd, const at::Tensor& negative_md,
               double gap);

  /// In blocks of points that keep [B, N + M] within memory. Not finite at a
  /// charge.
  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override;

  /// phi(y) [B] with E = -grad phi: each charge q has q / ((D - 1) S r^(D-1)),
  /// or -q log r / (2 pi) for D = 1.
  at::Tensor PotentialAt(const at::Tensor& x_bd, const at::Tensor& z_b) const;

 private:
  // Of both plates together.
  at::Tensor charge_ne_;
  at::Tensor share_n_;  // 1/N or -1/M
};

/// log S for the data's dimension D.
double LogSphereArea(int64_t dim);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_COULOMB_FIELD_H_
