#include "field_matching/pair_field.h"

#include <utility>

#include "ATen/TensorOperators.h"
#include "field_matching/duality.h"
#include "field_matching/pair_sum.h"

namespace flow::field_matching {
namespace {

constexpr double kNearest = 1e-4;

}  // namespace

PairField::PairField(PairFieldOptions options, double gap,
                     const at::Tensor& x0_kd, const at::Tensor& x1_kd)
    : options_(std::move(options)), gap_(gap), x0_kd_(x0_kd), x1_kd_(x1_kd) {}

FieldValue PairField::At(const at::Tensor& x_bd, const at::Tensor& z_b) const {
  const at::Tensor t_b = (z_b / gap_).clamp(kNearest, 1 - kNearest);
  return PathToField(
      SumOfPairs(options_.path, options_.given, x_bd, t_b, x0_kd_, x1_kd_).flow,
      gap_);
}

}  // namespace flow::field_matching
