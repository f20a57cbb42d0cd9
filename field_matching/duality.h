#ifndef FIELD_MATCHING_DUALITY_H_
#define FIELD_MATCHING_DUALITY_H_

/// The duality of flow matching and of fields that lead forward only
/// [Shlenskii26]. With t = z / gap the share of the way,
///
///     E = (p v / gap, p),     p = E_z / flux,   v = gap E_x / E_z:
///
/// the component of the field along z is a density, across it the current of
/// that density. Without charges between the plates div E = 0, which is the
/// continuity equation; the flux through every plane z is that of p, one; the
/// lines of E are the trajectories of v. Both sides may be those of a pair, of
/// a target alone, or of all of them together: the map is linear in E, and in
/// (p v, p).

#include "ATen/core/Tensor.h"
#include "absl/status/statusor.h"
#include "field_matching/field.h"

namespace flow::field_matching {

/// A flow at points: how fast they move in the time that the whole way takes
/// from 0 to 1, and how many there are.
struct FlowValue {
  at::Tensor velocity_bd;    // v
  at::Tensor log_density_b;  // log p, in nats
};

/// The tangents of the trajectories in space, (v / gap, 1), [B, E].
at::Tensor SlopeOf(const at::Tensor& velocity_bd, double gap);

/// gap > 0, in the units of the data. Differentiable.
FieldValue PathToField(const FlowValue& flow, double gap);

/// The inverse. InvalidArgument, with the first such point, where E_z <= 0: a
/// line that turns back meets a plane more than once, and no flow has that.
absl::StatusOr<FlowValue> FieldToPath(const FieldValue& field, double gap,
                                      double flux = 1);

}  // namespace flow::field_matching

#endif  // FIELD_MATCHING_DUALITY_H_
