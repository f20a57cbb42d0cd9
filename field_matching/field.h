#ifndef FIELD_MATCHING_FIELD_H_
#define FIELD_MATCHING_FIELD_H_

#include "ATen/core/Tensor.h"
#include "ATen/ops/concat.h"

namespace flow::field_matching {

// Shapes: B points, D dimensions of the data, E = D + 1 of the space of the
// field, whose last coordinate is z. The source lies on the plate z = 0, the
// target on the plate z = gap.

/// A field at points of the space. Lengths are apart from directions, because
/// those of a point charge in many dimensions leave the range of any float.
struct FieldValue {
  at::Tensor direction_be;  // E / |E|
  at::Tensor log_length_b;  // log |E|
};

/// Points (x, z) of the space, [B, E], from `x_bd` and `z_b`.
inline at::Tensor InSpace(const at::Tensor& x_bd, const at::Tensor& z_b) {
  return at::concat({x_bd, z_b.unsqueeze(1)}, 1);
}

/// The parts of vectors of the space, [B, E], along the plates, [B, D], and
/// across them, [B].
inline at::Tensor AlongPlates(const at::Tensor& y_be) {
  return y_be.narrow(1, 0, y_be.size(1) - 1);
}
inline at::Tensor AcrossPlates(const at::Tensor& y_be) {
  return y_be.select(1, y_be.size(1) - 1);
}

/// E on R^D x R: a closed form or a sum over charges. Immutable and
/// thread-safe.
class Field {
 public:
  virtual ~Field() = default;

  /// At `x_bd` and `z_b`, float64.
  virtual FieldValue At(const at::Tensor& x_bd,
                        const at::Tensor& z_b) const = 0;
};

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_FIELD_H_
