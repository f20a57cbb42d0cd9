#include "field_matching/duality.h"

#include <cmath>

#include "ATen/TensorOperators.h"
#include "ATen/ops/log.h"
#include "ATen/ops/ones_like.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace flow::field_matching {

at::Tensor SlopeOf(const at::Tensor& velocity_bd, double gap) {
  return InSpace(velocity_bd / gap, at::ones_like(velocity_bd.select(1, 0)));
}

FieldValue PathToField(const FlowValue& flow, double gap) {
  const at::Tensor along_be = SlopeOf(flow.velocity_bd, gap);
  const at::Tensor length_b1 = along_be.norm(2, 1, /*keepdim=*/true);
  return {along_be / length_b1,
          flow.log_density_b + length_b1.squeeze(1).log()};
}

absl::StatusOr<FlowValue> FieldToPath(const FieldValue& field, double gap,
                                      double flux) {
  const at::Tensor z_b1 = AcrossPlates(field.direction_be).unsqueeze(1);
  const at::Tensor back_n = (z_b1.squeeze(1) <= 0).nonzero();
  if (back_n.numel() > 0) {
    const int64_t point = back_n[0].item<int64_t>();
    return absl::InvalidArgumentError(
        absl::StrCat("the field does not lead forward at point ", point,
                     ", where E_z / |E| is ", z_b1[point].item<double>(),
                     ": its lines cross a plane more than once, and no flow "
                     "has such trajectories"));
  }
  return FlowValue{gap * AlongPlates(field.direction_be) / z_b1,
                   field.log_length_b + z_b1.squeeze(1).log() - std::log(flux)};
}

}  // namespace flow::field_matching
