#ifndef FIELD_MATCHING_PAIR_FIELD_H_
#define FIELD_MATCHING_PAIR_FIELD_H_

#include "ATen/core/Tensor.h"
#include "field_matching/field.h"
#include "field_matching/field_options.h"

namespace flow::field_matching {

/// The field of all these pairs together, summed exactly (pair_sum.h). Between
/// the plates; nearer to one than a ten thousandth of the gap, and beyond, it
/// is asked there.
class PairField : public Field {
 public:
  /// Pairs [K, D]; gap > 0. FLOW_CHECKs what SumOfPairs does.
  PairField(PairFieldOptions options, double gap, const at::Tensor& x0_kd,
            const at::Tensor& x1_kd);

  FieldValue At(const at::Tensor& x_bd, const at::Tensor& z_b) const override;

 private:
  PairFieldOptions options_;
  double gap_;
  at::Tensor x0_kd_, x1_kd_;
};

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_PAIR_FIELD_H_
