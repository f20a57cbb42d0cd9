#ifndef FIELD_MATCHING_FIELD_TESTING_H_
#define FIELD_MATCHING_FIELD_TESTING_H_

#include <cstdint>
#include <numbers>

#include "ATen/TensorOperators.h"
#include "ATen/ops/exp.h"
#include "ATen/ops/linspace.h"
#include "ATen/ops/tan.h"
#include "field_matching/field.h"

namespace flow::field_matching {

/// E itself, [B, E].
inline at::Tensor VectorsOf(const FieldValue& field) {
  return field.direction_be * field.log_length_b.exp().unsqueeze(1);
}

/// A line and the widths of its cells, float64 [n]: x = tan(u) at the middles
/// of n equal parts of a half turn. What falls off like a Cauchy density is a
/// periodic function of u, so that sums have no error to speak of.
struct Line {
  at::Tensor x_n, width_n;
};

inline Line TangentLine(int64_t n) {
  const double quarter = std::numbers::pi / 2;
  const at::Tensor x_n = at::linspace(-quarter + quarter / n,
                                      quarter - quarter / n, n, at::kDouble)
                             .tan();
  return {x_n, (1 + x_n.square()) * (std::numbers::pi / n)};
}

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_TESTING_H_
